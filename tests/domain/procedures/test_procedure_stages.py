"""The table of the stages, the clock of a procedure, and what is pointed out on its card."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.cases.case import Source
from desk.domain.households.household import Measure, RiskType
from desk.domain.procedures.clock import decide_by, is_late, near_from, stage_due, sweep_year
from desk.domain.procedures.concerns import Concern, ConcernFacts, concerns
from desk.domain.procedures.procedure import (
    OVER,
    Condition,
    Procedure,
    ProcedureAct,
    ProcedureKind,
    Stage,
    Votes,
)
from desk.domain.procedures.stages import LEVELS, TABLE, acts_at, next_stage, stage_problems
from tests.deskside import rules
from tests.register import WANGS
from tests.village import MONDAY, ZONE

ENTERED = MONDAY - timedelta(days=100)
EXIT = Procedure(
    id=1,
    household_id=1,
    kind=ProcedureKind.EXIT,
    stage=Stage.TOWN_REVIEW,
    source=Source.PATROL,
    opened_at=MONDAY,
    due_at=MONDAY,
    met=tuple(Condition),
    votes=Votes(25, 2, 1),
    posted_at=MONDAY,
    notice_ended_at=MONDAY + timedelta(days=5),
)
HELPED = replace(WANGS, measures=tuple(Measure(risk.value, risk) for risk in WANGS.risks))
WELL = ConcernFacts(EXIT, HELPED, MONDAY + timedelta(days=6), ENTERED, MONDAY, visits_known=True)


def test_every_stage_leads_on_and_somebody_is_asked_at_each() -> None:
    assert list(stage_problems()) == []
    assert set(LEVELS) == set(Stage) - OVER


def test_a_stage_that_leads_nowhere_is_named() -> None:
    without = {step: to for step, to in TABLE.items() if step[2] is not ProcedureAct.POST}

    assert any("notice leads nowhere" in problem for problem in stage_problems(without))


@given(st.sampled_from(ProcedureKind), st.lists(st.sampled_from(ProcedureAct), max_size=40))
def test_whatever_is_tried_a_procedure_is_over_or_has_a_step_and_a_day(
    kind: ProcedureKind, acts: list[ProcedureAct]
) -> None:
    stage = next_stage(kind, None, ProcedureAct.OPEN)
    assert stage is not None
    procedure = replace(EXIT, kind=kind, stage=stage, decide_by=decide_by(MONDAY, rules()))
    for act in acts:
        to = next_stage(kind, procedure.stage, act, outstanding=len(acts) % 2)
        if to is None:
            continue
        procedure = replace(procedure, stage=to, due_at=stage_due(procedure, to, MONDAY, rules()))
        assert procedure.is_open is bool(acts_at(kind, to))
        if procedure.is_open:
            assert procedure.due_at > MONDAY
            assert to in LEVELS


_FIRST = [("inclusion", "verification"), ("risk_elimination", "assessment")]


@pytest.mark.parametrize(("kind", "first"), _FIRST)
def test_the_way_goes_through_every_stage_in_its_order(kind: str, first: str) -> None:
    stage = next_stage(ProcedureKind(kind), None, ProcedureAct.OPEN)
    way = []
    onward = [act for act in ProcedureAct if act not in {ProcedureAct.OBJECT, ProcedureAct.ROLL_BACK}]
    while stage is not None and stage not in OVER:
        way.append(stage.value)
        stage = next(
            to
            for act in onward
            if act is not ProcedureAct.REFUSE
            and (to := next_stage(ProcedureKind(kind), stage, act, outstanding=stage is Stage.VERIFICATION))
            and to is not stage
        )

    assert way[0] == first
    common = ["meeting", "notice", "on_notice", "town_review", "county_approval"]
    assert [one for one in way if one in common] == common


def test_no_stage_outlives_the_clock_of_the_whole_but_the_notice() -> None:
    begun = MONDAY
    procedure = replace(EXIT, stage=Stage.MEETING, decide_by=decide_by(begun, rules()))
    near_the_end = begun + timedelta(days=14)

    assert decide_by(begun, rules()).date() == date(2026, 12, 8)
    assert stage_due(procedure, Stage.TOWN_REVIEW, near_the_end, rules()) == procedure.decide_by
    assert stage_due(procedure, Stage.ON_NOTICE, near_the_end, rules()) > near_the_end + timedelta(days=5)


def test_a_step_is_near_on_the_morning_of_its_last_working_day_and_late_after_it() -> None:
    saturday = datetime(2026, 11, 28, 18, tzinfo=ZONE)
    procedure = replace(EXIT, due_at=saturday)

    assert near_from(procedure, rules()) == datetime(2026, 11, 27, 8, 30, tzinfo=ZONE)
    assert not is_late(procedure, saturday)
    assert is_late(procedure, saturday + timedelta(seconds=1))
    assert not is_late(replace(procedure, stage=Stage.DONE), saturday + timedelta(days=9))


def test_the_year_is_swept_from_its_day_in_the_county_on() -> None:
    assert sweep_year(datetime(2026, 11, 30, 15, 59, tzinfo=UTC), rules()) is None
    assert sweep_year(datetime(2026, 11, 30, 16, 0, tzinfo=UTC), rules()) == 2026
    assert sweep_year(datetime(2027, 1, 1, 9, tzinfo=ZONE), rules()) is None


def test_nothing_is_pointed_out_where_all_is_well() -> None:
    assert concerns(WELL, rules().procedures) == ()


@pytest.mark.parametrize(
    ("concern", "facts"),
    [
        (Concern.MEASURE_MISSING, replace(WELL, household=replace(WANGS, measures=()))),
        (Concern.RISK_UNHELPED, replace(WELL, household=WANGS)),
        (Concern.EARLY_EXIT, replace(WELL, entered_at=MONDAY - timedelta(days=30))),
        (Concern.BELOW_LINE, replace(WELL, procedure=replace(EXIT, met=()))),
        (Concern.NOT_MET, replace(WELL, procedure=replace(EXIT, met=(Condition.LINE,)))),
        (
            Concern.SHORT_NOTICE,
            replace(WELL, procedure=replace(EXIT, notice_ended_at=MONDAY + timedelta(days=4))),
        ),
        (Concern.NO_VOTES, replace(WELL, procedure=replace(EXIT, votes=Votes()))),
        (Concern.NO_VISIT, replace(WELL, visited_at=MONDAY - timedelta(days=40))),
    ],
)
def test_each_worry_of_the_field_is_pointed_out(concern: Concern, facts: ConcernFacts) -> None:
    assert concern in concerns(facts, rules().procedures)


def test_a_month_after_entering_without_help_is_pointed_out_on_an_inclusion_too() -> None:
    procedure = replace(EXIT, kind=ProcedureKind.INCLUSION, stage=Stage.MEASURES, entered_at=ENTERED)
    facts = replace(WELL, procedure=procedure, household=replace(WANGS, measures=()), visits_known=False)

    assert concerns(facts, rules().procedures) == (Concern.MEASURE_MISSING, Concern.RISK_UNHELPED)


def test_before_a_household_is_entered_nothing_is_owed_to_its_risks() -> None:
    procedure = replace(EXIT, kind=ProcedureKind.INCLUSION, stage=Stage.MEETING, risks=(RiskType.OTHER,))
    facts = ConcernFacts(procedure, WANGS, MONDAY)

    assert concerns(facts, rules().procedures) == ()
