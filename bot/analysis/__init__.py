"""Text in, frozen findings out. Knows neither database nor Telegram (docs/analysis.md)."""
