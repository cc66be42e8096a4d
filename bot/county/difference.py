"""Bringing rows to what a file says, some at a time, and what that changes: told before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

_SHOWN: Final = 200  # lines of one sort; a first import of a county would fill the terminal
Row = TypeVar("Row")


@dataclass(slots=True)
class Difference:
    """What a file changes, or would change; rows are named by their numbers."""

    new: int = 0
    unchanged: int = 0
    changed: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)  # number and fields
    unlisted: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)  # what else is to be said of rows

    def count(self, listed: int, new: int, changed: Mapping[str, tuple[str, ...]]) -> None:
        """Add some rows: how many there were, how many of them are new, and which differ in what."""
        self.new += new
        self.unchanged += listed - new - len(changed)
        self.changed += changed.items()

    def lines(self) -> Iterator[str]:
        """Which rows changed, which are not listed any more, and what was kept against the list."""
        yield from _some([f"changed: {number}: {', '.join(names)}" for number, names in self.changed])
        yield from _some(self.noted)
        yield from _some([f"no longer listed, kept: {number}" for number in self.unlisted])

    def sum(self, skipped: int) -> str:
        """All of it in numbers."""
        counted = Counter(name for _, names in self.changed for name in names)
        by_field = ", ".join(f"{name} {count}" for name, count in counted.most_common())
        return (
            f"{self.new} new, {len(self.changed)} changed{f' ({by_field})' if by_field else ''}, "
            f"{self.unchanged} unchanged; {skipped} left out, {len(self.unlisted)} no longer listed."
        )


def _some(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield f"… and {len(lines) - _SHOWN} more"


def parts(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    """The rows, so many at a time."""
    for first in range(0, len(rows), size):
        yield rows[first : first + size]
