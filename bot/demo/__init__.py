"""The local Telegram: a Bot API server on loopback, the world behind it, and a chat page."""
