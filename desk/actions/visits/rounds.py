"""The officials of the whole county who may owe visits, worked out once for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desk.actions.visits.due import Beat
from desk.actions.visits.list_card import DueHome
from desk.domain.people.people import Post, Staff
from desk.domain.visits.rota import Acting, Rota, goes_as, stand_ins_for
from desk.ports.visits.reminders import Days, Owing
from desk.ports.work import Work


@dataclass(frozen=True, slots=True)
class Walk:
    """An official and where they may have to go."""

    staff: Staff
    beat: Beat


@dataclass(frozen=True, slots=True)
class Rounds:
    """Who goes where now. `cases` are those that each official has to finish today, by staff number."""

    walks: Sequence[Walk]
    rota: Rota
    acting: Acting
    cases: Mapping[int, int]
    sweeps: bool  # whether one runs, so that somebody may have to tick objects


async def rounds_of(work: Work) -> Rounds:
    """All of it in a handful of questions, however many officials there are."""
    posts = await work.staff.posts_in([area.code for area in work.areas])
    ids = await work.reminders.named()
    named = await work.staff.find_many(ids) if ids else ()
    acting = stand_ins_for(named, await work.staff.posts_held(ids) if ids else ())
    rota = Rota(posts, work.areas)
    return Rounds(
        walks=_walks(posts, rota, acting),
        rota=rota,
        acting=acting,
        cases=await work.reminders.due_cases(_midnight(work)),
        sweeps=bool(await work.sweeps.running()),
    )


def _midnight(work: Work) -> datetime:
    """The end of today."""
    return work.rules.end_of(work.today)


def _walks(posts: Iterable[Post], rota: Rota, acting: Acting) -> Sequence[Walk]:
    people = {staff.id: staff for post in posts for staff in post.people}
    officers: dict[int, list[int]] = defaultdict(list)
    for named, goer in acting.items():
        if goer is not None:
            people[goer.id] = goer
            officers[goer.id].append(named)
    villages = rota.beats()
    return [
        Walk(people[one], Beat(villages.get(one, ()), tuple(officers.get(one, ()))))
        for one in sorted({*villages, *officers})
    ]


async def homes_owed(work: Work, rounds: Rounds, walk: Walk, until: date = date.max) -> Sequence[DueHome]:
    """Where this official has to go now, nearest end first; only what ends by `until`.

    This is asked for everybody at once, so it reads no more of a window than a card shows.
    """
    today = work.today
    days = Days(today, today - timedelta(days=work.rules.visiting.record_days), until)
    found: list[Owing] = []
    if walk.beat.officers:
        found += await work.reminders.owing_of(walk.beat.officers, days)
    if walk.beat.villages:
        found += await work.reminders.owing_in(walk.beat.villages, days)
    return _homes(_falling_to(walk.staff, found, rounds))


def _falling_to(staff: Staff, owing: Iterable[Owing], rounds: Rounds) -> Iterator[Owing]:
    rota, acting = rounds.rota, rounds.acting
    for one in owing:
        goer = goes_as(one.visitor, one.household, rota, acting)
        if goer is not None and goer.id == staff.id:
            yield one


def _homes(owed: Iterable[Owing]) -> Sequence[DueHome]:
    homes: dict[int, DueHome] = {}
    for one in owed:
        home = DueHome(one.household, one.due_by, one.by_phone)
        known = homes.setdefault(one.household.id, home)
        if known is not home:
            by_phone = known.by_phone and one.by_phone
            homes[one.household.id] = DueHome(one.household, min(known.due_by, one.due_by), by_phone)
    return sorted(homes.values(), key=lambda home: (home.due_by, home.household.id))
