"""The buttons of a case's card: taking up and ruling at once, everything else through a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from desk.actions.cases.attachments import EARLIER, say_earlier_pieces
from desk.actions.cases.card import CardReader, CardSending, renew_card, send_card
from desk.actions.cases.card_buttons import ALL, MORE, WHY
from desk.actions.cases.card_text import shortened, story_text
from desk.actions.cases.door import Access, Refusal, access_case, access_fresh
from desk.actions.cases.explain import explain
from desk.actions.cases.joint_parts import part_of
from desk.actions.cases.responsible import capacity_of_owner, who_holds
from desk.actions.cases.view import view_case
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.card_forms import (
    CASE_ID,
    NUMBER,
)
from desk.domain.cases.case import Act, Case
from desk.domain.people.people import Staff
from desk.domain.talk.forms import Answers
from desk.ports.work import Work
from handlers.talk.codes import number_in
from handlers.talk.forms import open_form
from handlers.talk.half_told import half_told
from handlers.talk.turn import Handler, Reader, Turn

_WHOLE: Final = 60_000  # characters; that many make fifteen messages


async def press_case(turn: Turn, case_id: int, version: int, act: Act) -> None:
    """A button of a card. Whoever was second, or held an old card, is told so and gets the card of now."""
    if act in turn.house.acts:
        result = await turn.house.acts[act](turn.work, turn.person, case_id, version)
        if isinstance(result, Refusal):
            await refuse_on_card(turn, case_id, result)
        else:
            turn.notice(f"task.done.{act.value}", kind=result.kind.value)
    elif act in turn.house.act_forms:
        await _open(turn, case_id, version, act)
    else:
        turn.notice("common.not_yours", alert=True)


async def _open(turn: Turn, case_id: int, version: int, act: Act) -> None:
    """A form decides nothing yet, so a card that grew meanwhile still opens it, while the act is possible."""
    access = await access_case(turn.work, turn.person, case_id, act)
    if isinstance(access, Refusal):
        fresh = await access_fresh(turn.work, turn.person, case_id, version, act)
        await refuse_on_card(turn, case_id, fresh if isinstance(fresh, Refusal) else access)
    elif not half_told(turn):
        await _begin(turn, access, act)


async def _begin(turn: Turn, access: Access, act: Act) -> None:
    """Open the form, with what may be picked in it; where there is nothing to pick it says so."""
    known: Answers = {CASE_ID: access.case.id, NUMBER: access.case.number}
    begin = turn.house.act_facts.get(act)
    answers = known if begin is None else await begin(turn, access, known)
    if isinstance(answers, Refusal):
        turn.notice(answers.template, alert=True)
    else:
        turn.notice()
        await open_form(turn, turn.house.act_forms[act], answers)


async def refuse_on_card(turn: Turn, case_id: int, refusal: Refusal) -> None:
    """Say no kindly, and show whoever may still look how things stand."""
    turn.notice(refusal.template, alert=True, **refusal.arguments)
    seen = await access_case(turn.work, turn.person, case_id, Act.VIEW)
    reader = None if isinstance(seen, Refusal) else await _reader(turn.work, seen)
    if reader is not None and not isinstance(seen, Refusal):
        await renew_card(turn.work, seen.case, reader, turn.said.stamp)


async def open_card(turn: Turn, case_id: int) -> None:
    """Show a case from the list; looking is an act like any other and goes through the door."""
    access = await view_case(turn.work, turn.person, case_id)
    if isinstance(access, Refusal):
        turn.notice(access.template, alert=True)
        return
    turn.notice()
    reader = await _reader(turn.work, access)
    if reader is not None:
        await send_card(turn.work, access.case, reader, CardSending(again=turn.said.stamp))


async def press_card(turn: Turn, case_id: int, wish: str) -> None:
    """A button that shows more or fewer of the acts, or tells why the case came here."""
    access = await access_case(turn.work, turn.person, case_id, Act.VIEW)
    reader = None if isinstance(access, Refusal) else await _reader(turn.work, access)
    if reader is None or isinstance(access, Refusal):
        turn.notice("common.not_yours", alert=True)
        return
    turn.notice()
    if wish == ALL:
        await _show_all(turn, access.case)
    elif wish.startswith(EARLIER):
        await _show_earlier(turn, access.case, reader.staff, wish.removeprefix(EARLIER))
    elif wish == WHY:
        part = await part_of(turn.work, access.case, reader.staff) if reader.part is not None else None
        choice = await who_holds(turn.work, access.case) if part is None else part.choice
        await explain(turn.work, access.case, choice, reader.staff, turn.said.stamp)
    else:
        await renew_card(turn.work, access.case, reader, turn.said.stamp, full=wish == MORE)


async def _show_all(turn: Turn, case: Case) -> None:
    """Everything that the reporter wrote; looking is written down."""
    access = await view_case(turn.work, turn.person, case.id)
    if not isinstance(access, Refusal):
        told = shortened(story_text(await turn.work.cases.words(case.id)), _WHOLE)
        await turn.say("task.whole", {"number": case.number, "story": told})


async def _show_earlier(turn: Turn, case: Case, staff: Staff, skip: str) -> None:
    """The files before those that came with the card."""
    key = f"files:{case.id}:{staff.id}:{turn.said.stamp}"
    heading = turn.message(key, "task.earlier_shown", {"number": case.number})
    heading = replace(heading, case_id=case.id, talk=False)
    await say_earlier_pieces(turn.work, case, heading, int(skip) if skip.isdecimal() and len(skip) < 7 else 0)


async def _reader(work: Work, access: Access) -> CardReader | None:
    """Nobody, when the reporter looks at their own case: they have a list of their own."""
    if access.staff is None:
        return None
    owner = (await who_holds(work, access.case)).staff
    if owner.id == access.staff.id:
        return CardReader(access.staff, await capacity_of_owner(work, access.case), owner)
    part = await part_of(work, access.case, access.staff) if access.capacity is Capacity.HELPER else None
    return CardReader(access.staff, access.capacity, owner, None if part is None else part.helper)


def _read_act(parts: Sequence[str]) -> Handler:
    case_id, version, act = parts
    return partial(press_case, case_id=number_in(case_id), version=number_in(version), act=Act(act))


def _read_look(parts: Sequence[str]) -> Handler:
    case_id, wish = parts
    return partial(press_card, case_id=number_in(case_id), wish=wish)


def _read_line(parts: Sequence[str]) -> Handler:
    [case_id] = parts
    return partial(open_card, case_id=number_in(case_id))


BUTTONS: Final[Mapping[str, Reader]] = {"k": _read_act, "c": _read_look, "m:card": _read_line}
