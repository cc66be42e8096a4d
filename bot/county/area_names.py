"""Which village a county's list means: by code, or by the names of town and village as lists write them.

A list is believed only where a single village fits; nothing is guessed by sound or likeness here.
"""

from __future__ import annotations

from collections import defaultdict

from desk.domain.county.areas import Area, Areas, Level
from places.names import town_name, village_name


class UnknownPlace(Exception):
    """No village, or more than one; the message is the reason, without its subject."""


class AreaNames:
    """The villages of one county by what they may be called."""

    def __init__(self, areas: Areas) -> None:
        self._areas = areas
        self._named: dict[tuple[str, str], Area] = {}  # asked for before: a list names each village often
        self._villages: dict[str, list[Area]] = defaultdict(list)
        for area in areas:
            if area.level is Level.VILLAGE:
                self._villages[village_name(area.name).root].append(area)

    def village(self, code: str, town: str, village: str) -> Area:
        """The village of this code or, without a code, of these names. Raises UnknownPlace."""
        if code:
            return self._by_code(code)
        if (town, village) not in self._named:
            self._named[town, village] = self._by_name(town, village)
        return self._named[town, village]

    def _by_code(self, code: str) -> Area:
        area = self._areas.get(code)
        if area is None:
            raise UnknownPlace(f"area_code {code!r} is not in the county")
        if area.level is not Level.VILLAGE:
            raise UnknownPlace(f"{area.name} is a {area.level}, and a household lives in a village")
        return area

    def _by_name(self, town: str, village: str) -> Area:
        if not village:
            raise UnknownPlace("the village is missing")
        found = [
            area
            for area in self._villages.get(village_name(village).root, [])
            if not town or self._in(area, town)
        ]
        exact = [area for area in found if village_name(area.name).said == village_name(village).said]
        if len(found) > 1 and exact:
            found = exact
        if len(found) != 1:
            many = "several villages" if found else "no village"
            raise UnknownPlace(f"{many} of the county may be meant by {town}{village}")
        return found[0]

    def _in(self, area: Area, town: str) -> bool:
        above = self._areas.get(area.parent_code or "")
        return above is not None and town_name(above.name)[0] == town_name(town)[0]
