"""Which visits fall to an official now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from desk.domain.people.people import Post, Role, Staff
from desk.domain.visits.duties import Visitor
from desk.domain.visits.rota import Acting, Rota, goes, goes_as, stand_ins_for
from desk.domain.visits.visit import DueVisit, Visited
from desk.domain.worklists.queue import within
from desk.ports.work import Work

_DESKS: Final = (Role.TOWN_DESK, Role.COUNTY_OFFICE)


@dataclass(frozen=True, slots=True)
class Beat:
    """Where an official may have to go: villages, and named officials whose households they look after."""

    villages: tuple[str, ...]
    officers: tuple[int, ...]


async def find_due_visits(work: Work, staff: Staff) -> Sequence[DueVisit]:
    """What this official owes today, nearest end first, with what has ended and may still be told."""
    posts = await work.staff.posts_of(staff.id)
    villages = sorted({code for post in posts for code in _villages(work, post)})
    rota = await rota_over(work, villages)
    officers = {staff.id} | {post.holder.id for post in posts if post.holder is not None}
    return await owed_on_beat(work, staff, Beat(tuple(villages), tuple(sorted(officers))), rota)


async def owed_on_beat(
    work: Work, staff: Staff, beat: Beat, rota: Rota, acting: Acting | None = None
) -> Sequence[DueVisit]:
    """What of the windows of a beat falls to this official; `acting` where it is known already."""
    today = work.today
    told_since = today - timedelta(days=work.rules.visiting.record_days)
    found: list[DueVisit] = []
    if beat.officers:
        found += await work.periods.due_of(beat.officers, today, told_since)
    if beat.villages:
        found += await work.periods.due_in(beat.villages, today, told_since)
    if acting is None:
        acting = await acting_for(work, [due.household for due in found])
    owed = {due.period.id: due for due in found if _falls_to(staff, due, rota, acting)}
    return sorted(owed.values(), key=lambda due: (due.period.due_by, due.household.id))


def _falls_to(staff: Staff, due: DueVisit, rota: Rota, acting: Acting) -> bool:
    goer = goes(due, rota, acting)
    return goer is not None and goer.id == staff.id


def _villages(work: Work, post: Post) -> Sequence[str]:
    if post.role is Role.VILLAGE_MONITOR:
        return [post.area_code]
    return [area.code for area in within(work.areas, post.area_code)] if post.role in _DESKS else []


async def rota_over(work: Work, villages: Sequence[str]) -> Rota:
    """Who goes to the households of these villages."""
    codes = {area.code for code in villages for area in work.areas.line(code)}
    return Rota(await work.staff.posts_in(sorted(codes)) if codes else (), work.areas)


async def acting_for(work: Work, households: Sequence[Visited]) -> Mapping[int, Staff | None]:
    """Who goes for each official whom these households have by name."""
    named = {one for home in households for one in (home.officer_id, home.cadre_id) if one is not None}
    if not named:
        return {}
    ids = sorted(named)
    return stand_ins_for(await work.staff.find_many(ids), await work.staff.posts_held(ids))


async def visitors_of(work: Work, staff: Staff, household: Visited) -> frozenset[Visitor]:
    """In which standings a visit of this official to a household counts now; empty when in none."""
    posts = await work.staff.posts_of(staff.id)
    acting = await acting_for(work, [household]) if _is_named(household) else {}
    monitors = any(
        post.role is Role.VILLAGE_MONITOR and post.area_code == household.area_code for post in posts
    )
    rota = None if monitors else await rota_over(work, [household.area_code])
    return frozenset(visitor for visitor in Visitor if _counts(visitor, staff, household, rota, acting))


def _is_named(household: Visited) -> bool:
    return household.officer_id is not None or household.cadre_id is not None


def _counts(visitor: Visitor, staff: Staff, household: Visited, rota: Rota | None, acting: Acting) -> bool:
    """Without a rota they are a monitor of the village: any of them may go where nobody goes by name."""
    named = household.named_for(visitor)
    if visitor is Visitor.CADRE and named is None:
        return False
    if named is not None and (named == staff.id or acting.get(named) is not None):
        return named == staff.id or acting[named] == staff
    if rota is None:
        return True
    goer = goes_as(visitor, household, rota, acting)
    return goer is not None and goer.id == staff.id
