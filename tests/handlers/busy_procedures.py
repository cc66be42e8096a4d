"""Procedures for the busy county: one at the home, one before the town, one whose measures are agreed on."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.procedures.open import open_clue
from desk.actions.procedures.steps import verify_home
from desk.domain.households.household import RiskType
from desk.domain.procedures.procedure import Procedure, ProcedureAct, ProcedureKind, Stage, StepTaken
from tests.actions.casework import spoken
from tests.actions.leading import PROPOSAL, WAYS, Begun, does, goes_to, helped
from tests.deskside import Desk
from tests.procedures import POOR
from tests.register import LIS, register
from tests.village import DUTY, HOUSING_DESK, MONITOR, TOWN_DESK

_STAGES = (Stage.VERIFICATION, Stage.TOWN_REVIEW, Stage.MEASURES)


async def led_through_procedures(desk: Desk) -> None:
    """Households of their own, so that nobody else's story is touched; everybody looks at the lists.

    A notice hangs for days; for whatever else there is no time has passed.
    """
    moment = desk.now
    for number, stage in enumerate(_STAGES):
        head = replace(LIS.members[0], name=f"张小{number}", id_number="")
        home = replace(POOR, number=f"B{number}", members=(head,), phone="", address="")
        (household_id,) = await register(desk, home)
        begun = Begun(household_id, ProcedureKind.INCLUSION)
        opened = await _begins(desk, household_id)
        if stage is not Stage.VERIFICATION:
            await _compared(desk, opened)
            await goes_to(desk, begun, stage)
        if stage is Stage.MEASURES:
            await helped(desk, household_id)
        for who in (MONITOR, TOWN_DESK):
            await desk.types(who, f"/household {head.name}")
    for who in (MONITOR, TOWN_DESK, DUTY, HOUSING_DESK):
        await desk.types(who, "/procedures")
    desk.now = moment


async def no_procedure_is_open(desk: Desk) -> None:
    """Whoever is asked ends them, or agrees on the help."""
    async with desk.work() as work:
        waiting = await work.procedures.find_open(0, 100, swept=True)
    for one in waiting:
        act = ProcedureAct.SETTLE if one.stage is Stage.MEASURES else ProcedureAct.REFUSE
        ended = await does(desk, WAYS[one.stage][1], act, one)
        assert isinstance(ended, Procedure), ended


async def _begins(desk: Desk, household_id: int) -> Procedure:
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        clue = await open_clue(work, person, household_id, RiskType.UNSAFE_HOUSING, spoken("房子裂了"))
    assert isinstance(clue, Procedure), clue
    return clue


async def _compared(desk: Desk, procedure: Procedure) -> None:
    """The home is verified, and the department in charge finds that it agrees."""
    person = await desk.person(MONITOR)
    proposal = replace(PROPOSAL, risks=(RiskType.UNSAFE_HOUSING,))
    async with desk.work() as work:
        step = StepTaken(procedure.id, procedure.turn)
        verified = await verify_home(work, person, step, spoken("墙裂了"), proposal)
    assert isinstance(verified, Procedure), verified
    compared = await does(desk, HOUSING_DESK, ProcedureAct.MATCH, verified)
    assert isinstance(compared, Procedure), compared
