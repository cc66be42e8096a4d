"""Giving a case away by two taps: the line of the queue, then whoever shall have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from desk.actions.cases.card_buttons import act_code
from desk.actions.cases.card_text import story_text
from desk.actions.cases.door import Access, Refusal, access_case, access_fresh
from desk.actions.cases.responsible import who_holds
from desk.actions.cases.view import view_case
from desk.actions.handing_over.receivers import Receiver, Target, receivers_of
from desk.actions.handing_over.transfer import transfer_case
from desk.actions.worklists.queue import due_arguments, line_arguments
from desk.domain.cases.case import Act, Case, State
from desk.domain.cases.lifecycle import next_state
from desk.domain.talk.messages import Button, Json, Rows, in_rows
from desk.domain.worklists.queue import QueueLine
from handlers.cases.card import open_card, refuse_on_card
from handlers.talk.codes import number_in
from handlers.talk.turn import Handler, Reader, Turn

_NOT_TAKEN = frozenset({State.SUBMITTED, State.ASSIGNED, State.DISPUTED})
_STORY_SHOWN = 120  # characters: enough to know whose it is


async def open_item(turn: Turn, case_id: int) -> None:
    """A line of the queue: what nobody has taken is given away here, everything else is shown as its card."""
    access = await access_case(turn.work, turn.person, case_id, Act.TRANSFER)
    if isinstance(access, Refusal) or access.case.state not in _NOT_TAKEN or _is_own(access):
        await open_card(turn, case_id)
        return
    await view_case(turn.work, turn.person, case_id)
    turn.notice()
    await turn.put(
        "assign", turn.said.stamp, "desk.assign", await _arguments(turn, access), await _rows(turn, access)
    )


def _is_own(access: Access) -> bool:
    """Whoever answers for a case themselves has its card with all that they may do."""
    return next_state(access.case.state, Act.ACCEPT, access.capacity) is not None


async def give(turn: Turn, case_id: int, version: int, code: str, first: str) -> None:
    """Hand the case to whoever was tapped."""
    fresh = await access_fresh(turn.work, turn.person, case_id, version, Act.TRANSFER)
    result: Case | Refusal = fresh if isinstance(fresh, Refusal) else fresh.case
    if not isinstance(fresh, Refusal):
        result = await transfer_case(turn.work, turn.person, case_id, Target(code), {})
    if isinstance(result, Refusal):
        await refuse_on_card(turn, case_id, result)
        return
    choice = await who_holds(turn.work, result)
    arguments = {"number": result.number, "unit": result.department, "owner": choice.staff.name}
    turn.notice("desk.given.notice", owner=choice.staff.name)
    await turn.put(
        "assign", first, "desk.given.message", {**arguments, "due": due_arguments(turn.work, result.due_at)}
    )


async def _arguments(turn: Turn, access: Access) -> dict[str, Json]:
    case = access.case
    owner = (await who_holds(turn.work, case)).staff
    words = await turn.work.cases.words(case.id)
    return {
        **line_arguments(turn.work, QueueLine(case, owner.name), access.staff or owner),
        "story": story_text(words)[:_STORY_SHOWN],
    }


async def _rows(turn: Turn, access: Access) -> Rows:
    """Those who may have it, two in a row; then the superior's own acts; then the card."""
    case, first = access.case, turn.said.stamp
    receivers = await receivers_of(turn.work, case)
    buttons = [_to(case, receiver, first) for receiver in receivers]
    own = [
        Button(f"task.act.{act.value}", act_code(case, act))
        for act in (Act.RETURN, Act.TAKE)
        if next_state(case.state, act, access.capacity) is not None
    ]
    rows = in_rows(buttons, 2)
    return (*rows, *([tuple(own)] if own else []), (Button("desk.card", f"m:card:{case.id}"),))


def _to(case: Case, receiver: Receiver, first: str) -> Button:
    named = "" if receiver.hold.department else receiver.choice.staff.name
    code = f"q:g:{case.id}:{case.version}:{receiver.code}:{first}"
    return Button("desk.to", code, {"unit": receiver.name, "owner": named})


def _read_line(parts: Sequence[str]) -> Handler:
    [case_id] = parts
    return partial(open_item, case_id=number_in(case_id))


def _read_receiver(parts: Sequence[str]) -> Handler:
    case_id, version, unit, first = parts
    return partial(give, case_id=number_in(case_id), version=number_in(version), code=unit, first=first)


BUTTONS: Final[Mapping[str, Reader]] = {"q:o": _read_line, "q:g": _read_receiver}
