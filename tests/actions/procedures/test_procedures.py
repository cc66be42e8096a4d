"""Procedures of households: who may do what, in which order, and who decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.actions.cases.door import Conflict, Refusal
from desk.actions.procedures.door import access_step
from desk.actions.procedures.record import Doing, move
from desk.actions.procedures.responsible import who_is_asked
from desk.actions.procedures.rulings import refuse, roll_back
from desk.domain.people.people import Role
from desk.domain.procedures.procedure import (
    Procedure,
    ProcedureAct,
    ProcedureKind,
    Stage,
    StepTaken,
)
from desk.domain.procedures.stages import TABLE, acts_at
from storage.ledger.ledger import LedgerRows
from storage.staff.staff import NewPost, StaffRows
from tests.actions.casework import spoken
from tests.actions.leading import WAYS, begun, does, goes_to
from tests.actions.staffroom import SECOND_DUTY
from tests.deskside import SEAL, Desk
from tests.procedures import chain, procedure_of
from tests.village import (
    COMPLAINTS,
    COUNTY_LEADER,
    DUTY,
    HOUSING_DESK,
    INSPECTOR,
    MEDICAL_DESK,
    MONITOR,
    NEIGHBOUR,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
)

EVERYBODY = (
    RESIDENT,
    NEIGHBOUR,
    MONITOR,
    TOWN_DESK,
    OTHER_TOWN_DESK,
    DUTY,
    COMPLAINTS,
    MEDICAL_DESK,
    HOUSING_DESK,
    TOWN_LEADER,
    COUNTY_LEADER,
    INSPECTOR,
)
STAGES = [(kind, stage) for kind in ProcedureKind for stage in Stage if acts_at(kind, stage)]


@pytest.mark.parametrize(("kind", "stage"), STAGES)
async def test_at_every_stage_only_whoever_is_asked_may_act_and_only_as_the_table_says(
    desk: Desk, kind: ProcedureKind, stage: Stage
) -> None:
    procedure = await goes_to(desk, await begun(desk, kind), stage)
    able = {WAYS[stage][1].name}
    compares = stage in {Stage.VERIFICATION, Stage.MATCHING} and kind is ProcedureKind.INCLUSION

    for who in EVERYBODY:
        person = await desk.person(who)
        for act in ProcedureAct:
            async with desk.work() as work:
                access = await access_step(work, person, procedure.id, procedure.turn, act)
            if act is ProcedureAct.MATCH:
                expected = compares and who is MEDICAL_DESK
            else:
                expected = who.name in able and (kind, stage, act) in TABLE
            assert (not isinstance(access, Refusal)) is expected, (who.name, act)


@pytest.mark.parametrize(("kind", "stage"), STAGES)
async def test_every_open_procedure_has_one_person_a_day_and_a_card(
    desk: Desk, kind: ProcedureKind, stage: Stage
) -> None:
    """process.md §3, rule 1, said of procedures."""
    begun_one = await begun(desk, kind)

    procedure = await goes_to(desk, begun_one, stage)

    async with desk.work() as work:
        found = await work.households.find(begun_one.household_id)
        assert found is not None
        asked = await who_is_asked(work, procedure, found)
    who = WAYS[stage][1]
    assert asked.staff.name == who.name
    assert procedure.told_staff_id == asked.staff.id
    assert procedure.due_at > desk.now
    cards = [one for one in await desk.told(who) if one.template.endswith("card")]
    assert any(f"g:{procedure.id}:" in code for one in cards for code in one.buttons.values())


async def test_nobody_decides_at_two_of_meeting_review_and_approval(desk: Desk) -> None:
    """One person holds all three posts; somebody else has to take the other two."""
    one = await begun(desk)
    monitor = await desk.official(MONITOR)
    town, duty = await desk.official(TOWN_DESK), await desk.official(DUTY)
    async with desk.database.transaction() as connection:
        rows = StaffRows(connection, SEAL, desk.now)
        await rows.add_post(NewPost(Role.TOWN_DESK, TOWN_DESK.area, monitor.id))
        await rows.add_post(NewPost(Role.COUNTY_OFFICE, DUTY.area, monitor.id))
    procedure = await goes_to(desk, one, Stage.TOWN_REVIEW)

    again = await does(desk, MONITOR, ProcedureAct.AGREE, procedure)
    procedure = await goes_to(desk, one, Stage.COUNTY_APPROVAL)
    and_again = await does(desk, MONITOR, ProcedureAct.ROLL_BACK, procedure)

    assert isinstance(again, Refusal)
    assert isinstance(and_again, Refusal)
    assert again.template == and_again.template == "procedure.decided_before"
    done = await goes_to(desk, one, Stage.MEASURES)
    assert [(one.stage, one.staff_id) for one in done.deciders] == [
        (Stage.MEETING, monitor.id),
        (Stage.TOWN_REVIEW, town.id),
        (Stage.COUNTY_APPROVAL, duty.id),
    ]


async def test_where_everybody_else_is_away_it_waits_for_them_all_the_same(desk: Desk) -> None:
    one = await begun(desk)
    await goes_to(desk, one, Stage.MEETING)
    for who in (MONITOR, TOWN_DESK):
        await desk.send_on_leave(who, 30)
    procedure = await procedure_of(desk, one.household_id)
    held = await does(desk, DUTY, ProcedureAct.MEET, procedure)
    assert isinstance(held, Procedure)
    await does(desk, DUTY, ProcedureAct.POST, held)
    procedure = await procedure_of(desk, one.household_id)
    desk.wait(days=6)
    await does(desk, DUTY, ProcedureAct.END_NOTICE, procedure)
    procedure = await procedure_of(desk, one.household_id)
    assert procedure.stage is Stage.TOWN_REVIEW

    refused = await does(desk, DUTY, ProcedureAct.AGREE, procedure)

    assert isinstance(refused, Refusal)
    assert refused.template == "procedure.decided_before"
    assert procedure.told_staff_id == (await desk.official(TOWN_DESK)).id


async def test_the_second_of_two_who_press_is_told_who_was_first(desk: Desk) -> None:
    await desk.appoint(SECOND_DUTY)
    one = await begun(desk)
    procedure = await goes_to(desk, one, Stage.COUNTY_APPROVAL)

    first = await does(desk, DUTY, ProcedureAct.APPROVE, procedure)
    second = await does(desk, SECOND_DUTY, ProcedureAct.REFUSE, procedure)

    assert isinstance(first, Procedure)
    assert isinstance(second, Refusal)
    assert second.template == "procedure.moved_on"
    assert second.arguments["owner"] == DUTY.name
    assert (await procedure_of(desk, one.household_id)).stage is Stage.MEASURES


async def test_of_two_writers_of_one_version_the_second_conflicts(desk: Desk) -> None:
    one = await begun(desk)
    procedure = await goes_to(desk, one, Stage.MEETING)
    async with desk.work() as work:
        after = replace(procedure, version=procedure.version + 1)

        assert await work.procedures.save(after)
        assert not await work.procedures.save(after)


async def test_what_is_pressed_again_changes_nothing(desk: Desk) -> None:
    one = await begun(desk)
    procedure = await goes_to(desk, one, Stage.MEETING)
    await does(desk, MONITOR, ProcedureAct.MEET, procedure)
    before = await chain(desk, one.household_id)

    again = await does(desk, MONITOR, ProcedureAct.MEET, procedure)

    assert isinstance(again, Refusal)
    assert await chain(desk, one.household_id) == before


async def test_the_notice_hangs_for_five_days_whoever_wants_it_sooner(desk: Desk) -> None:
    one = await begun(desk)
    procedure = await goes_to(desk, one, Stage.ON_NOTICE)
    desk.wait(days=4, hours=23, minutes=59)

    early = await does(desk, MONITOR, ProcedureAct.END_NOTICE, procedure)
    desk.wait(minutes=1)
    in_time = await does(desk, MONITOR, ProcedureAct.END_NOTICE, procedure)

    assert isinstance(early, Refusal)
    assert early.template == "procedure.hangs"
    assert isinstance(in_time, Procedure)
    assert in_time.stage is Stage.TOWN_REVIEW


@pytest.mark.parametrize("act", [ProcedureAct.ROLL_BACK, ProcedureAct.REFUSE])
async def test_no_and_back_are_never_without_a_reason_in_words(desk: Desk, act: ProcedureAct) -> None:
    one = await begun(desk)
    procedure = await goes_to(desk, one, Stage.TOWN_REVIEW)
    person = await desk.person(TOWN_DESK)
    silent = roll_back if act is ProcedureAct.ROLL_BACK else refuse

    async with desk.work() as work:
        refused = await silent(work, person, StepTaken(procedure.id, procedure.turn), {"file_id": "VOICE-1"})

    assert isinstance(refused, Refusal)
    assert refused.template == "procedure.no_reason"
    assert (await procedure_of(desk, one.household_id)).stage is Stage.TOWN_REVIEW


async def test_who_decided_stands_in_the_chain_of_the_household_which_holds(desk: Desk) -> None:
    one = await begun(desk)

    await goes_to(desk, one, Stage.DONE)

    entries = await chain(desk, one.household_id)
    deciding = ("hold_meeting", "agree_town", "approve")
    decided = [(act, capacity) for act, capacity, _ in entries if act in deciding]
    assert decided == [
        ("hold_meeting", "village_monitor"),
        ("agree_town", "town_desk"),
        ("approve", "county_office"),
    ]
    [update] = [details for act, _, details in entries if act == "update"]
    assert "household_class:ordinary>monitored monitored_kind:>sudden risks:>grave_illness" in update
    [meeting] = [details for act, _, details in entries if act == "hold_meeting"]
    assert "votes:25,2,1" in meeting
    async with desk.database.transaction() as connection:
        assert (
            await LedgerRows(connection, SEAL, desk.now).verify_chain(f"household:{one.household_id}") is None
        )


async def test_a_conflict_leaves_nothing_behind(desk: Desk) -> None:
    one = await begun(desk)
    procedure = await goes_to(desk, one, Stage.MEETING)
    before = await chain(desk, one.household_id)
    person = await desk.person(MONITOR)

    async def overtaken() -> None:
        async with desk.work() as work:
            access = await access_step(work, person, procedure.id, procedure.turn, ProcedureAct.MEET)
            assert not isinstance(access, Refusal)
            assert await work.procedures.save(replace(procedure, version=procedure.version + 1))
            await move(work, access, Doing(ProcedureAct.MEET, (spoken("都同意"),)))

    with pytest.raises(Conflict):
        await overtaken()

    assert await chain(desk, one.household_id) == before
    assert (await procedure_of(desk, one.household_id)).version == procedure.version
