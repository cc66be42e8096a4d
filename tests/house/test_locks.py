"""The lock files are whole: what they leave out, pip would look for, and find another one next month."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.locks import LOCKS, locked, wished, wishes_of_project


@pytest.mark.parametrize("lock", LOCKS)
def test_whatever_a_locked_package_asks_for_is_locked_with_the_extras_that_it_asks_for(lock: str) -> None:
    entries = locked(lock)
    assert len(entries) > 40

    asked = [("the project", wish) for wish in wishes_of_project()]
    asked += [(name, wish) for name, entry in entries.items() for wish in wished(entry)]

    left_out = [f"{who} asks for {wish}: {why}" for who, wish in asked for why in _lacks(wish, entries)]
    assert left_out == []
    assert [wish for _, wish in asked if wish.extras]  # there are such


def _lacks(wish: Requirement, entries: dict[str, Requirement]) -> Iterator[str]:
    entry = entries.get(canonicalize_name(wish.name))
    if entry is None:
        yield "it is not locked"
    elif not wish.extras <= entry.extras:
        yield f"it is locked as {entry}"
    elif entry.extras and not wish.extras:
        # pip 23.0 takes them for two things, and looks for the newest of the one without extras.
        yield f"it is locked only as {entry}"
    elif not wish.specifier.contains(str(entry.specifier).removeprefix("=="), prereleases=True):
        yield f"it is locked at {entry.specifier}"
