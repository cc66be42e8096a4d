"""Telegram in, one use case, done: one file per conversation or family of buttons."""
