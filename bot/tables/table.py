"""What was read of a table: its lines by our names for the columns, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line of a file; line 0 is the file itself."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.reason}" if self.line else f"{self.path}: {self.reason}"


class BadRows(Exception):
    """A file cannot be imported; nothing was."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Line:
    """One line by our names for its columns; what the file lacks or does not say is empty.

    `faults` are reasons why it must not be believed: an error in a cell, a date where a number belongs, more
    cells than the header has.
    """

    number: int
    values: Mapping[str, str]
    faults: tuple[str, ...] = ()

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """All lines of a file, what is wrong with them, and what of the file is not in them.

    `columns` are those that the file has. `remarks` stand above the header as `# name: value`.
    """

    path: Path
    lines: Sequence[Line]
    columns: Set[str]
    not_read: Sequence[str] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """The faults of all lines."""
        return [Problem(self.path, line.number, fault) for line in self.lines for fault in line.faults]

    def said_not_read(self) -> list[str]:
        """What of the file is not in the lines, a sentence each."""
        return [f"not read: {part}" for part in self.not_read]
