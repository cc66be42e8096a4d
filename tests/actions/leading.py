"""Leading households through their procedures: every act as one call, and the way from stage to stage."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.households.measures import plan_measure
from desk.actions.procedures.open import open_clue, open_exit
from desk.actions.procedures.rulings import agree, approve, refuse, roll_back, settle_measures
from desk.actions.procedures.steps import (
    Proposal,
    assess,
    compare,
    end_notice,
    hold_meeting,
    object_to,
    post_notice,
    verify_home,
)
from desk.domain.households.household import Household, Measure, MonitoredKind, RiskType
from desk.domain.people.people import Person
from desk.domain.procedures.procedure import (
    Condition,
    MatchFinding,
    Procedure,
    ProcedureAct,
    ProcedureKind,
    Stage,
    StepTaken,
    Votes,
)
from desk.ports.work import Work
from tests.actions.casework import spoken
from tests.deskside import Desk
from tests.procedures import POOR, entered, procedure_of
from tests.register import WANGS
from tests.village import (
    COUNTY_LEADER,
    DUTY,
    HOUSING_DESK,
    INSPECTOR,
    MEDICAL_DESK,
    MONITOR,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
    Character,
)

Deed = Callable[[Work, Person, StepTaken], Awaitable[Procedure | Refusal]]


PROPOSAL = Proposal(MonitoredKind.SUDDEN, (RiskType.GRAVE_ILLNESS,), 3)


DEEDS: Final[dict[ProcedureAct, Deed]] = {
    ProcedureAct.ASSESS: lambda w, p, s: assess(w, p, s, tuple(Condition)),
    ProcedureAct.VERIFY: lambda w, p, s: verify_home(w, p, s, spoken("看过了"), PROPOSAL),
    ProcedureAct.MATCH: lambda w, p, s: compare(w, p, s, MatchFinding.AGREES, spoken("")),
    ProcedureAct.MEET: lambda w, p, s: hold_meeting(w, p, s, Votes(25, 2, 1), (spoken("都同意"),)),
    ProcedureAct.POST: lambda w, p, s: post_notice(w, p, s, {}),
    ProcedureAct.OBJECT: lambda w, p, s: object_to(w, p, s, spoken("他家有车")),
    ProcedureAct.END_NOTICE: end_notice,
    ProcedureAct.AGREE: lambda w, p, s: agree(w, p, s, {}),
    ProcedureAct.APPROVE: lambda w, p, s: approve(w, p, s, {}),
    ProcedureAct.ROLL_BACK: lambda w, p, s: roll_back(w, p, s, spoken("收入没写清")),
    ProcedureAct.REFUSE: lambda w, p, s: refuse(w, p, s, spoken("不够条件")),
    ProcedureAct.SETTLE: settle_measures,
}


WAYS: Final[dict[Stage, tuple[ProcedureAct, Character]]] = {
    Stage.ASSESSMENT: (ProcedureAct.ASSESS, MONITOR),
    Stage.VERIFICATION: (ProcedureAct.VERIFY, MONITOR),
    Stage.MATCHING: (ProcedureAct.MATCH, MEDICAL_DESK),
    Stage.MEETING: (ProcedureAct.MEET, MONITOR),
    Stage.NOTICE: (ProcedureAct.POST, MONITOR),
    Stage.ON_NOTICE: (ProcedureAct.END_NOTICE, MONITOR),
    Stage.TOWN_REVIEW: (ProcedureAct.AGREE, TOWN_DESK),
    Stage.COUNTY_APPROVAL: (ProcedureAct.APPROVE, DUTY),
    Stage.MEASURES: (ProcedureAct.SETTLE, MONITOR),
}


@dataclass(frozen=True)
class Begun:
    """A household with its procedure."""

    household_id: int
    kind: ProcedureKind


async def begun(desk: Desk, kind: ProcedureKind = ProcedureKind.INCLUSION) -> Begun:
    """A procedure at its first stage, in a county with departments and leaders."""
    await desk.appoint(MEDICAL_DESK, HOUSING_DESK, TOWN_LEADER, COUNTY_LEADER, INSPECTOR)
    await desk.resident(RESIDENT)
    household_id = await entered(desk, WANGS if kind is ProcedureKind.EXIT else POOR)
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        if kind is ProcedureKind.EXIT:
            opened = await open_exit(work, person, household_id)
        else:
            opened = await open_clue(work, person, household_id, RiskType.GRAVE_ILLNESS, spoken("住院"))
        assert isinstance(opened, Procedure)
    return Begun(household_id, kind)


async def does(desk: Desk, who: Character, act: ProcedureAct, procedure: Procedure) -> Procedure | Refusal:
    """One act as somebody who sees the procedure so."""
    person = await desk.person(who)
    async with desk.work() as work:
        return await DEEDS[act](work, person, StepTaken(procedure.id, procedure.turn))


async def goes_to(desk: Desk, begun: Begun, stage: Stage) -> Procedure:
    """Everybody does their step until this stage is reached."""
    for _ in Stage:
        procedure = await procedure_of(desk, begun.household_id)
        if procedure.stage is stage:
            return procedure
        act, who = WAYS[procedure.stage]
        if procedure.stage is Stage.ON_NOTICE:
            desk.wait(days=5, minutes=1)
        if procedure.stage is Stage.MEASURES:
            await helped(desk, begun.household_id)
        result = await does(desk, who, act, procedure)
        assert isinstance(result, Procedure), result
    raise AssertionError(stage)


async def helped(desk: Desk, household_id: int, who: Character = MONITOR) -> Household:
    """A measure was agreed on."""
    person = await desk.person(who)
    async with desk.work() as work:
        result = await plan_measure(work, person, household_id, Measure("送药", RiskType.GRAVE_ILLNESS))
    assert isinstance(result, Household)
    return result
