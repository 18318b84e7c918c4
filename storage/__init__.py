"""The ground floor: the nouns, and everything that persists. Knows neither Telegram nor spaCy."""
