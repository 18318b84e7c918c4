"""Data that ships with Sitrep, read through importlib.resources."""
