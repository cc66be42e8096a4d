"""Superiors read who lags with visits: once on each working day on which windows were newly missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desk.actions.cases.unhurried import as_reminder
from desk.actions.visits.lags import (
    VisitStanding,
    counted_to,
    month_to,
    standing_in,
    standing_words,
    total,
    towns_in,
)
from desk.domain.escalation.ladder import in_working_hours
from desk.domain.people.people import Post, Role, Staff, on_duty
from desk.domain.talk.messages import Button, Message, message_to
from desk.domain.visits.duties import Window
from desk.ports.work import Work

_TOLD: Final = "lags:told"  # the last day whose missed windows superiors have heard of
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TownReader:
    """Whoever answers for a town now."""

    staff: Staff
    town: str


async def readers_to_tell(work: Work) -> Sequence[TownReader]:
    """Who is to read the list now; nobody outside working hours, and nobody twice."""
    counted, told = await counted_to(work), await work.facts.get(_TOLD)
    if counted is None or told == counted.isoformat() or not in_working_hours(work.now, work.rules):
        return ()
    posts = await work.staff.posts_in([area.code for area in work.areas])
    county = _at_desks(posts, work.areas.county.code, Role.COUNTY_OFFICE)
    return [
        TownReader(staff, town)
        for town in towns_in(work, [area.code for area in work.areas])
        for staff in _at_desks(posts, town, Role.TOWN_DESK) or county[:1]
    ]


async def begin_telling(work: Work) -> None:
    """What was missed before anybody counted is not told: a new desk does not begin with blame."""
    counted = await counted_to(work)
    if counted is not None and await work.facts.get(_TOLD) is None:
        await work.facts.set(_TOLD, counted.isoformat())


def _at_desks(posts: Sequence[Post], code: str, role: Role) -> Sequence[Staff]:
    return on_duty(post for post in posts if post.role is role and post.area_code == code)


async def tell_reader(work: Work, reader: TownReader) -> None:
    """The list of one town, if anything was missed there that its reader has not heard of."""
    counted, told = await counted_to(work), await work.facts.get(_TOLD)
    if counted is None or told is None or reader.staff.user_id is None:
        return
    news = await standing_in(work, reader.town, Window(date.fromisoformat(told) + _DAY, counted))
    if total(part.rate for part in news.parts).missed:
        standing = await standing_in(work, reader.town, month_to(counted))
        await work.outbox.say(_message(work, reader, standing))


async def note_told(work: Work) -> None:
    """Superiors have heard of everything that is counted."""
    counted = await counted_to(work)
    if counted is not None:
        await work.facts.set(_TOLD, counted.isoformat())


def _message(work: Work, reader: TownReader, standing: VisitStanding) -> Message:
    message = message_to(
        reader.staff,
        f"lags:{reader.staff.id}:{reader.town}:{standing.month.last.isoformat()}",
        "lagging.list",
        {"place": work.areas.path(reader.town), **standing_words(standing)},
        ((Button("lagging.look", f"m:lag:{reader.town}"),),),
    )
    return as_reminder(work, message)
