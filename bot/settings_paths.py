"""Paths of the settings, made whole once: what starts in another folder must mean the same places."""

from __future__ import annotations

from pathlib import Path

SQLITE = "sqlite:///"


def whole(path: Path) -> Path:
    """From the root of the file system on; `~` is the home folder also where no shell has read it."""
    return path.expanduser().absolute()


def whole_database(url: str) -> str:
    """The address with the whole path of an SQLite file; raises ValueError for an address of another kind."""
    if url.startswith(("postgresql://", "postgres://")):
        return url
    if not url.startswith(SQLITE):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    path = url.removeprefix(SQLITE)
    if not path or path.endswith("/"):
        raise ValueError("must name a file after sqlite:///")
    return f"{SQLITE}{whole(Path(path))}"


def whole_rules(name_or_path: str) -> str:
    """A preset keeps its name; a file of the county's own gets its whole path."""
    return str(whole(Path(name_or_path))) if name_or_path.endswith(".toml") else name_or_path
