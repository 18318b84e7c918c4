"""Briefings: what is selected, how it changed, what contradicts what, and how it is put together."""
