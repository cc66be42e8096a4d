"""What may go wrong between us and Telegram, and how it is named in logs."""

from __future__ import annotations

import traceback
from pathlib import Path

from storage.engine.reasons import reason_of
from storage.engine.trouble import passes

_ROOT = Path(__file__).resolve().parents[2]


class Refused(Exception):
    """Telegram answered and said no.

    `retry_after` is in seconds; `migrate_to` is the new number of a group that was upgraded.
    """

    def __init__(self, code: int, description: str, retry_after: int = 0, migrate_to: int = 0) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to


class Lost(Exception):
    """No answer came. `unsure` tells whether the request may have been carried out all the same."""

    def __init__(self, reason: str, *, unsure: bool) -> None:
        super().__init__(reason)
        self.unsure = unsure


class TokenRefused(Exception):
    """Telegram does not know the bot token; waiting will not help."""

    def __init__(self) -> None:
        super().__init__("Telegram does not know this bot token: check BANGFU_BOT_TOKEN.")


class CannotStart(Exception):
    """Something that a command needs is not to be had; the message is one sentence with what to do."""


def kind_of(error: BaseException) -> str:
    """The class of an error, with the reason where a disk, a database or the system has one."""
    reason = reason_of(error) if passes(error) or isinstance(error, OSError) else ""
    return f"{type(error).__name__} ({reason})" if reason else type(error).__name__


def named(error: BaseException) -> str:
    """The class of an error, the disk's or the database's reason, and where it was raised.

    Never its message, which may hold personal words.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOT)] or frames
    if not ours:
        return kind_of(error)
    path = Path(ours[-1].filename)
    shown = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else Path(path.name)
    return f"{kind_of(error)} at {shown}:{ours[-1].lineno}"
