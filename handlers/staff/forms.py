"""What happens when a form about the staff list is through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.staff.approval import ADMINISTRATOR, ApprovalAsked, wish_for
from desk.actions.staff.change import By
from desk.actions.staff.enter import enter
from desk.actions.staff.find import SHOWN, areas_for, departments, find_staff
from desk.domain.county.phones import mobile_in
from desk.domain.people.people import Role, Staff
from desk.domain.staff.forms import (
    AREA,
    DEPARTMENT,
    END_POST,
    ENTER_STAFF,
    FIND_STAFF,
    FROM,
    GIVE_POST,
    GIVE_POST_CONFIRM,
    HAND_OVER,
    HAND_OVER_CONFIRM,
    NAME,
    OPEN_END,
    PHONE,
    POST,
    REVOKE,
    ROLE,
    STAFF_ID,
    STAND_IN,
    STAND_IN_CONFIRM,
    TO,
    UNTIL,
    WISH,
    GivePostTold,
    NewPostTold,
    StaffEntryTold,
    StaffSought,
    StaffTold,
    day_chosen,
)
from desk.domain.staff.staffing import StaffAct, StaffWish
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Answers, picked, with_picks
from desk.domain.talk.messages import Button, Json, Keyboard, Rows
from desk.domain.talk.pieces import Piece
from desk.domain.talk.reading import text_at
from desk.domain.text.cleaning import cleaned_name
from handlers.staff.staff import finish_find_staff, is_administrator, show_card
from handlers.talk.endings import ends, told_in
from handlers.talk.forms import ask, begin_draft, open_form
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn


async def finish_enter_staff(turn: Turn, told: StaffEntryTold) -> None:
    """Enter whoever was named, then ask for their post; a number that is known belongs to somebody."""
    if not await is_administrator(turn):
        return
    name, phone = cleaned_name(told.name), _number_in(told.phone)
    if told.who:
        await finish_find_staff(turn, StaffSought(told.who))
    elif not name:
        await _enter_again(turn, {PHONE: dict(told.phone or {})}, "roster.no_name")
    elif phone is None:
        await _enter_again(turn, {NAME: name}, "roster.no_phone")
    else:
        await _enter(turn, name, phone)


def _number_in(said: Piece | None) -> str | None:
    """The mobile number that was typed, or came as a card of the address book."""
    return None if said is None else mobile_in(str(said.get("phone") or said.get("text") or ""))


async def _enter_again(turn: Turn, known: Answers, hint: str) -> None:
    await begin_draft(turn, ENTER_STAFF, {WISH: "enter", **known})
    await ask(turn, ENTER_STAFF, hint)


async def _enter(turn: Turn, name: str, phone: str) -> None:
    known = await turn.work.staff.find_by_phone(phone)
    if known is not None:
        await turn.say("roster.number_known", {"name": known.name})
        await show_card(turn, known)
        return
    staff = await enter(turn.work, By(ADMINISTRATOR, turn.person.id), name, phone)
    await begin_draft(turn, GIVE_POST, {STAFF_ID: staff.id, "name": staff.name})
    await ask(turn, GIVE_POST, "roster.entered")


async def finish_revoke(turn: Turn, told: StaffTold) -> None:
    """Take somebody off the list."""
    await _wish(turn, StaffWish(StaffAct.REVOKE, told.staff_id))


async def finish_give_post(turn: Turn, told: GivePostTold) -> None:
    """Find the place that was named, then ask which one, which department, and whether that is right."""
    if not await is_administrator(turn):
        return
    known: Answers = {STAFF_ID: told.staff_id, "name": told.name}
    areas = areas_for(turn.work, told.role, told.where)
    if not areas:
        await turn.say("roster.no_place")
        await open_form(turn, GIVE_POST, known)
        return
    places = {area.code: turn.work.areas.path(area.code) for area in areas}
    known = _with_place({**known, ROLE: told.role.value}, places)
    if told.role is Role.DEPARTMENT_DESK:
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
    told = await told_in(turn, draft, NewPostTold)
    if told is None:
        return
    wish = StaffWish(
        StaffAct.GIVE_POST,
        told.staff_id,
        role=told.role,
        area_code=told.area,
        department=picked(draft.answers, DEPARTMENT),
        from_at=turn.work.now,
    )
    await _wish(turn, wish)


async def finish_end_post(turn: Turn, told: StaffTold) -> None:
    """End the post now."""
    await _wish(turn, StaffWish(StaffAct.END_POST, told.staff_id, post_id=told.post))


async def finish_stand_in(turn: Turn, told: StaffTold) -> None:
    """Find whoever was named; nobody at all means that nobody stands in any more."""
    if not await is_administrator(turn):
        return
    answers: Answers = {STAFF_ID: told.staff_id, "name": told.name, POST: told.post}
    if told.who:
        found = await _others(turn, told)
        if not found:
            return
        answers = with_picks(answers, TO, _picks(found))
    await open_form(turn, STAND_IN_CONFIRM, answers)


async def finish_stand_in_confirm(turn: Turn, draft: Draft) -> None:
    """Let somebody else stand in, between the days that were named."""
    told = await told_in(turn, draft, StaffTold)
    if told is None:
        return
    rules, today = turn.work.rules, turn.today
    begins = day_chosen(draft.answers, FROM, today)
    endless = text_at(draft.answers, UNTIL) == OPEN_END
    ends_on = None if endless or begins is None else day_chosen(draft.answers, UNTIL, begins)
    if begins is None or not (endless or (ends_on is not None and ends_on >= max(begins, today))):
        await say_with_menu(turn, "roster.no_such_day")
        return
    wish = StaffWish(StaffAct.STAND_IN, told.staff_id, post_id=told.post)
    wish = replace(wish, to_id=told.to or None, from_at=rules.at(begins))
    if ends_on is not None:
        wish = replace(wish, until_at=rules.end_of(ends_on))
    await _wish(turn, wish)


async def finish_hand_over(turn: Turn, told: StaffTold) -> None:
    """Find whoever takes over, then ask which one and whether that is right."""
    if not await is_administrator(turn):
        return
    found = await _others(turn, told)
    if found:
        known: Answers = {STAFF_ID: told.staff_id, "name": told.name, "cases": told.cases}
        await open_form(turn, HAND_OVER_CONFIRM, with_picks(known, TO, _picks(found)))


async def finish_hand_over_confirm(turn: Turn, told: StaffTold) -> None:
    """Hand everything over."""
    await _wish(turn, StaffWish(StaffAct.HAND_OVER, told.staff_id, to_id=told.to))


async def _others(turn: Turn, told: StaffTold) -> list[Staff]:
    """Whoever is named so and is not the one whom it is about; nobody is said so."""
    named = await find_staff(turn.work, told.who)
    found = [one for one in named if one.id != told.staff_id and not one.revoked][:SHOWN]
    if not found:
        await say_with_menu(turn, "roster.nobody", wanted=told.who.strip()[:40])
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
        await _say_done(turn, wish)


async def _say_done(turn: Turn, wish: StaffWish) -> None:
    """Whoever has a post and has not joined can be invited with one press."""
    staff = await turn.work.staff.find(wish.staff_id)
    if wish.act is StaffAct.GIVE_POST and staff is not None and staff.user_id is None:
        rows: Rows = ((Button("roster.act.invite", f"s:{staff.id}:invite"),),)
        await turn.say("roster.done.to_be_invited", {"name": staff.name}, rows, Keyboard.INLINE)
    else:
        await say_with_menu(turn, f"roster.done.{wish.act.value}")


ENDINGS: Final[Mapping[str, Ending]] = {
    ENTER_STAFF.name: ends(StaffEntryTold, finish_enter_staff),
    FIND_STAFF.name: ends(StaffSought, finish_find_staff),
    REVOKE.name: ends(StaffTold, finish_revoke),
    GIVE_POST.name: ends(GivePostTold, finish_give_post),
    GIVE_POST_CONFIRM.name: finish_give_post_confirm,
    END_POST.name: ends(StaffTold, finish_end_post),
    STAND_IN.name: ends(StaffTold, finish_stand_in),
    STAND_IN_CONFIRM.name: finish_stand_in_confirm,
    HAND_OVER.name: ends(StaffTold, finish_hand_over),
    HAND_OVER_CONFIRM.name: ends(StaffTold, finish_hand_over_confirm),
}
