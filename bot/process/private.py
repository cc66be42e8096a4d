"""What the desk keeps is readable by its owner alone, whatever the umask of whoever starts it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from bot.settings import Settings

_OTHERS: Final = 0o077
_FOLDERS: Final = ("media", "policy", "sandbox")


@contextmanager
def private() -> Iterator[None]:
    """Whatever is made meanwhile is the owner's: files 0600, folders 0700."""
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def tighten(settings: Settings) -> None:
    """Take from others what an earlier version, or a copy by hand, let them read."""
    for path in open_to_others(settings):
        with suppress(OSError):  # it belongs to somebody else: `bangfu doctor` names it
            path.chmod(path.stat().st_mode & ~_OTHERS)


def open_to_others(settings: Settings) -> list[Path]:
    """Files and folders of the desk that others on this machine may read or enter.

    The data folder itself may be shared; what lies in it is not.
    """
    return [path for path in _kept(settings) if path.exists() and path.stat().st_mode & _OTHERS]


def _kept(settings: Settings) -> Iterator[Path]:
    yield settings.key_file
    yield from (settings.data_dir / name for name in _FOLDERS)
    database = settings.sqlite_file
    if database is not None:  # with its log, its lock, and what a restore put aside
        yield from sorted(database.parent.glob(f"{database.name}*"))
