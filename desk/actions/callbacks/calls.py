"""Call-backs by telephone: which silent residents are rung up, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk.actions.callbacks.follow_up import close_unrated, round_of, take_rating
from desk.actions.cases.door import NOT_YOURS, TOO_LATE, Access, Refusal, access_case
from desk.actions.cases.officials import official_of
from desk.actions.cases.responsible import organisation_of, reporter_did_it
from desk.actions.cases.view import view_case
from desk.domain.callbacks.calls import CallEnd, InspectorCall
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case, Rating, State
from desk.domain.cases.lifecycle import act_for
from desk.domain.county.rules import Span
from desk.domain.deadlines import deadlines
from desk.domain.people.people import Person, Role, Staff
from desk.ports.work import Work

A_PAGE: Final = 8
_AT_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class CallPage:
    """One page of an inspector's list; pages count from 0."""

    calls: tuple[tuple[InspectorCall, Case], ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class CallRound:
    """Which call-back: a case, and its round from 1."""

    case_id: int
    round: int


async def end_silence(work: Work, case: Case) -> None:
    """The time to answer is over: a few are rung up, the others close as unrated."""
    call = await work.calls.find(case.id, round_of(case))
    if call is not None and call.open:
        return
    if call is None and await _is_drawn(work, case):
        due_at = deadlines.add(
            Span(working_days=work.rules.handling.sample_working_days), work.now, work.rules
        )
        await work.calls.draw(case.id, round_of(case), due_at)
        return
    await close_unrated(work, case)


async def _is_drawn(work: Work, case: Case) -> bool:
    """By lot, among those who have a telephone and whom an inspector may know."""
    if case.anonymous or case.outside:
        return False
    if work.calls.lot(case.number, round_of(case)) >= work.rules.handling.sample_percent:
        return False
    return bool(await phone_of(work, case)) and await _has_inspector(work, case)


async def phone_of(work: Work, case: Case) -> str:
    """Where the reporter is rung up; empty for who handled it themselves, or left no number."""
    if await reporter_did_it(work, case):
        return ""
    return case.contact or (await work.people.get(case.reporter_id)).phone


async def _has_inspector(work: Work, case: Case) -> bool:
    organisation = await organisation_of(work, case)
    people = [staff for post in organisation.posts if post.role is Role.INSPECTOR for staff in post.people]
    return any(one.present and one.id not in (case.accepted_by, case.told_staff_id) for one in people)


async def find_calls(work: Work, person: Person, number: int) -> CallPage | None:
    """The calls that this inspector may make, nearest deadline first; None for whoever is no inspector."""
    staff = await official_of(work, person)
    areas = () if staff is None else await _inspected(work, staff)
    if staff is None or not areas:
        return None
    calls = await _open_calls(work, staff, areas)
    pages = max(1, -(-len(calls) // A_PAGE))
    number = min(max(number, 0), pages - 1)
    return CallPage(tuple(calls[number * A_PAGE : (number + 1) * A_PAGE]), number, pages, len(calls))


async def count_calls(work: Work, inspector: Staff) -> int:
    """How many calls wait for this inspector."""
    return len(await _open_calls(work, inspector, await _inspected(work, inspector)))


async def _inspected(work: Work, staff: Staff) -> Sequence[str]:
    posts = await work.staff.posts_of(staff.id)
    return [post.area_code for post in posts if post.role is Role.INSPECTOR]


async def _open_calls(work: Work, staff: Staff, areas: Sequence[str]) -> list[tuple[InspectorCall, Case]]:
    """Without those of cases that have gone on meanwhile, and of their own: the tick puts them away."""
    found = []
    for call in await work.calls.find_open(_AT_MOST):
        case = await work.cases.find(call.case_id)
        if case is None or not _is_asked(work, call, case) or staff.person_id == case.reporter_id:
            continue
        theirs = any(area.code in areas for area in work.areas.line(case.area_code))
        if theirs and staff.id not in (case.accepted_by, case.told_staff_id):
            found.append((call, case))
    return found


def _is_asked(work: Work, call: InspectorCall, case: Case) -> bool:
    current = case.state is State.RESOLVED and call.round == round_of(case)
    return call.open and current and work.now < call.due_at


async def open_call(work: Work, person: Person, asked: CallRound) -> Case | Refusal:
    """The case of a call, with the telephone number; looking is written into the ledger."""
    access = await _access(work, person, asked, Act.RATE)
    if isinstance(access, Refusal):
        return access
    await view_case(work, person, asked.case_id)
    return access.case


async def answer_call(
    work: Work, person: Person, asked: CallRound, rating: Rating, words: str = ""
) -> Case | Refusal:
    """What the resident said on the telephone counts as if they had pressed it; `words` are theirs too."""
    access = await _access(work, person, asked, act_for(rating))
    if isinstance(access, Refusal):
        return access
    await work.calls.finish(asked.case_id, asked.round, rating, _staff_id(access))
    return await take_rating(work, access, rating, words)


async def not_reached(work: Work, person: Person, asked: CallRound) -> Case | Refusal:
    """Nobody answers the telephone: the case closes as unrated, like the others."""
    access = await _access(work, person, asked, Act.RATE)
    if isinstance(access, Refusal):
        return access
    await work.calls.finish(asked.case_id, asked.round, CallEnd.NOT_REACHED, _staff_id(access))
    return await close_unrated(work, access.case)


def _staff_id(access: Access) -> int | None:
    return None if access.staff is None else access.staff.id


async def _access(work: Work, person: Person, asked: CallRound, act: Act) -> Access | Refusal:
    """The case of an open call, for an inspector who neither reported nor handled it."""
    access = await access_case(work, person, asked.case_id, act)
    if isinstance(access, Refusal):
        return access
    if access.capacity is not Capacity.INSPECTOR:
        return NOT_YOURS
    call = await work.calls.find(asked.case_id, asked.round)
    return access if call is not None and _is_asked(work, call, access.case) else TOO_LATE


async def end_call(work: Work, call: InspectorCall) -> None:
    """Nobody rang up in time: the case closes as unrated, if its resident has not answered meanwhile."""
    if not await work.calls.finish(call.case_id, call.round, CallEnd.TOO_LATE):
        return
    case = await work.cases.find(call.case_id)
    if case is not None and case.state is State.RESOLVED and call.round == round_of(case):
        await close_unrated(work, case)
