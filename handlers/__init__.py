"""The middle floor: what people type and see. Never loads spaCy."""
