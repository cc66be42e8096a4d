"""From the outbox to Telegram: rendered, paced, sent, settled."""
