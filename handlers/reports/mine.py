"""我报的事: what became of one's reports; adding words, urging, taking back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from desk.actions.cases.card_text import arguments_from, short_arguments
from desk.actions.cases.door import Access, Refusal, access_case
from desk.actions.cases.families import is_theirs
from desk.actions.cases.responsible import who_holds
from desk.actions.handling.decline import review_case
from desk.actions.reports.additions import urge_case
from desk.actions.reports.withdraw import withdraw_case
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import FINISHED, MERGED_FROM, Act, Case, State
from desk.domain.cases.lifecycle import allowed
from desk.domain.deadlines.deadlines import needs_visit
from desk.domain.reports.forms import ADDITION
from desk.domain.talk.messages import Button, Json, Keyboard, Rows
from desk.ports.work import Work
from handlers.people.own_card import ask_for_card
from handlers.talk.codes import number_in
from handlers.talk.forms import open_form
from handlers.talk.half_told import unless_half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Handler, Reader, Recogniser, Turn
from handlers.talk.typed import button_meant

SHOWN = 8
_OWN_ACTS = (Act.ADD, Act.URGE, Act.WITHDRAW, Act.REVIEW)
OWN_ROWS: Rows = tuple((Button(f"mine.act.{act.value}", act.value),) for act in _OWN_ACTS)
# What these buttons were called before: people go on saying so.
_FORMER_ROWS: Rows = ((Button("mine.former.urge", "urge"), Button("mine.former.withdraw", "withdraw")),)


async def list_mine(turn: Turn) -> None:
    """The newest reports with a line on how far each has come."""
    found = await turn.work.cases.find_of_reporter(turn.person.id, SHOWN)
    cases = [case for case in found if await is_theirs(turn.work, case)]
    if not cases:
        await say_with_menu(turn, "mine.none")
        return
    rows: Rows = tuple((Button("mine.open", f"o:{case.id}:view", _name_of(case)),) for case in cases)
    lines = [{**short_arguments(turn.work, case), "state": _state_shown(turn.work, case)} for case in cases]
    await turn.say("mine.list", {"cases": [*lines]}, rows, Keyboard.INLINE)
    await ask_for_card(turn)


async def _hear_act(turn: Turn) -> str | None:
    return button_meant(turn, OWN_ROWS) or button_meant(turn, _FORMER_ROWS)


async def _take_act(turn: Turn, _act: str) -> None:
    await list_mine(turn)  # which of them is meant is chosen there


def _state_shown(work: Work, case: Case) -> str:
    """A case that waited for material goes on as «in work»: that nobody was there yet must not be hidden."""
    unseen = case.state is State.IN_WORK and case.visited_at is None and needs_visit(case.kind, work.rules)
    return (State.ACCEPTED if unseen else case.state).value


def _name_of(case: Case) -> dict[str, Json]:
    return {"number": case.number, "trouble": case.trouble, "kind": case.kind.value}


async def tell_what_was_missed(turn: Turn) -> None:
    """Whoever comes back after blocking the desk sees how things stand; messages in between are lost."""
    cases = await turn.work.cases.find_of_reporter(turn.person.id, SHOWN)
    if any(case.state not in FINISHED for case in cases):
        await list_mine(turn)


async def press_own(turn: Turn, case_id: int, act: str) -> None:
    """A button under one's own report."""
    match act:
        case "view":
            await _show(turn, case_id)
        case "add":
            await _add(turn, case_id)
        case "urge":
            await _report_back(turn, await urge_case(turn.work, turn.person, case_id), "mine.urged")
        case Act.REVIEW:
            await _review(turn, case_id)
        case "withdraw":
            await _ask_withdrawal(turn, case_id)
        case "withdraw_yes":
            await _withdraw(turn, case_id)
        case _:
            turn.notice("form.stale", alert=True)


async def _reach(turn: Turn, case_id: int, act: Act) -> Access | None:
    """The case behind a button, which is answered here; None when this person may not."""
    access = await access_case(turn.work, turn.person, case_id, act)
    if isinstance(access, Refusal):
        turn.notice(access.template, alert=True)
        return None
    turn.notice()
    return access


async def _show(turn: Turn, case_id: int) -> None:
    access = await _reach(turn, case_id, Act.VIEW)
    if access is None:
        return
    case = access.case
    owner = None if case.state in FINISHED else (await who_holds(turn.work, case)).staff
    words = await turn.work.cases.words(case.id)
    own = [word for word in words if MERGED_FROM not in word.body]
    arguments = await arguments_from(turn.work, case, own)
    await turn.say(
        "mine.case",
        {
            **arguments,
            "state": _state_shown(turn.work, case),
            "owner": "" if owner is None else owner.name,
            "owner_phone": "" if owner is None else owner.phone,
        },
        _own_rows(access),
        Keyboard.INLINE,
    )


def _own_rows(access: Access) -> Rows:
    """Taking danger back is one button too: what comes of it is another thing."""
    possible = allowed(access.case.state, Capacity.REPORTER)
    return tuple(
        (Button(f"mine.act.{act.value}", f"o:{access.case.id}:{act.value}"),)
        for act in _OWN_ACTS
        if act in possible
    )


async def _add(turn: Turn, case_id: int) -> None:
    access = await _reach(turn, case_id, Act.ADD)
    if access is None:
        return
    await open_form(turn, ADDITION, {"case_id": case_id, "number": access.case.number})


async def _review(turn: Turn, case_id: int) -> None:
    """Who has it now is told by the act itself."""
    result = await review_case(turn.work, turn.person, case_id)
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True, **result.arguments)
    else:
        turn.notice("decline.asked")


async def _withdraw(turn: Turn, case_id: int) -> None:
    """Over at once; danger after an official has made sure, and they are told who that will be."""
    result = await withdraw_case(turn.work, turn.person, case_id)
    if isinstance(result, Refusal) or result.state in FINISHED:
        await _report_back(turn, result, "mine.withdrawn")
        return
    turn.notice()
    owner = (await who_holds(turn.work, result)).staff
    await say_with_menu(
        turn, "mine.wish_kept", owner=owner.name, phone=owner.phone, anonymous=result.anonymous
    )


async def _ask_withdrawal(turn: Turn, case_id: int) -> None:
    case = await turn.work.cases.find(case_id)
    danger = case is not None and case.danger
    access = await _reach(turn, case_id, Act.ASK_WITHDRAWAL if danger else Act.WITHDRAW)
    if access is None:
        return
    rows: Rows = (
        (
            Button("mine.withdraw_yes", f"o:{case_id}:withdraw_yes"),
            Button("mine.withdraw_no", f"o:{case_id}:view"),
        ),
    )
    facts = {**short_arguments(turn.work, access.case), "anonymous": access.case.anonymous}
    await turn.say("mine.withdraw_ask", facts, rows, Keyboard.INLINE)


async def _report_back(turn: Turn, result: object, template: str) -> None:
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True, **result.arguments)
        return
    turn.notice()
    await say_with_menu(turn, template)


def _read(parts: Sequence[str]) -> Handler:
    case_id, act = parts
    handler = partial(press_own, case_id=number_in(case_id), act=act)
    return unless_half_told(handler) if act == Act.ADD else handler


BUTTONS: Final[Mapping[str, Reader]] = {"o": _read}
FREE_WORDS: Final = {"own_act": Recogniser(_hear_act, _take_act)}
