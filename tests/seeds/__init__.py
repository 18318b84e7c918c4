"""The data that ships is what it says it is."""
