"""How far sweeps are, for whoever looks after a place: its parts, the slowest first, and who has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.officials import official_of
from desk.domain.county.areas import Area, Areas, Level
from desk.domain.handing_over.seats import area_at
from desk.domain.people.people import Person, Post, Staff, on_duty
from desk.domain.sweeps.shares import keepers
from desk.domain.sweeps.sweep import OWNERS, WATCHERS, Progress, Sweep, SweepState, together
from desk.ports.work import Work


@dataclass(frozen=True, slots=True)
class SlowPart:
    """One part of a place. `names` are those who have what is left, where it is a village."""

    area: Area
    progress: Progress
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SweepStanding:
    """A place in a sweep: how far it is, and its parts, the slowest first."""

    sweep: Sweep
    area: Area
    progress: Progress
    parts: Sequence[SlowPart]


async def watched(work: Work, person: Person) -> Sequence[tuple[Sweep, Area, Progress]]:
    """The running sweeps of each place that somebody looks after as a desk or a leader."""
    staff, sweeps = await official_of(work, person), await work.sweeps.running()
    codes = await _watched_codes(work, staff) if staff is not None and sweeps else set()
    found = []
    for area in (area for code in sorted(codes) if (area := work.areas.get(code)) is not None):
        tallies = await work.sweeps.tallies_in(_below(work.areas, area))
        found += [(sweep, area, tallies[sweep.id]) for sweep in sweeps if sweep.id in tallies]
    return found


def _below(areas: Areas, place: Area) -> list[str]:
    """An area and what it consists of."""
    if place.level is Level.COUNTY:
        return [area.code for area in areas]
    return [place.code, *(area.code for area in areas if area.parent_code == place.code)]


async def read_standing(work: Work, person: Person, sweep_id: int, code: str) -> SweepStanding | Refusal:
    """How far a place is in a sweep, for somebody who looks after it or a place above it."""
    staff, sweep, area = (
        await official_of(work, person),
        await work.sweeps.find(sweep_id),
        work.areas.get(code),
    )
    if staff is None or sweep is None or area is None or sweep.state is SweepState.PREPARED:
        return NOT_YOURS
    above = {one.code for one in work.areas.line(code)}
    if not above & await _watched_codes(work, staff):
        return NOT_YOURS
    tallies = {
        village: progress
        for village, progress in (await work.sweeps.tallies(sweep_id)).items()
        if any(one.code == code for one in work.areas.line(village))
    }
    parts = await _parts(work, area, tallies)
    return SweepStanding(sweep, area, together(tallies.values()), parts)


async def _watched_codes(work: Work, staff: Staff) -> set[str]:
    return {post.area_code for post in await work.staff.posts_of(staff.id) if post.role in WATCHERS}


async def _parts(work: Work, area: Area, tallies: Mapping[str, Progress]) -> Sequence[SlowPart]:
    """Towns of a county, villages of a town."""
    level = Level.TOWN if area.level is Level.COUNTY else Level.VILLAGE
    parts: dict[str, Progress] = {}
    for code, progress in tallies.items():
        part = area_at(work.areas.line(code), level) or area
        parts[part.code] = parts.get(part.code, Progress()) + progress
    names = await _names(work, parts) if level is Level.VILLAGE else {}
    lags = [
        SlowPart(known, progress, names.get(code, ()))
        for code, progress in parts.items()
        if (known := work.areas.get(code)) is not None
    ]
    return sorted(lags, key=lambda lag: (lag.progress.percent, -lag.progress.left, lag.area.code))


async def _names(work: Work, parts: Mapping[str, Progress]) -> Mapping[str, tuple[str, ...]]:
    """Who has what is left, as posts are now."""
    left = [code for code, progress in parts.items() if progress.left]
    codes = sorted({one.code for code in left for one in work.areas.line(code)})
    posts = await work.staff.posts_in(codes) if codes else ()
    kept = keepers(work.areas, posts, left)
    return {code: tuple(staff.name for staff in people) for code, people in kept.items()}


async def owner_of(work: Work, sweep: Sweep) -> Staff | None:
    """Who looks after the sweep at its desk now: the first who is present."""
    posts = [post for post in await _office_posts(work, sweep) if post.role in OWNERS]
    return next(iter(on_duty(sorted(posts, key=lambda one: one.rank))), None)


async def _office_posts(work: Work, sweep: Sweep) -> Sequence[Post]:
    return [
        post for post in await work.staff.posts_in([sweep.office_code]) if post.area_code == sweep.office_code
    ]
