"""The top floor: the engine and the composition root."""
