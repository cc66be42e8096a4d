"""What happens when a form about the staff list is through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.staff.approval import ApprovalAsked, wish_for
from desk.actions.staff.find import SHOWN, areas_for, departments, find_staff
from desk.domain.people.people import Role, Staff
from desk.domain.staff.forms import (
    AREA,
    DEPARTMENT,
    END_POST,
    FIND_STAFF,
    FROM,
    GIVE_POST,
    GIVE_POST_CONFIRM,
    HAND_OVER,
    HAND_OVER_CONFIRM,
    OPEN_END,
    POST,
    REVOKE,
    ROLE,
    STAFF_ID,
    STAND_IN,
    STAND_IN_CONFIRM,
    TO,
    UNTIL,
)
from desk.domain.staff.staffing import StaffAct, StaffWish
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Answers, picked, with_picks
from desk.domain.talk.messages import Json
from handlers.staff.leave import day_at
from handlers.staff.staff import finish_find_staff, is_administrator
from handlers.talk.forms import open_form
from handlers.talk.looking import text_at
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn


async def finish_revoke(turn: Turn, draft: Draft) -> None:
    """Take somebody off the list."""
    await _wish(turn, StaffWish(StaffAct.REVOKE, _number(draft, STAFF_ID)))


async def finish_give_post(turn: Turn, draft: Draft) -> None:
    """Find the place that was named, then ask which one, which department, and whether that is right."""
    if not await is_administrator(turn):
        return
    answers, role = draft.answers, Role(str(draft.answers[ROLE]))
    areas = areas_for(turn.work, role, text_at(answers, "where"))
    if not areas:
        await turn.say("roster.no_place")
        await open_form(turn, GIVE_POST, {name: answers[name] for name in (STAFF_ID, "name")})
        return
    known: Answers = {name: answers[name] for name in (STAFF_ID, "name", ROLE)}
    known = _with_place(known, {area.code: turn.work.areas.path(area.code) for area in areas})
    if role is Role.DEPARTMENT_DESK:
        names = await departments(turn.work)
        known = with_picks(known, DEPARTMENT, {f"d{number}": name for number, name in enumerate(names)})
    await open_form(turn, GIVE_POST_CONFIRM, known)


def _with_place(answers: Answers, places: Mapping[str, str]) -> Answers:
    """One place is the one that is meant; of several one is pressed."""
    if len(places) > 1:
        return with_picks({**answers, "over": ""}, AREA, places)
    ((code, name),) = places.items()
    return {**answers, AREA: code, "over": name}


async def finish_give_post_confirm(turn: Turn, draft: Draft) -> None:
    """Give the post from now on."""
    wish = StaffWish(
        StaffAct.GIVE_POST,
        _number(draft, STAFF_ID),
        role=Role(str(draft.answers[ROLE])),
        area_code=str(draft.answers[AREA]),
        department=picked(draft.answers, DEPARTMENT),
        from_at=turn.work.now,
    )
    await _wish(turn, wish)


async def finish_end_post(turn: Turn, draft: Draft) -> None:
    """End the post now."""
    await _wish(turn, StaffWish(StaffAct.END_POST, _number(draft, STAFF_ID), post_id=_number(draft, POST)))


async def finish_stand_in(turn: Turn, draft: Draft) -> None:
    """Find whoever was named; nobody at all means that nobody stands in any more."""
    if not await is_administrator(turn):
        return
    answers: Answers = {STAFF_ID: draft.answers[STAFF_ID], "name": draft.answers["name"]}
    answers = {**answers, POST: draft.answers[POST]}
    words = text_at(draft.answers, "who")
    if words:
        found = await _others(turn, draft, words)
        if not found:
            return
        answers = with_picks(answers, TO, _picks(found))
    await open_form(turn, STAND_IN_CONFIRM, answers)


async def finish_stand_in_confirm(turn: Turn, draft: Draft) -> None:
    """Let somebody else stand in, between the days that were named."""
    rules, today = turn.work.rules, turn.today
    begins = day_at(draft.answers, FROM, today)
    endless = draft.answers.get(UNTIL) == OPEN_END
    ends = None if endless or begins is None else day_at(draft.answers, UNTIL, begins)
    if begins is None or (ends is None and not endless) or (ends is not None and ends < max(begins, today)):
        await say_with_menu(turn, "roster.no_such_day")
        return
    wish = StaffWish(StaffAct.STAND_IN, _number(draft, STAFF_ID), post_id=_number(draft, POST))
    wish = replace(wish, to_id=_number(draft, TO) or None, from_at=rules.at(begins))
    if ends is not None:
        wish = replace(wish, until_at=rules.end_of(ends))
    await _wish(turn, wish)


async def finish_hand_over(turn: Turn, draft: Draft) -> None:
    """Find whoever takes over, then ask which one and whether that is right."""
    if not await is_administrator(turn):
        return
    found = await _others(turn, draft, text_at(draft.answers, "who"))
    if found:
        known: Answers = {name: draft.answers[name] for name in (STAFF_ID, "name", "cases")}
        await open_form(turn, HAND_OVER_CONFIRM, with_picks(known, TO, _picks(found)))


async def finish_hand_over_confirm(turn: Turn, draft: Draft) -> None:
    """Hand everything over."""
    await _wish(turn, StaffWish(StaffAct.HAND_OVER, _number(draft, STAFF_ID), to_id=_number(draft, TO)))


async def _others(turn: Turn, draft: Draft, words: str) -> list[Staff]:
    """Whoever is named so and is not the one whom it is about; nobody is said so."""
    about = _number(draft, STAFF_ID)
    found = [one for one in await find_staff(turn.work, words) if one.id != about and not one.revoked][:SHOWN]
    if not found:
        await say_with_menu(turn, "roster.nobody", wanted=words.strip()[:40])
    return found


def _picks(found: list[Staff]) -> dict[str, str]:
    return {f"s{one.id}": f"{one.name} {one.phone[-4:]}" for one in found}


async def _wish(turn: Turn, wish: StaffWish) -> None:
    """Done, asked of a second administrator, or refused: in one sentence each."""
    result = await wish_for(turn.work, turn.person, wish)
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
    elif isinstance(result, ApprovalAsked):
        names: list[Json] = [other.name for other in result.others]
        await say_with_menu(turn, "roster.approval.asked", names=names)
    else:
        await say_with_menu(turn, f"roster.done.{wish.act.value}")


def _number(draft: Draft, step: str) -> int:
    """A row's number, as it stands in the answers or behind the letter of a pick."""
    value = draft.answers.get(step)
    if isinstance(value, int):
        return value
    digits = str(value or "")[1:]
    return int(digits) if digits.isdigit() else 0


ENDINGS: Final[Mapping[str, Ending]] = {
    FIND_STAFF.name: finish_find_staff,
    REVOKE.name: finish_revoke,
    GIVE_POST.name: finish_give_post,
    GIVE_POST_CONFIRM.name: finish_give_post_confirm,
    END_POST.name: finish_end_post,
    STAND_IN.name: finish_stand_in,
    STAND_IN_CONFIRM.name: finish_stand_in_confirm,
    HAND_OVER.name: finish_hand_over,
    HAND_OVER_CONFIRM.name: finish_hand_over_confirm,
}
