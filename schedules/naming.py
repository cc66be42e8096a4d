"""How an error is named in the log: by its class and, where it has one, its fixed reason; never its words."""

from __future__ import annotations


def named(error: BaseException) -> str:
    """`StorageError (disk full)`; the text of an error may hold personal words and stays out."""
    reason = getattr(error, "reason", "")
    return f"{type(error).__name__} ({reason})" if reason else type(error).__name__
