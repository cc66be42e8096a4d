"""What a doctor says of files: whether the database is whole, and whether residents' files are there."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from time import monotonic

from bot.cli.doctor.remarks import Remark
from bot.process.private import open_to_others
from bot.settings import Settings
from storage.cases.media import missing_files
from storage.engine.database import Connection
from storage.engine.whole_database import NotFinished, quick_check


async def look_at_files(settings: Settings, connection: Connection, patience: float) -> AsyncIterator[Remark]:
    """First the database, for at most so many seconds, then the files that it names."""
    if settings.sqlite_file is not None and patience > 0:
        yield await asyncio.to_thread(_on_database, settings.sqlite_file, patience)
    missing, named = await missing_files(connection, settings.media_folder)
    yield _on_media(missing, named, settings.media_folder)
    yield _on_modes(open_to_others(settings))


def _on_database(path: Path, patience: float) -> Remark:
    begun, size = monotonic(), f"{path.stat().st_size / 2**20:.0f} MB"
    try:
        found = quick_check(path, patience)
    except NotFinished:
        sentence = (
            f"The database file ({size}) showed nothing wrong in {patience:g} s; "
            "`bangfu doctor --patience SECONDS` looks at all of it."
        )
        return Remark(fine=True, sentence=sentence)
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        return Remark(fine=False, sentence=f"The database file is damaged ({found}): restore a backup.")
    return Remark(fine=True, sentence=f"The database file is whole ({size}, {monotonic() - begun:.1f} s).")


def _on_media(missing: int, named: int, folder: Path) -> Remark:
    if missing:
        sentence = f"Files of residents that are missing in {folder}: {missing} of {named}; copy them back."
        return Remark(fine=False, sentence=sentence)
    return Remark(fine=True, sentence=f"Files of residents: {named}, all there.")


def _on_modes(found: Sequence[Path]) -> Remark:
    if found:
        sentence = (
            f"Others on this machine can read {', '.join(map(str, found))}: start the desk, or take it from "
            "them with chmod go=."
        )
        return Remark(fine=False, sentence=sentence)
    return Remark(fine=True, sentence="Nobody else on this machine can read what the desk keeps.")
