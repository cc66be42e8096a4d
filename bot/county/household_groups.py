"""The lines of a register by household, and what a line without a number does to the household above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.county.household_words import said_in
from bot.tables import Line

NUMBER: Final = "number"
Flaw = tuple[int, str]  # line and reason


@dataclass(slots=True)
class HouseholdLines:
    """The lines of one household. `flaws` are of lines below that belong to nobody knows whom.

    Such a line may be one of its members, as where a number was merged over the family: what is left would be
    a family without them.
    """

    number: str
    lines: list[Line] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)


def grouped(lines: Iterable[Line]) -> Sequence[HouseholdLines]:
    """Every household, in the order of the file; lines above the first number are one by themselves."""
    groups: dict[str, HouseholdLines] = {}
    above: HouseholdLines | None = None
    for line in lines:
        number = said_in(line, NUMBER)
        if number:
            above = groups.setdefault(number, HouseholdLines(number))
            above.lines.append(line)
        else:
            above = above or groups.setdefault("", HouseholdLines(""))
            above.flaws += _without_number(line, above.number)
    return list(groups.values())


def _without_number(line: Line, above: str) -> Iterator[Flaw]:
    yield from ((line.number, fault) for fault in line.faults)
    if not any(fault.startswith(NUMBER) for fault in line.faults):
        whose = f"; {above} above it may lack a member and is left out" if above else ""
        yield line.number, f"the number of the household is missing{whose}"
