"""/staff: administrators look somebody up on the staff list and change what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.staff.approval import rule
from desk.actions.staff.change import administrator
from desk.actions.staff.find import SHOWN, find_staff, staff_words
from desk.actions.staff.text import post_words
from desk.domain.people.people import Staff
from desk.domain.staff.forms import (
    END_POST,
    ENTER_STAFF,
    FIND_STAFF,
    GIVE_POST,
    HAND_OVER,
    POST,
    REVOKE,
    STAFF_ID,
    STAND_IN,
    WISH,
    StaffSought,
    entry_begun,
)
from desk.domain.talk.forms import Answers, Form, with_picks
from desk.domain.talk.messages import Button, Json, Keyboard, Rows
from handlers.staff.invitation import send_invitation
from handlers.talk.codes import number_in
from handlers.talk.forms import open_form
from handlers.talk.half_told import half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Handler, Reader, Turn

_FORMS: Final = {form.name: form for form in (REVOKE, GIVE_POST, END_POST, STAND_IN, HAND_OVER)}
_OF_POSTS: Final = (END_POST.name, STAND_IN.name)  # forms that begin with one of the posts


async def show_staff(turn: Turn) -> None:
    """What follows the command is looked for; without anything it is asked whom to look for."""
    if not await is_administrator(turn):
        return
    if turn.said.payload.strip():
        await _look(turn, turn.said.payload)
    else:
        await _open(turn, FIND_STAFF, {})


async def is_administrator(turn: Turn) -> bool:
    """Whether the speaker keeps the staff list; whoever does not is told so."""
    if not isinstance(await administrator(turn.work, turn.person), Refusal):
        return True
    turn.notice("roster.not_yours", alert=True)
    if not turn.said.query_id:
        await say_with_menu(turn, "roster.not_yours")
    return False


async def finish_find_staff(turn: Turn, told: StaffSought) -> None:
    """Look for whom was named."""
    if await is_administrator(turn):
        await _look(turn, told.who)


async def _look(turn: Turn, words: str) -> None:
    found = await find_staff(turn.work, words)
    if len(found) == 1:
        await show_card(turn, found[0])
    elif not found and half_told(turn):
        await say_with_menu(turn, "roster.nobody", wanted=words.strip()[:40])
    elif not found:
        await _open(turn, ENTER_STAFF, entry_begun(words))
    else:
        shown = found[:SHOWN]
        rows: Rows = tuple((Button("roster.person", f"s:{one.id}:view", _line(one)),) for one in shown)
        rows += ((Button("roster.act.enter", "s:new"),),)
        await turn.say("roster.list", {"more": max(0, len(found) - SHOWN)}, rows, Keyboard.INLINE)


def _line(staff: Staff) -> dict[str, Json]:
    return {"name": staff.name, "end": staff.phone[-4:], "revoked": staff.revoked}


async def show_card(turn: Turn, staff: Staff) -> None:
    """One official with posts and leave, and what may be done about them."""
    await turn.say(
        "roster.card", await staff_words(turn.work, staff), await _rows(turn, staff), Keyboard.INLINE
    )


async def _rows(turn: Turn, staff: Staff) -> Rows:
    if staff.revoked:
        return ()
    holds = bool(await turn.work.staff.posts_not_over(staff.id))
    verbs: Sequence[Sequence[str]] = (
        ("give_post", "end_post", "stand_in") if holds else ("give_post",),
        ("hand_over",) if holds else (),
        ("revoke",) if staff.user_id is not None else ("invite", "revoke"),
    )
    rows = (
        tuple(Button(f"roster.act.{verb}", f"s:{staff.id}:{verb}") for verb in row) for row in verbs if row
    )
    return tuple(rows)


async def press_staff(turn: Turn, staff_id: int, verb: str) -> None:
    """A button under somebody of the list."""
    if not await is_administrator(turn):
        return
    staff = await turn.work.staff.find(staff_id)
    if staff is None:
        turn.notice("roster.refused.gone", alert=True)
    elif verb == "view":
        turn.notice()
        await show_card(turn, staff)
    elif verb == "invite":
        await send_invitation(turn, staff)
    elif verb in _FORMS:
        await _open(turn, _FORMS[verb], await _begun(turn, staff, verb))
    else:
        turn.notice("form.stale", alert=True)


async def press_enter(turn: Turn) -> None:
    """Whoever is meant is none of those found."""
    if await is_administrator(turn):
        await _open(turn, ENTER_STAFF, {WISH: "enter"})


async def _begun(turn: Turn, staff: Staff, verb: str) -> Answers:
    cases = len(await turn.work.cases.find_told(staff.id))
    answers: Answers = {STAFF_ID: staff.id, "name": staff.name, "cases": cases}
    if verb not in _OF_POSTS:
        return answers
    own = await turn.work.staff.posts_not_over(staff.id)
    held = [post for post in own if post.holder is not None and post.holder.id == staff.id]
    labels = {f"p{post.id}": _label(post_words(turn.work, post)) for post in held}
    return with_picks(answers, POST, labels)


def _label(words: dict[str, Json]) -> str:
    """A post by its place; the role is added by the button's own words."""
    return f"{words['place']}{words['department']}|terms.role.{words['role']}"


async def _open(turn: Turn, form: Form, answers: Answers) -> None:
    """Open a form; a story half told in this chat is not thrown away for that."""
    if half_told(turn):
        await turn.say("task.finish_first")
        return
    turn.notice()
    await open_form(turn, form, answers)


async def press_approval(turn: Turn, approval_id: int, *, granted: bool) -> None:
    """The second administrator agrees or not."""
    result = await rule(turn.work, turn.person, approval_id, granted=granted)
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True, **result.arguments)
    else:
        turn.notice("roster.approval.noted")


def _read(parts: Sequence[str]) -> Handler:
    match parts:
        case ["new"]:
            return press_enter
        case [staff_id, verb]:
            return partial(press_staff, staff_id=number_in(staff_id), verb=verb)
    raise ValueError(parts)


def _read_approval(parts: Sequence[str]) -> Handler:
    match parts:
        case [approval_id, "yes" | "no" as answer]:
            return partial(press_approval, approval_id=number_in(approval_id), granted=answer == "yes")
    raise ValueError(parts)


BUTTONS: Final[Mapping[str, Reader]] = {"s": _read, "v": _read_approval}
