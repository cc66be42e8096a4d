"""The recogniser of villages as the desk knows it, and areas with the names that people say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import asin, cos, radians, sin, sqrt

from desk.domain.county.areas import Area, Areas, Level
from desk.domain.county.mentions import Guess, Mention, MentionVerdict
from places.areas import Alias
from places.areas import Division as PlaceArea
from places.gazetteer import Gazetteer
from places.names import village_name
from places.recognise import recognise

NEAR_KM = 5.0
_EARTH_KM = 6371.0


def spoken(areas: Areas) -> Areas:
    """The same county with villages named as people name them: 九里夼村, not 九里夼村村民委员会."""
    return Areas(
        areas.edition,
        [
            replace(area, name=village_name(area.name).said) if area.level is Level.VILLAGE else area
            for area in areas
        ],
    )


class Villages:
    """Implements the desk's port over one county's gazetteer.

    Takes official areas, and aliases as (name, code) with whether a person confirmed them.
    """

    def __init__(self, areas: Areas, aliases: Iterable[Alias]) -> None:
        rows = [PlaceArea(area.level, area.code, area.name, area.parent_code or "") for area in areas]
        self._rows = rows
        self._gazetteer = Gazetteer(rows, aliases)
        self._located = [area for area in areas if area.latitude is not None]
        self.areas = areas

    def renew(self, aliases: Iterable[Alias]) -> None:
        """Know these other names from now on; takes some hundredths of a second for a county."""
        self._gazetteer = Gazetteer(self._rows, aliases)

    def recognise(self, text: str) -> Mention:
        """Which village a text means; codes that the county does not have are left out."""
        found = recognise(self._gazetteer, text)
        guesses = tuple(
            Guess(candidate.code, candidate.name, candidate.path, candidate.score)
            for candidate in found.candidates
            if self.areas.get(candidate.code) is not None
        )
        return Mention(text, MentionVerdict(found.decision) if guesses else MentionVerdict.NONE, guesses)

    def near(self, latitude: float, longitude: float) -> Sequence[Area]:
        """Villages within five kilometres of a point, nearest first, where the county gave coordinates."""
        measured = [(_kilometres(area, latitude, longitude), area) for area in self._located]
        return [area for far, area in sorted(measured, key=lambda pair: pair[0]) if far <= NEAR_KM]


def _kilometres(area: Area, latitude: float, longitude: float) -> float:
    """Along the great circle (haversine)."""
    lat, other = radians(latitude), radians(area.latitude or 0.0)
    half_lat = sin((other - lat) / 2)
    half_lon = sin(radians((area.longitude or 0.0) - longitude) / 2)
    return 2 * _EARTH_KM * asin(sqrt(half_lat**2 + cos(lat) * cos(other) * half_lon**2))
