"""The county's divisions: county, towns, villages, by statistical code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How high an area is, and who holds a case now."""

    VILLAGE = "village"
    TOWN = "town"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Area:
    """One division. `code` has 12 digits and means nothing without the edition."""

    code: str
    name: str
    level: Level
    parent_code: str | None
    kind: str = ""
    latitude: float | None = None  # degrees; few counties have them
    longitude: float | None = None


class Areas:
    """One county, in memory: a few hundred to a few thousand rows."""

    def __init__(self, edition: str, areas: Iterable[Area]) -> None:
        self.edition = edition
        self._by_code = {area.code: area for area in areas}
        self._children: dict[str, list[Area]] = {}
        for area in self._by_code.values():
            if area.parent_code is not None:
                self._children.setdefault(area.parent_code, []).append(area)

    def __len__(self) -> int:
        return len(self._by_code)

    def __iter__(self) -> Iterator[Area]:
        return iter(self._by_code.values())

    def get(self, code: str) -> Area | None:
        """The area with this code, if the county has it."""
        return self._by_code.get(code)

    @property
    def county(self) -> Area:
        """The root. Raises LookupError when there is none: such a county cannot start."""
        for area in self._by_code.values():
            if area.level is Level.COUNTY:
                return area
        raise LookupError("no county among the areas")

    def line(self, code: str) -> tuple[Area, ...]:
        """The area and everything above it, lowest first; empty for an unknown code."""
        found: list[Area] = []
        area = self._by_code.get(code)
        while area is not None:
            found.append(area)
            area = self._by_code.get(area.parent_code or "")
        return tuple(found)

    def within(self, code: str) -> Iterator[Area]:
        """The area and everything below it, level by level; nothing for an unknown code."""
        level = [area for area in (self._by_code.get(code),) if area is not None]
        while level:
            yield from level
            level = [child for area in level for child in self._children.get(area.code, ())]

    def path(self, code: str) -> str:
        """Town and village for people to read, highest first, without the county."""
        names = [area.name for area in reversed(self.line(code)) if area.level is not Level.COUNTY]
        return "".join(names) or (self.county.name if code == self.county.code else "")
