"""A county on a busy day: cases of every kind in every state, and every sort of button in somebody's chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from desk.actions.callbacks.follow_up import rate_case
from desk.actions.deadlines.extension import ask_for_time
from desk.actions.deadlines.material import ask_for_material
from desk.actions.escalation.supervise import supervise_case
from desk.actions.handing_over.dispute import dispute_case
from desk.actions.handing_over.join_department import join_department
from desk.actions.handing_over.receivers import Target, receiver_code
from desk.actions.handling.accept import accept_case
from desk.actions.handling.decline import Reason, decline_case
from desk.actions.handling.reply import reply_to_resident
from desk.actions.handling.visited import record_case_visit
from desk.actions.reports.submit import submit_report
from desk.actions.staff.approval import wish_for
from desk.actions.staff.change import By
from desk.actions.staff.leave import Absence, take_leave
from desk.actions.sweeps.spot_checks import ask_sample, draw_some, keep_drawn
from desk.actions.sweeps.tick_off import FINE, SeenObject, tick_object
from desk.domain.cases.case import Case, Hold, Kind, Rating
from desk.domain.county.areas import Level
from desk.domain.escalation.ladder import LadderStep
from desk.domain.people.people import Role
from desk.domain.reports.report import read_report
from desk.domain.staff.staffing import StaffAct, StaffWish
from desk.domain.sweeps.samples import BEGINNING, Drawing
from tests.actions.casework import accepted, replied, report, spoken, sure, voice
from tests.actions.pressure import overdue
from tests.actions.staffroom import SECOND_DUTY
from tests.deskside import Desk
from tests.handlers.busy_notices import written_to_many
from tests.handlers.busy_procedures import led_through_procedures
from tests.handlers.busy_visits import visited_at_home
from tests.register import WANGS, register
from tests.sweeping import houses, objects_of, sweep
from tests.village import (
    COMPLAINTS,
    COUNTY,
    DOUBTFUL,
    DUTY,
    HOUSING_DESK,
    INSPECTOR,
    MONITOR,
    NEIGHBOUR,
    OTHER_TOWN,
    OTHER_TOWN_DESK,
    OTHER_VILLAGE,
    RESIDENT,
    SCHOOL_DESK,
    TOWN_DESK,
    TOWN_LEADER,
    VILLAGE,
    WATER_DESK,
    Character,
)

STRANGER = Character(1903, "不认识的人", "+8613800001903")
OTHER_MONITOR = Character(2902, "石磊", "+8613800002902", Role.VILLAGE_MONITOR, OTHER_VILLAGE)
OTHER_INSPECTOR = Character(7902, "邓军", "+8613800007902", Role.INSPECTOR, OTHER_TOWN)
GONE = SCHOOL_DESK  # was asked for a part, got the card, and is off the list now
# Nobody of these has any business with what happens in this county's first town.
OUTSIDERS = (STRANGER, OTHER_MONITOR, OTHER_TOWN_DESK, OTHER_INSPECTOR, GONE)
INSIDERS = (
    RESIDENT,
    NEIGHBOUR,
    MONITOR,
    TOWN_DESK,
    DUTY,
    SECOND_DUTY,
    COMPLAINTS,
    HOUSING_DESK,
    WATER_DESK,
    TOWN_LEADER,
    INSPECTOR,
)
EVERYBODY = (*INSIDERS, *OUTSIDERS)
HOUSING, SCHOOL = (receiver_code(Hold(Level.COUNTY, one.department)) for one in (HOUSING_DESK, SCHOOL_DESK))


@dataclass(frozen=True, slots=True)
class Shown:
    """One button that somebody was shown."""

    chat_id: int
    code: str


async def all_shown(desk: Desk) -> list[Shown]:
    """Every button that anybody was ever shown, the oldest first."""
    pairs = {
        (one.row.chat_id, code): None for one in await desk.outbox() for code in one.buttons.values() if code
    }
    return [Shown(*pair) for pair in pairs]


async def a_busy_county(desk: Desk) -> Sequence[Shown]:
    """Everything at once; returns every button that anybody was shown."""
    others = (OTHER_MONITOR, OTHER_INSPECTOR, GONE)
    await desk.appoint(HOUSING_DESK, WATER_DESK, TOWN_LEADER, INSPECTOR, SECOND_DUTY, *others)
    await led_through_procedures(desk)  # a notice hangs for days: nothing else has begun yet
    await _pressed_for(desk, await overdue(desk, LadderStep.ACCOUNTABILITY))
    await _told_by_residents(desk)
    await _on_the_way(desk)
    await _at_the_end(desk)
    await _among_the_staff(desk)
    await written_to_many(desk)
    await register(desk, WANGS)
    await visited_at_home(desk)
    await _swept(desk)
    gone = await desk.official(GONE)
    async with desk.work() as work:
        await work.staff.revoke(gone.id)
    await _looked_at(desk)
    await _half_said(desk)
    desk.wait(minutes=1)  # forms that are opened from now on have other numbers
    return await all_shown(desk)


async def _told_by_residents(desk: Desk) -> None:
    """Not taken up: urgent, with a voice, an idea, and two complaints that stand outside the line."""
    await report(desk, danger=True)
    await report(desk, story=[voice("VOICE-1")])
    await _submitted(desk, Kind.SUGGESTION, {"place": VILLAGE, "story": [spoken("村口装个路灯")]})
    for accused, identity in ((MONITOR, "named"), (TOWN_DESK, "nameless")):
        official = f"s{(await desk.official(accused)).id}"
        told = {"place": VILLAGE, "about": "village", "official": official, "identity": identity}
        await _submitted(desk, Kind.COMPLAINT, {**told, "story": [spoken("他把救灾的棉被卖了")]})


async def _submitted(desk: Desk, kind: Kind, answers: dict[str, Any], who: Character = RESIDENT) -> Case:
    person = await desk.resident(who)
    async with desk.work() as work:
        return await submit_report(work, person, read_report(kind, answers))


async def _on_the_way(desk: Desk) -> None:
    """Visited, waiting for papers, joined, disputed, and with more time asked for."""
    monitor = await desk.person(MONITOR)
    cases = [await accepted(desk) for _ in range(5)]
    disputed = await report(desk)
    async with desk.work() as work:
        visited, waiting, housed, schooled, late = (case.id for case in cases)
        sure(await record_case_visit(work, monitor, visited, "home", [spoken("看过了")]))
        sure(await ask_for_material(work, monitor, waiting, spoken("请带低保证")))
        sure(await join_department(work, monitor, housed, HOUSING, spoken("请来鉴定")))
        sure(await join_department(work, monitor, schooled, SCHOOL, spoken("孩子上学的事")))
        sure(await ask_for_time(work, monitor, late, 3, spoken("雨没停")))
        sure(await dispute_case(work, monitor, disputed.id, spoken("不归我"), Target(HOUSING)))


async def _at_the_end(desk: Desk) -> None:
    """Answered and not yet rated, one to be rung up; not solved; declined; an official's own find."""
    await replied(desk)
    called, unsolved, declined = await replied(desk), await replied(desk), await accepted(desk)
    resident, monitor = await desk.person(RESIDENT), await desk.person(MONITOR)
    async with desk.work() as work:
        await work.calls.draw(called.id, 1, desk.now + timedelta(days=3))
        sure(await rate_case(work, resident, unsolved.id, 1, Rating.DISSATISFIED))
        sure(await decline_case(work, monitor, declined.id, Reason("no_rule", {"text": ""})))
    find = await _submitted(
        desk, Kind.PATROL, {"place": VILLAGE, "trouble": "water", "story": [spoken("水管冻裂")]}, MONITOR
    )
    async with desk.work() as work:
        find = sure(await accept_case(work, monitor, find.id, find.version))
        sure(await reply_to_resident(work, monitor, find.id, spoken("换好了")))


async def _pressed_for(desk: Desk, case: Case) -> None:
    leader = await desk.person(TOWN_LEADER)
    async with desk.work() as work:
        sure(await supervise_case(work, leader, case.id, spoken("周五前修好")))


async def _among_the_staff(desk: Desk) -> None:
    """A second administrator is asked, and somebody has entered a leave to come."""
    duty = await desk.person(DUTY)
    water, monitor = await desk.official(WATER_DESK), await desk.official(MONITOR)
    day = desk.now.date() + timedelta(days=20)
    made = StaffWish(
        StaffAct.GIVE_POST, monitor.id, role=Role.COUNTY_OFFICE, area_code=COUNTY, from_at=desk.now
    )
    async with desk.work() as work:
        await wish_for(work, duty, made)
        await take_leave(work, By("official"), water, Absence(day, day))


async def _swept(desk: Desk) -> None:
    """Some houses are ticked, some are not, and an inspector is to look at one of them again."""
    made = await sweep(desk, houses(12))
    monitor, duty = await desk.person(MONITOR), await desk.person(DUTY)
    ticked = list((await objects_of(desk, made)).values())[:2]
    async with desk.work() as work:
        for one in ticked:
            sure(await tick_object(work, monitor, SeenObject(one.id, one.version), FINE))
        sample = sure(await ask_sample(work, duty, made.id, 10, 0))
        drawing = Drawing(sample.seed, sample.size)
        await draw_some(work, sample, drawing, BEGINNING)
        await keep_drawn(work, sample, drawing)


async def _looked_at(desk: Desk) -> None:
    """Every list is opened, and from it every card with everything on it."""
    lists = (
        "/today",
        "/desk",
        "/calls",
        "/overdue",
        "/lagging",
        "/mine",
        "/leave",
        "/staff 赵",
        "/find 漏雨",
        "/household 王秀兰",
        "/sweeps",
        "/procedures",
    )
    for who in INSIDERS:
        for command in lists:
            await desk.types(who, command)
        await desk.types(who, "更多")
        await desk.types(who, "/cancel")
    for _ in range(2):  # what was opened has buttons of its own
        for one in await all_shown(desk):
            if _only_shows(one.code):
                await desk.presses_code(who_is(one.chat_id), one.code)


_SWEEPS = tuple(f"x:{verb}:" for verb in "lspvonwtir")


def _only_shows(code: str) -> bool:
    does = ("add", "urge", "review", "withdraw_yes", "not_reached", *Rating)
    shows = ("m:card", "q:o", "q:v", "i:", "o:", "c:", *_SWEEPS)
    return code.startswith(shows) and code.rpartition(":")[2] not in does


async def _half_said(desk: Desk) -> None:
    """Forms stand open in several chats: with an alarm, with a doubt, with ticked cases."""
    await desk.types(TOWN_DESK, "/desk")
    await desk.presses(TOWN_DESK, "多选转办")
    await desk.presses(TOWN_DESK, "全选本页")
    await desk.presses_code(TOWN_DESK, "q:n")
    await desk.resident(NEIGHBOUR)
    await desk.types(NEIGHBOUR, "房子着火了，快来人")
    await desk.types(WATER_DESK, DOUBTFUL)
    await desk.presses(MONITOR, "已走访")
    await desk.types(RESIDENT, "我有困难")
    await desk.types(HOUSING_DESK, "问政策")
    await desk.types(DUTY, "/staff 赵")
    await desk.presses(DUTY, "停用")


def who_is(chat_id: int) -> Character:
    """Whose chat it is."""
    return next(one for one in EVERYBODY if one.user_id == chat_id)
