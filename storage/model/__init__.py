"""Frozen nouns, plain Python, importable from every floor."""
