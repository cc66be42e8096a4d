"""Around a procedure: what everybody may read, who is told, which records are compared, and measures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desk.actions.cases.door import Refusal
from desk.actions.families.rulings import rule_family
from desk.actions.households.measures import finish_measure, plan_measure
from desk.actions.procedures.card import facts_of, notice_words
from desk.actions.procedures.door import see_procedure
from desk.actions.procedures.open import open_clue, open_exit
from desk.actions.procedures.steps import verify_home
from desk.actions.procedures.tell_household import people_told
from desk.domain.households.families import Claim
from desk.domain.households.household import Household, Measure, MonitoredKind, RiskType
from desk.domain.households.measures import with_listed
from desk.domain.people.people import Role
from desk.domain.procedures.concerns import Concern, concerns
from desk.domain.procedures.procedure import (
    Procedure,
    ProcedureAct,
    ProcedureKind,
    Stage,
    StepTaken,
)
from tests.actions.casework import spoken
from tests.actions.leading import PROPOSAL, Begun, begun, does, goes_to, helped
from tests.deskside import Desk, texts
from tests.procedures import POOR, chain, entered, household, procedure_of
from tests.register import MOTHER_ID, WANG_ID, WANGS
from tests.village import (
    COMPLAINTS,
    DUTY,
    HOUSING_DESK,
    INSPECTOR,
    MEDICAL_DESK,
    MONITOR,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    VILLAGE,
    ZONE,
    Character,
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
        await verify_home(work, person, StepTaken(procedure.id, procedure.turn), spoken("墙裂了"), both)
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


@pytest.mark.parametrize(("belongs", "told"), [(True, [RESIDENT.name]), (False, [])])
async def test_who_is_not_of_the_family_does_not_read_what_becomes_of_the_household(
    desk: Desk, belongs: bool, told: list[str]
) -> None:
    resident = await desk.resident()
    household_id = await entered(desk, replace(POOR, phone=RESIDENT.phone))
    monitor = await desk.person(MONITOR)
    async with desk.work() as work:
        await rule_family(work, monitor, Claim(household_id, resident.id), belongs=belongs)

    async with desk.work() as work:
        found = await work.households.find(household_id)
        assert found is not None
        people = await people_told(work, found)

    assert [one.name for one in people] == told


async def test_an_exit_without_a_visit_in_the_last_month_is_pointed_out(desk: Desk) -> None:
    one = await begun(desk, ProcedureKind.EXIT)
    procedure = await goes_to(desk, one, Stage.TOWN_REVIEW)

    async with desk.work() as work:
        found = await work.households.find(one.household_id)
        assert found is not None
        facts = await facts_of(work, procedure, found)

    assert Concern.NO_VISIT in concerns(facts, work.rules.procedures)


async def test_at_night_the_next_card_waits_for_the_morning_unless_it_is_asked_for(
    desk: Desk,
) -> None:
    one = await begun(desk)
    procedure = await goes_to(desk, one, Stage.TOWN_REVIEW)
    desk.wait(hours=14)

    await does(desk, TOWN_DESK, ProcedureAct.AGREE, procedure)
    await desk.presses_code(DUTY, f"g:{procedure.id}:card")

    cards = [told for told in await desk.told(DUTY) if told.template == "procedure.card"]
    handed, asked_for = cards[-2:]
    assert handed.row.not_before.astimezone(ZONE).hour == 8
    assert asked_for.row.not_before <= desk.now
