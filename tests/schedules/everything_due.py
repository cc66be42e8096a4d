"""A county in which every tick of the timetable has something to do, and ways to let time pass over it.

Whoever adds a tick adds something that it does: `settled` is where.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from desk.actions.broadcasts.compose import Words, compose
from desk.actions.cases.door import Refusal
from desk.actions.procedures.open import open_clue
from desk.actions.reports.submit import submit_report
from desk.domain.broadcasts.broadcast import Audience, Broadcast, Recipients
from desk.domain.cases.case import Case, Kind
from desk.domain.households.household import RiskType
from desk.domain.reports.report import read_report
from desk.domain.talk.messages import Json
from schedules.clockwork import Clockwork
from schedules.runner import DONE, run_once
from schedules.timetable import TIMETABLE
from storage.schema import metadata
from tests.actions.casework import accepted, replied, report, spoken, stored
from tests.actions.deeds import DEEDS, Wish
from tests.deskside import Desk
from tests.register import LIS, WANGS, register
from tests.schedules.conftest import Signs
from tests.sweeping import sweep
from tests.village import (
    COUNTY_LEADER,
    DOUBTFUL,
    HOUSING_DESK,
    INSPECTOR,
    MONITOR,
    NEIGHBOUR,
    RESIDENT,
    TOWN,
    TOWN_DESK,
    TOWN_LEADER,
    VILLAGE,
    ZONE,
    Character,
)

# Ticks that work for the process alone: nothing in the rows of the desk is theirs to say.
CHORES = frozenset({"media", "names", "menus", "mail"})
HOUR = timedelta(hours=1)
_WANTED = "INSERT INTO subscriptions (person_id, wanted, since) SELECT id, true, :now FROM people"
_WRITER = Character(1003, "陈桂芳", "+8613800001003")
_ASKED = Character(1005, "吴秀英", "+8613800001005")


async def settled(desk: Desk) -> frozenset[str]:
    """By a quarter past ten: cases in every state, forms, a notice and a sweep that run, households.

    Gives the keys of what people were told on the way.
    """
    desk.wait(minutes=65)
    await desk.appoint(HOUSING_DESK, TOWN_LEADER, COUNTY_LEADER, INSPECTOR)
    _hurry(desk)
    await _cases(desk)
    await _notice(desk)
    await _households(desk)
    await sweep(desk)
    await _forms(desk)
    return frozenset([one.key for one in await desk.outbox()])


def _hurry(desk: Desk) -> None:
    """Whoever is silent for two days is rung up, within one more."""
    known = desk.shared.rules
    handling = replace(known.handling, sample_percent=100, sample_working_days=1)
    desk.shared = replace(desk.shared, rules=replace(known, follow_up_days=2, handling=handling))


async def _cases(desk: Desk) -> None:
    await report(desk)
    await report(desk, danger=True)
    await accepted(desk)
    await replied(desk)
    await does(desk, MONITOR, "dispute", await report(desk))
    for deed in ("ask_material", "ask_extension", "join"):
        await does(desk, MONITOR, deed, await accepted(desk))
    finder = await desk.resident(NEIGHBOUR)
    found: dict[str, Json] = {"place": VILLAGE, "trouble": "water", "story": [spoken("水管冻裂了")]}
    for kind in (Kind.PATROL, Kind.SUGGESTION):
        async with desk.work() as work:
            case = await submit_report(work, finder, read_report(kind, found))
        if kind is Kind.PATROL:
            await does(desk, MONITOR, "accept", case)
            await does(desk, MONITOR, "reply", case)


async def _forms(desk: Desk) -> None:
    """One in which nothing presses, one with danger in its words, one whose writer was asked about it."""
    for who, words in ((RESIDENT, "家里没钱看病"), (_WRITER, "房子着火了快来人"), (_ASKED, DOUBTFUL)):
        await desk.resident(who)
        await desk.types(who, "我有困难")
        await desk.types(who, words)
    desk.wait(minutes=8)
    await desk.types(_WRITER, "还没人来")  # a form that is left alone would be handed over


async def _notice(desk: Desk) -> None:
    """To everybody who is known by then."""
    async with desk.database.transaction() as connection:
        await connection.execute(_WANTED, {"now": desk.now})
    person = await desk.person(TOWN_DESK)
    async with desk.work() as work:
        made = await compose(work, person, Recipients(TOWN, Audience.RESIDENTS), Words("明天停水"))
        assert isinstance(made, Broadcast)
    async with desk.database.transaction() as connection:
        await connection.execute("UPDATE broadcasts SET state = 'running', version = 2")


async def _households(desk: Desk) -> None:
    """Two: somebody comes to one of them on Wednesday, the other may come under watch."""
    first, second = await register(desk, WANGS, LIS)
    staff = await desk.official(MONITOR)
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        await work.visits.plan(first, staff.id, date(2026, 11, 25))
        await open_clue(work, person, second, RiskType.OTHER, {})


async def does(desk: Desk, who: Character, deed: str, case: Case) -> None:
    """One act, which nobody refuses."""
    person, now = await desk.person(who), await stored(desk, case)
    async with desk.work() as work:
        result = await DEEDS[deed](work, person, Wish(now, "", now.reopened + 1, 1))
    assert not isinstance(result, Refusal), (deed, result)


def announce(desk: Desk, *days: date) -> None:
    """A holiday notice takes effect."""
    known = desk.shared.rules
    calendar = replace(known.calendar, holidays=known.calendar.holidays | set(days))
    desk.shared = replace(desk.shared, rules=replace(known, calendar=calendar))


def moments(days: int) -> Iterator[datetime]:
    """From that Monday: when danger climbs, then each day at night, after opening, and at closing."""
    for minute in (21, 26, 36):
        yield datetime(2026, 11, 23, 10, minute, tzinfo=ZONE)
    for number in range(days):
        day = date(2026, 11, 23) + timedelta(days=number)
        for hour, minute in ((1, 31), (8, 31), (17, 31)):
            moment = datetime.combine(day, time(hour, minute), tzinfo=ZONE)
            if number or hour > 10:
                yield moment


def clockwork_of(desk: Desk) -> Clockwork:
    """The ticks' view of this desk."""
    signs = Signs()
    return Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn)


async def run_all(desk: Desk, at: datetime) -> None:
    """Every tick of the timetable at this moment; none fails."""
    desk.now = at
    outcomes = {tick.name: await run_once(tick, clockwork_of(desk)) for tick in TIMETABLE}
    assert set(outcomes.values()) == {DONE}, outcomes


async def count_said(desk: Desk) -> int:
    """How many messages were ever decided; a key is never there twice."""
    async with desk.database.reading() as connection:
        rows = await connection.fetch_all("SELECT count(*) AS n, count(DISTINCT key) AS keys FROM outbox")
    assert rows[0]["n"] == rows[0]["keys"]
    return int(rows[0]["n"])


async def said_twice(desk: Desk, before: frozenset[str]) -> list[tuple[int, str]]:
    """Whom ticks told the same words twice on one day, under whatever key; edits of cards do not count."""
    told = [one for one in await desk.outbox() if one.row.method != "edit" and one.key not in before]
    seen = Counter((one.row.chat_id, one.template, one.text, _day(one.row.not_before)) for one in told)
    return [key[:2] for key, times in seen.items() if times > 1]


def _day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


async def state_of(desk: Desk, without: Iterable[str] = ("heartbeats",)) -> str:
    """A digest of every row of the desk: whether anything changed."""
    digest = hashlib.sha256()
    async with desk.database.transaction() as connection:
        for table in metadata.sorted_tables:
            if table.name not in without:
                order = ", ".join(column.name for column in table.primary_key.columns)
                rows = await connection.fetch_all(f"SELECT * FROM {table.name} ORDER BY {order}")
                digest.update(repr([tuple(dict(row).values()) for row in rows]).encode())
    return digest.hexdigest()
