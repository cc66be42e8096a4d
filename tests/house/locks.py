"""The lock files as pip reads them, and what the locked packages say that they need."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.source import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
_ENTRY = re.compile(r"^([A-Za-z0-9].*?)\s*\\$", re.MULTILINE)


def locked(name: str) -> dict[str, Requirement]:
    """The entries of a lock by the names of their packages, those for other systems too.

    Of several versions of one package, for several versions of Python, the one that is meant here.
    """
    entries = list(map(Requirement, _ENTRY.findall((ROOT / name).read_text(encoding="utf-8"))))
    entries.sort(key=lambda entry: entry.marker is None or entry.marker.evaluate())
    return {canonicalize_name(entry.name): entry for entry in entries}


def wished(entry: Requirement) -> Iterator[Requirement]:
    """What an installed package of this entry asks for, with its extras; nothing if it is not for here."""
    try:
        lines = requires(entry.name) or []
    except PackageNotFoundError:
        return
    for wish in map(Requirement, lines):
        if wish.marker is None or any(
            wish.marker.evaluate({"extra": extra}) for extra in ("", *entry.extras)
        ):
            yield wish


def wishes_of_project() -> list[Requirement]:
    """What the project itself asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [Requirement(line) for line in project["project"]["dependencies"]]
