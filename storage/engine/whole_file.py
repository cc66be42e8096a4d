"""A file that is under its name whole or not at all, whatever ends the process that writes it."""

from __future__ import annotations

import fcntl
import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from storage.engine.database import StorageError

UNFINISHED: Final = ".bangfu-part"


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """A private file beside the target, to be written and then published; gone when that did not happen.

    What killed processes left in the folder is removed first. Raises StorageError with one sentence when
    somebody else is at work there, or when nothing can be written.
    """
    with _alone_in(target.parent) as alone:
        part = target.with_name(f".{target.name}{UNFINISHED}")
        _remove(target.parent, "*" if alone else target.name)
        try:
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except OSError as error:
            raise StorageError(f"{target} cannot be written: {error.strerror}.") from error
        try:
            yield part
        finally:
            _remove(target.parent, target.name)


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A file that gets its name at the end of the block. Raises StorageError when the name is taken."""
    if os.path.lexists(target):
        raise already(target)
    with unfinished(target.absolute()) as part:
        yield part
        publish(part, target.absolute())


def rewrite(target: Path, text: str) -> None:
    """Put other words into a file that may be there; whoever reads it finds the old ones or the new ones."""
    with unfinished(target.absolute()) as part:
        part.write_text(text, encoding="utf-8")
        if target.exists():
            part.chmod(target.stat().st_mode & 0o7777)
        sync(part)
        part.replace(target.absolute())
        sync(target.absolute().parent)


def publish(part: Path, target: Path) -> None:
    """Give a written file its name, safe from a power cut and never over another. Raises StorageError."""
    sync(part)
    try:
        os.link(part, target)
    except FileExistsError as error:
        raise already(target) from error
    except OSError:  # a stick that knows no second names
        if target.exists():
            raise already(target) from None
        part.rename(target)
    sync(target.parent)


def already(target: Path) -> StorageError:
    """What is said of a name that is taken."""
    return StorageError(f"{target} exists already and is not written over: name another file.")


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():  # some folders cannot be waited for
            raise
    finally:
        os.close(handle)


@contextmanager
def _alone_in(folder: Path) -> Iterator[bool]:
    """Whether nobody else writes here; False on file systems that cannot tell. Raises StorageError."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise StorageError(f"Nothing can be written to {folder}: {error.strerror}.") from error
    try:
        yield _locked(handle, folder)
    finally:
        os.close(handle)


def _locked(handle: int, folder: Path) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise StorageError(f"Another copy is being written to {folder}: wait until it is done.") from error
    except OSError:
        return False
    return True


def _remove(folder: Path, name: str) -> None:
    """With the journals that belong to them."""
    pattern = "*" if name == "*" else glob.escape(name)
    for left in folder.glob(f".{pattern}{UNFINISHED}*"):
        with suppress(OSError):
            left.unlink()
