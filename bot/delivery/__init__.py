"""Getting what was composed to its readers: when it is due, the outbox, the sender, the limits of Telegram."""
