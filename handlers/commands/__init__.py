"""One file a command family. A handler is ``(Request, Services) -> Answer``, synchronous and free of Telegram."""
