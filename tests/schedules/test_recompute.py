"""A holiday notice comes while cases are open: their deadlines move once, and people are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk.domain.cases.case import Act, Case
from desk.domain.cases.ledger import Entry
from desk.domain.county.rules import Rules
from schedules.clockwork import Clockwork
from schedules.ticks.deadlines import recompute_when_changed
from storage.work import Shared
from tests.actions.casework import accepted, report, stored
from tests.deskside import Desk
from tests.village import RESIDENT

WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)


def with_holidays(rules: Rules, *days: date) -> Rules:
    """These rules after a notice that gives these days off as well."""
    return replace(rules, calendar=replace(rules.calendar, holidays=rules.calendar.holidays | set(days)))


def announce(desk: Desk, *days: date) -> None:
    shared = desk.shared
    rules = with_holidays(shared.rules, *days)
    desk.shared = Shared(rules, shared.areas, shared.places, shared.seal)


async def entries(desk: Desk, case: Case) -> list[str]:
    async with desk.database.reading() as connection:
        rows = await connection.fetch_all(
            "SELECT details FROM ledger WHERE case_id = :id AND act = :act",
            {"id": case.id, "act": Act.RECOMPUTE},
        )
    return [row["details"] for row in rows]


async def test_a_notice_moves_open_deadlines_once_and_the_resident_learns_the_new_date(
    desk: Desk, clockwork: Clockwork
) -> None:
    case = await accepted(desk)
    await recompute_when_changed(clockwork)

    announce(desk, WEDNESDAY, THURSDAY)
    for _ in range(2):
        await recompute_when_changed(clockwork)

    after = await stored(desk, case)
    assert (case.visit_due_at.day, after.visit_due_at.day) == (25, 27)
    assert after.due_at == after.visit_due_at
    assert after.reply_due_at.date() == date(2026, 12, 2)
    assert len(await entries(desk, case)) == 1
    told = [one for one in await desk.told(RESIDENT) if one.template == "tell.recomputed"]
    assert len(told) == 1
    assert "12月2日" in told[0].text


async def test_the_first_start_counts_nothing_anew(desk: Desk, clockwork: Clockwork) -> None:
    case = await accepted(desk)
    announce(desk, WEDNESDAY)

    await recompute_when_changed(clockwork)

    assert await entries(desk, case) == []


async def test_a_notice_for_another_week_leaves_a_case_alone(desk: Desk, clockwork: Clockwork) -> None:
    case = await accepted(desk)
    await recompute_when_changed(clockwork)

    announce(desk, date(2027, 2, 8))
    await recompute_when_changed(clockwork)

    assert (await stored(desk, case)).version == case.version


@pytest.mark.parametrize("act", [Act.GRANT, Act.RESUME])
async def test_what_a_person_granted_stays_where_they_put_it(
    desk: Desk, clockwork: Clockwork, act: Act
) -> None:
    case = await accepted(desk)
    await recompute_when_changed(clockwork)
    async with desk.work() as work:
        await work.ledger.append(Entry(case.id, act, "superior"))

    announce(desk, WEDNESDAY, THURSDAY)
    await recompute_when_changed(clockwork)

    assert (await stored(desk, case)).reply_due_at == case.reply_due_at


async def test_a_day_for_taking_up_that_became_a_holiday_moves_to_the_next_working_day(
    desk: Desk, clockwork: Clockwork
) -> None:
    case = await report(desk)
    await recompute_when_changed(clockwork)

    announce(desk, date(2026, 11, 23))
    await recompute_when_changed(clockwork)

    after = await stored(desk, case)
    assert case.due_at is not None
    assert after.due_at is not None
    assert (after.due_at - case.due_at).days == 1
