"""The ground that the desk stands on: folders and files in which it must be able to write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from bot.connecting.errors import CannotStart
from bot.settings import Settings
from bot.settings_paths import SQLITE

_YOURS = "make it writable for the user who starts this"


def require_ground(settings: Settings) -> None:
    """Raises CannotStart with the first thing that cannot be used, why, and what to do. Writes nothing."""
    for problem in problems(settings):
        raise CannotStart(problem)


def problems(settings: Settings) -> Iterator[str]:
    """One sentence for each folder or file in which nothing can be written."""
    folders = {settings.data_dir: "BANGFU_DATA_DIR"}
    files = {}
    if settings.database_url.startswith(SQLITE):
        database = Path(settings.database_url.removeprefix(SQLITE))
        folders.setdefault(database.parent, "BANGFU_DATABASE_URL")
        files = {database.with_name(f"{database.name}{end}"): "BANGFU_DATABASE_URL" for end in ("", "-wal")}
    if not settings.key_file.exists():
        folders.setdefault(settings.key_file.parent, "BANGFU_KEY_FILE")
    for folder, setting in folders.items():
        if reason := unwritable_folder(folder):
            yield f"The folder {folder} cannot be written ({reason}): {_YOURS}, or name another in {setting}."
    for file, setting in files.items():
        if reason := _unwritable_file(file):
            yield f"The file {file} cannot be written ({reason}): {_YOURS}, or name another in {setting}."


def unwritable_folder(folder: Path) -> str:
    """Why nothing could be written in this folder, or why it could not be made; empty if nothing is known."""
    nearest = next(place for place in (folder, *folder.parents) if os.access(place, os.F_OK))
    if not nearest.is_dir():
        return f"{nearest} is a file"
    return "" if os.access(nearest, os.W_OK | os.X_OK) else _why(nearest)


def _unwritable_file(file: Path) -> str:
    if not os.access(file, os.F_OK):
        return ""
    if not file.is_file():
        return "it is no file"
    return "" if os.access(file, os.R_OK | os.W_OK) else _why(file)


def _why(place: Path) -> str:
    read_only = os.statvfs(place).f_flag & os.ST_RDONLY
    return "read-only file system" if read_only else "permission denied"
