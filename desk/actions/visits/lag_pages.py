"""Looking up who lags with visits: towns of a county, villages of a town, households of a village."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.officials import official_of
from desk.actions.staff.scope import scope_under
from desk.actions.visits.lags import VisitStanding, standing_in, standing_of_towns, standing_words, towns_in
from desk.domain.county.areas import Area, Level
from desk.domain.households.household import sight_of
from desk.domain.people.people import Person, Post, Role, Staff
from desk.domain.talk.messages import Json
from desk.ports.work import Work

READERS: Final = frozenset({Role.TOWN_DESK, Role.COUNTY_OFFICE, Role.LEADER})
_HOMES: Final = 12


@dataclass(frozen=True, slots=True)
class LagPage:
    """One area: its parts to look into, or a village with households that were missed, by row."""

    area: Area
    words: dict[str, Json]
    parts: tuple[tuple[str, str], ...] = ()  # code and name
    homes: tuple[tuple[int, str], ...] = ()  # row and name
    above: str = ""


@dataclass(frozen=True, slots=True)
class _LagReader:
    staff: Staff
    posts: tuple[Post, ...]
    codes: frozenset[str]


async def view_lagging(work: Work, person: Person, code: str = "") -> LagPage | Refusal | None:
    """How an area of theirs stands, the highest if none is named; None for whoever has none to watch."""
    reader = await _reader(work, person)
    if reader is None:
        return None
    area = work.areas.get(code) if code else _highest(work, reader)
    if area is None or area.code not in reader.codes:
        return NOT_YOURS
    if area.level is Level.VILLAGE:
        return await _village(work, reader, area)
    return _listed(work, reader, area, await _standing(work, area))


async def _reader(work: Work, person: Person) -> _LagReader | None:
    staff = await official_of(work, person)
    if staff is None:
        return None
    posts = tuple(await work.staff.posts_of(staff.id))
    high = [post for post in posts if post.role in READERS]
    return _LagReader(staff, posts, frozenset(scope_under(work, high).area_codes)) if high else None


def _highest(work: Work, reader: _LagReader) -> Area | None:
    """The first of those of their areas that lie in no other of them."""
    tops = [area for area in work.areas if area.code in reader.codes and area.parent_code not in reader.codes]
    return min(tops, key=lambda area: area.code, default=None)


async def _standing(work: Work, area: Area) -> VisitStanding:
    if area.level is Level.TOWN:
        return await standing_in(work, area.code)
    return await standing_of_towns(work, towns_in(work, [one.code for one in work.areas]))


def _listed(work: Work, reader: _LagReader, area: Area, standing: VisitStanding) -> LagPage:
    parts = [(part.code, part.name) for part in standing.parts if part.rate.missed and part.code]
    return LagPage(
        area,
        {"place": work.areas.path(area.code), **standing_words(standing)},
        tuple(parts[:_HOMES]),
        above=_above(reader, area),
    )


async def _village(work: Work, reader: _LagReader, area: Area) -> LagPage:
    """Households by name only for whoever may see them."""
    standing = await standing_in(work, area.code)
    month = standing.month
    seen = sight_of(reader.staff, reader.posts, work.areas).areas
    missed = await work.reminders.missed_in([area.code], month.first, month.last) if area.code in seen else ()
    heads = await work.visits.heads(sorted({due.household.id for due in missed})) if missed else {}
    homes: list[Json] = [
        {
            "head": heads.get(due.household.id, ""),
            "due_by": due.period.due_by.isoformat(),
            "late_on": "" if due.period.late_on is None else due.period.late_on.isoformat(),
        }
        for due in missed[:_HOMES]
    ]
    words = {**standing_words(standing), "homes": homes, "more": max(0, len(missed) - _HOMES)}
    ids = dict.fromkeys(due.household.id for due in missed[:_HOMES])
    return LagPage(
        area,
        {"place": work.areas.path(area.code), **words},
        homes=tuple((one, heads.get(one, "")) for one in ids),
        above=_above(reader, area),
    )


def _above(reader: _LagReader, area: Area) -> str:
    return area.parent_code if area.parent_code is not None and area.parent_code in reader.codes else ""
