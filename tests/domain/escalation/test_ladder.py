"""The ladder as a pure rule: each step once, in order, never before its day, never on a day off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.reading import load_rules
from desk.domain.cases.case import Case, DueStage, Kind, Source, State
from desk.domain.cases.lifecycle import OWED
from desk.domain.county.areas import Level
from desk.domain.deadlines.calendar import is_workday, workday_after, workdays_between
from desk.domain.escalation.ladder import CLIMBING, LadderStep, Taken, in_working_hours, new_date, next_step
from tests.village import VILLAGE, ZONE

RULES = load_rules("default")
WEDNESDAY = datetime(2026, 11, 25, 18, 0, tzinfo=ZONE)
MINUTE = timedelta(minutes=1)


def case(**facts: Any) -> Case:
    """A case whose visit was due on a Wednesday evening."""
    known = Case(
        id=1,
        number="BF-261123-0001",
        kind=Kind.HARDSHIP,
        trouble="housing",
        source=Source.SELF,
        state=State.ACCEPTED,
        version=3,
        reporter_id=1,
        area_code=VILLAGE,
        level=Level.VILLAGE,
        danger=False,
        submitted_at=WEDNESDAY - timedelta(days=2),
        visit_due_at=WEDNESDAY,
        reply_due_at=WEDNESDAY + timedelta(days=5),
        due_stage=DueStage.VISIT,
        due_at=WEDNESDAY,
    )
    return replace(known, **facts)


def taken(*steps: tuple[LadderStep, datetime]) -> list[Taken]:
    return [Taken(1, step, at) for step, at in steps]


def climbed(known: Case, looks: Sequence[datetime]) -> list[Taken]:
    """What a desk that looks at these moments has taken."""
    steps: list[Taken] = []
    for now in looks:
        step = next_step(known, steps, now, RULES)
        if step is not None:
            steps.append(Taken(known.id, step, now, new_date(step, now, RULES)))
    return steps


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def test_the_four_steps_come_on_the_mornings_that_the_rules_name() -> None:
    looks = [WEDNESDAY + 10 * number * MINUTE for number in range(6 * 24 * 40)]

    steps = climbed(case(), looks)

    assert [(one.step, one.taken_at) for one in steps] == [
        (LadderStep.NOTICE, at(26, 8, 30)),
        (LadderStep.RECTIFICATION, at(30, 8, 30)),
        (LadderStep.INSPECTION, at(3, 8, 30, month=12)),
        (LadderStep.ACCOUNTABILITY, at(10, 8, 30, month=12)),
    ]
    assert [one.due_at for one in steps] == [*(one.taken_at for one in steps[1:]), None]


@given(st.lists(st.integers(0, 60 * 24 * 60), min_size=1, max_size=120), st.integers(0, 60 * 24 * 30))
def test_each_step_comes_once_in_order_and_never_before_its_day(minutes: list[int], due: int) -> None:
    known = case(due_at=WEDNESDAY + due * MINUTE)

    steps = climbed(known, [known.due_at + one * MINUTE for one in sorted(minutes) if known.due_at])

    assert [one.step for one in steps] == list(CLIMBING[: len(steps)])
    before = known.due_at
    for one in steps:
        assert before is not None
        gap = int(getattr(RULES.ladder, one.step.value))
        days = before.astimezone(ZONE).date(), one.taken_at.astimezone(ZONE).date()
        assert workdays_between(*days, RULES.calendar) >= gap
        assert days[1] >= workday_after(days[0], gap, RULES.calendar)
        before = one.taken_at


@given(st.integers(0, 60 * 24 * 400))
def test_no_step_is_taken_on_a_day_off_or_out_of_hours(minute: int) -> None:
    now = WEDNESDAY + minute * MINUTE

    step = next_step(case(), (), now, RULES)

    local = now.astimezone(ZONE)
    at_work = (
        is_workday(local.date(), RULES.calendar) and RULES.hours.opens <= local.time() < RULES.hours.closes
    )
    assert in_working_hours(now, RULES) == at_work
    assert (step is LadderStep.NOTICE) == at_work


@given(st.lists(st.integers(0, 60 * 24 * 9), min_size=1, max_size=60))
def test_a_desk_that_was_off_for_weeks_takes_one_step_a_day_at_most(minutes: list[int]) -> None:
    back = at(18, 9, month=12)

    steps = climbed(case(), [back + one * MINUTE for one in sorted(minutes)])

    days = [one.taken_at.date() for one in steps]
    assert len(days) == len(set(days))


@pytest.mark.parametrize("state", [state for state in State if state not in OWED])
def test_what_waits_for_the_resident_or_is_over_does_not_climb(state: State) -> None:
    assert next_step(case(state=state), (), at(27, 10), RULES) is None


@pytest.mark.parametrize("state", sorted(OWED))
def test_whatever_an_official_owes_climbs_also_when_nobody_took_it_up(state: State) -> None:
    assert next_step(case(state=state), (), at(27, 10), RULES) is LadderStep.NOTICE


def test_kinds_that_are_spared_never_climb() -> None:
    assert next_step(case(kind=Kind.SUGGESTION), (), at(27, 10), RULES) is None


def test_after_the_last_step_there_is_none() -> None:
    all_four = taken(*((step, at(2, 9)) for step in CLIMBING))

    assert next_step(case(), all_four, at(30, 10, month=12), RULES) is None


def test_a_supervision_is_no_step_of_the_ladder_and_has_no_date() -> None:
    pressed = taken((LadderStep.SUPERVISION, at(24, 9)))

    assert next_step(case(), pressed, at(26, 10), RULES) is LadderStep.NOTICE
    assert new_date(LadderStep.SUPERVISION, at(24, 9), RULES) is None


def test_a_stage_that_is_missed_later_goes_on_with_the_next_step() -> None:
    noticed = taken((LadderStep.NOTICE, at(26, 8, 30)))
    answer_due = case(due_stage=DueStage.REPLY, due_at=at(4, 18, month=12))

    assert next_step(answer_due, noticed, at(4, 17, month=12), RULES) is None
    assert next_step(answer_due, noticed, at(7, 9, month=12), RULES) is LadderStep.RECTIFICATION
