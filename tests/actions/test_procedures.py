"""Procedures of households: who may do what, who decided, and what everybody may read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import pytest

from desk.actions.door import Conflict, Refusal
from desk.actions.measures import finish_measure, plan_measure
from desk.actions.ports import Work
from desk.actions.procedure_door import access_step, see_procedure
from desk.actions.procedure_open import open_clue, open_exit
from desk.actions.procedure_record import Doing, move
from desk.actions.procedure_rulings import agree, approve, refuse, roll_back, settle_measures
from desk.actions.procedure_steps import (
    Proposal,
    Step,
    assess,
    compare,
    end_notice,
    hold_meeting,
    object_to,
    post_notice,
    verify_home,
)
from desk.actions.procedure_tell import people_told
from desk.actions.procedure_who import who_is_asked
from desk.actions.procedure_words import facts_of, notice_words
from desk.domain.households import Household, Measure, MonitoredKind, RiskType
from desk.domain.measures import with_listed
from desk.domain.people import Person, Role
from desk.domain.procedure import (
    Condition,
    MatchFinding,
    Procedure,
    ProcedureAct,
    ProcedureKind,
    Stage,
    Votes,
)
from desk.domain.procedure_concerns import Concern, concerns
from desk.domain.procedure_stages import TABLE, acts_at
from storage.ledger import LedgerRows
from storage.staff import NewPost, StaffRows
from tests.actions.casework import accepted, spoken
from tests.actions.staffroom import SECOND_DUTY
from tests.deskside import SEAL, Desk, texts
from tests.procedures import POOR, chain, entered, household, procedure_of
from tests.register import MOTHER_ID, WANG_ID, WANGS
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
    VILLAGE,
    Character,
)

Deed = Callable[[Work, Person, Step], Awaitable[Procedure | Refusal]]
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
# What leads from stage to stage, and who does it.
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
        return await DEEDS[act](work, person, Step(procedure.id, procedure.turn))


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
        refused = await silent(work, person, Step(procedure.id, procedure.turn), {"file_id": "VOICE-1"})

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


async def test_the_public_notice_says_nothing_that_is_not_on_its_list(desk: Desk) -> None:
    canary = "6217001234567890123"
    told = replace(
        POOR,
        address=f"村东头，卡号{canary}",
        measures=(Measure("尿毒症透析补助", RiskType.GRAVE_ILLNESS),),
        risks=(RiskType.GRAVE_ILLNESS, RiskType.LONG_ILLNESS, RiskType.DISABILITY),
    )
    household_id = await entered(desk, told)
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        procedure = await open_clue(work, person, household_id, RiskType.GRAVE_ILLNESS, spoken("尿毒症"))
        assert isinstance(procedure, Procedure)
        found = await work.households.find(household_id)
        assert found is not None
        procedure = replace(procedure, risks=told.risks, proposed_kind=MonitoredKind.SUDDEN, people=3)
        words = notice_words(work, procedure, found)

    shown = [texts().render(language, "procedure.notice", words) for language in ("zh_CN", "en")]

    assert "王秀兰" in shown[0]
    assert "3 人" in shown[0]
    assert "突发严重困难户" in shown[0]
    members = [one.name for one in told.members[1:]]
    phones = (told.phone, told.members[1].phone, MONITOR.phone)
    secrets = (WANG_ID, MOTHER_ID, canary, "尿毒", "病", "残", "村东头", told.number, *members, *phones)
    assert [secret for secret in secrets for text in shown if secret in text] == []
    assert not any(word in shown[1] for word in ("illness", "disab"))


async def test_a_household_is_in_one_procedure_at_a_time_and_where_it_fits(desk: Desk) -> None:
    one = await begun(desk)
    person = await desk.person(MONITOR)
    watched = await entered(desk, replace(WANGS, number="N2", members=WANGS.members[:1]))

    async with desk.work() as work:
        again = await open_clue(work, person, one.household_id, RiskType.OTHER, {})
        wrong = await open_exit(work, person, one.household_id)
        also = await open_clue(work, person, watched, RiskType.OTHER, {})

    assert [one.template for one in (again, wrong, also) if isinstance(one, Refusal)] == [
        "procedure.one_open",
        "procedure.not_watched",
        "procedure.watched",
    ]


@pytest.mark.parametrize("who", [RESIDENT, OTHER_TOWN_DESK, COMPLAINTS, INSPECTOR])
async def test_who_has_no_business_there_neither_sees_nor_begins_one(desk: Desk, who: Character) -> None:
    one = await begun(desk)
    procedure = await procedure_of(desk, one.household_id)
    person = await desk.person(who)

    async with desk.work() as work:
        results: list[Any] = [
            await see_procedure(work, person, procedure.id),
            await see_procedure(work, person, 999),
            await open_exit(work, person, one.household_id),
            await plan_measure(work, person, one.household_id, Measure("送米")),
            await finish_measure(work, person, one.household_id, 1),
        ]

    assert [one.template for one in results] == ["common.not_yours"] * 5


async def test_a_measure_is_done_once_by_whoever_looks_after_the_household(desk: Desk) -> None:
    household_id = await entered(desk)
    [measure] = (await helped(desk, household_id)).measures
    person, town = await desk.person(MONITOR), await desk.person(TOWN_DESK)
    other = await entered(desk, replace(POOR, number="N2", members=WANGS.members[:1]))

    async with desk.work() as work:
        elsewhere = await finish_measure(work, person, other, measure.id)
        done = await finish_measure(work, person, household_id, measure.id)
        again = await finish_measure(work, town, household_id, measure.id)

    assert isinstance(elsewhere, Refusal)
    assert isinstance(done, Household)
    assert isinstance(again, Refusal)
    [kept] = done.measures
    assert kept.done_by == (await desk.official(MONITOR)).id
    assert [act for act, _, _ in await chain(desk, household_id)] == [
        "enter",
        "plan_measure",
        "finish_measure",
    ]


async def test_an_import_keeps_what_officials_agreed_on_and_drops_what_the_list_dropped(desk: Desk) -> None:
    household_id = await entered(desk, WANGS)
    before = await helped(desk, household_id)

    after = with_listed(before, replace(WANGS, measures=(Measure("公益岗位"), Measure("产业补助"))))

    assert [one.words for one in before.measures] == ["低保", "公益岗位", "送药"]
    assert [one.words for one in after.measures] == ["公益岗位", "送药", "产业补助"]


async def test_a_risk_found_at_the_home_is_compared_by_its_department_too(desk: Desk) -> None:
    one = await begun(desk)
    procedure = await procedure_of(desk, one.household_id)
    person = await desk.person(MONITOR)
    both = replace(PROPOSAL, risks=(RiskType.GRAVE_ILLNESS, RiskType.UNSAFE_HOUSING))

    early = await does(desk, MEDICAL_DESK, ProcedureAct.MATCH, procedure)
    async with desk.work() as work:
        await verify_home(work, person, Step(procedure.id, procedure.turn), spoken("墙裂了"), both)
    waiting = await procedure_of(desk, one.household_id)
    last = await does(desk, HOUSING_DESK, ProcedureAct.MATCH, waiting)

    assert isinstance(early, Procedure)
    assert early.stage is Stage.VERIFICATION
    assert waiting.stage is Stage.MATCHING
    assert waiting.told_staff_id == (await desk.official(HOUSING_DESK)).id
    assert isinstance(last, Procedure)
    assert last.stage is Stage.MEETING


async def test_where_a_department_has_nobody_the_county_office_compares(desk: Desk) -> None:
    household_id = await entered(desk)
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        await open_clue(work, person, household_id, RiskType.FEW_HANDS, {})
    procedure = await procedure_of(desk, household_id)

    done = await does(desk, DUTY, ProcedureAct.MATCH, procedure)

    assert isinstance(done, Procedure)
    assert (await does(desk, DUTY, ProcedureAct.MATCH, procedure)) != done


async def test_measures_are_the_responsible_officers_who_may_be_helped_by_the_monitor(desk: Desk) -> None:
    officer = Character(8001, "马帮扶", "+8613800008001", Role.RESPONSIBLE_OFFICER, VILLAGE)
    await desk.appoint(officer)
    staff = await desk.official(officer)
    await desk.appoint(MEDICAL_DESK)
    household_id = await entered(desk, replace(POOR, officer_id=staff.id))
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        await open_clue(work, person, household_id, RiskType.GRAVE_ILLNESS, {})

    procedure = await goes_to(desk, Begun(household_id, ProcedureKind.INCLUSION), Stage.MEASURES)
    nothing_yet = await does(desk, MONITOR, ProcedureAct.SETTLE, procedure)
    await helped(desk, household_id, officer)
    settled = await does(desk, officer, ProcedureAct.SETTLE, procedure)

    assert procedure.told_staff_id == staff.id
    assert isinstance(nothing_yet, Refusal)
    assert nothing_yet.template == "procedure.no_measure"
    assert isinstance(settled, Procedure)
    assert procedure.due_at - desk.now > timedelta(days=29)
    assert (await household(desk, household_id)).risks == (RiskType.GRAVE_ILLNESS,)


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


@pytest.mark.parametrize(("source", "told"), [("self", [RESIDENT.name]), ("proxy", [])])
async def test_a_neighbour_who_reported_does_not_read_what_becomes_of_the_household(
    desk: Desk, source: str, told: list[str]
) -> None:
    case = await accepted(desk)
    household_id = await entered(desk, replace(POOR, phone=""))
    async with desk.database.transaction() as connection:
        await connection.execute(
            "UPDATE cases SET source = :source WHERE id = :id", {"source": source, "id": case.id}
        )
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        await open_clue(work, person, household_id, RiskType.OTHER, {})
    procedure = replace(await procedure_of(desk, household_id), case_id=case.id)

    async with desk.work() as work:
        found = await work.households.find(household_id)
        assert found is not None
        people = await people_told(work, procedure, found)

    assert [one.name for one in people] == told


async def test_an_exit_without_a_visit_in_the_last_month_is_pointed_out(desk: Desk) -> None:
    one = await begun(desk, ProcedureKind.EXIT)
    procedure = await goes_to(desk, one, Stage.TOWN_REVIEW)

    async with desk.work() as work:
        found = await work.households.find(one.household_id)
        assert found is not None
        facts = await facts_of(work, procedure, found)

    assert Concern.NO_VISIT in concerns(facts, work.rules.procedures)
