"""督办: a leader or a superior presses for speed, at any time; and what officials answer to the ladder."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.cases.card import refresh_cards
from desk.actions.cases.door import NOT_YOURS, TOO_LATE, Access, Refusal, access_case, acting
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import choose, organisation_of
from desk.actions.escalation.pressing import (
    PressedParties,
    PressingWords,
    open_button,
    press_on,
    receipt_button,
    who_is_pressed,
)
from desk.domain.cases.case import Act, Case
from desk.domain.cases.ledger import Entry
from desk.domain.escalation.ladder import LadderStep, Taken
from desk.domain.people.people import Person, Staff
from desk.domain.talk.messages import Json
from desk.domain.talk.pieces import Piece, goes_apart, says_something
from desk.ports.work import Work

RECEIVED_BEFORE = Refusal("ladder.received_before")
_WORDS_SHOWN = 1000  # characters


async def supervise_case(work: Work, person: Person, case_id: int, piece: Piece) -> Case | Refusal:
    """Mark the case until it is finished, and tell whoever must move, with the presser's words if any."""
    access = await access_case(work, person, case_id, Act.SUPERVISE)
    if isinstance(access, Refusal):
        return access
    staff, words = acting(access), text_in([piece])
    case = await move_case(work, access, Act.SUPERVISE, words, supervised_at=work.now)
    if says_something(piece):
        await keep_official_words(work, case, person, LadderStep.SUPERVISION, [piece])
    organisation = await organisation_of(work, case)
    pressed = who_is_pressed(case, organisation)
    await work.ladder.renew(
        Taken(case.id, LadderStep.SUPERVISION, work.now, owner_id=pressed.owner.id, superior_id=staff.id)
    )
    await refresh_cards(work, case, choose(case, organisation).staff)
    await _tell_pressed(work, case, pressed, staff, words)
    return case


async def _tell_pressed(work: Work, case: Case, pressed: PressedParties, by: Staff, words: str) -> None:
    owner = pressed.owner
    arguments: dict[str, Json] = {
        "by": by.name,
        "said": words[:_WORDS_SHOWN],
        "owner": owner.name,
        "phone": owner.phone,
    }
    if owner.id != by.id:
        buttons = (receipt_button(case, LadderStep.SUPERVISION), open_button(case))
        await press_on(work, case, owner, PressingWords("supervise.owner", arguments, (buttons,)))
    if pressed.superior is not None and pressed.superior.id != by.id:
        note = PressingWords("supervise.copy", arguments, ((open_button(case),),))
        await press_on(work, case, pressed.superior, note)


async def receive_step(work: Work, person: Person, case_id: int, step: LadderStep) -> Case | Refusal:
    """Sign for a step: only whoever it went to, and once. The case itself stays as it is."""
    access = await access_case(work, person, case_id, Act.RECEIVE)
    if isinstance(access, Refusal):
        return access
    taken = await _step_of(work, access.case, step)
    asked = None if taken is None else _asked(taken)
    if asked is None or asked != acting(access).id:
        return NOT_YOURS
    if not await work.ladder.receive(case_id, step):
        return RECEIVED_BEFORE
    state = access.case.state
    entry = Entry(case_id, Act.RECEIVE, access.capacity.value, person.id, state, state, step.value)
    await work.ledger.append(entry)
    return access.case


def _asked(taken: Taken) -> int | None:
    """An inspection is the superior's task, every other step the owner's."""
    return taken.superior_id if taken.step is LadderStep.INSPECTION else taken.owner_id


async def rectify(work: Work, person: Person, case_id: int, pieces: Sequence[Piece]) -> Case | Refusal:
    """What the owner will do about it, with whatever shows it; the superior reads it."""
    access = await _asked_for(work, person, case_id, Act.RECTIFY, LadderStep.RECTIFICATION)
    if isinstance(access, Refusal):
        return access
    case, pressed = await _answered(work, access, Act.RECTIFY, LadderStep.RECTIFICATION, pieces)
    await _pass_on(work, case, acting(access), pressed.superior, ("ladder.rectified", pieces))
    return case


async def inspect_case(work: Work, person: Person, case_id: int, pieces: Sequence[Piece]) -> Case | Refusal:
    """What the superior found; the owner reads it."""
    access = await _asked_for(work, person, case_id, Act.INSPECT, LadderStep.INSPECTION)
    if isinstance(access, Refusal):
        return access
    case, pressed = await _answered(work, access, Act.INSPECT, LadderStep.INSPECTION, pieces)
    await _pass_on(work, case, acting(access), pressed.owner, ("ladder.inspected", pieces))
    return case


async def _asked_for(
    work: Work, person: Person, case_id: int, act: Act, step: LadderStep
) -> Access | Refusal:
    """The case, if the step was taken and this person is, or was then, the one who answers for it."""
    access = await access_case(work, person, case_id, act)
    if isinstance(access, Refusal):
        return access
    taken = await _step_of(work, access.case, step)
    if taken is None:
        return TOO_LATE
    now = who_is_pressed(access.case, await organisation_of(work, access.case))
    one = now.superior if step is LadderStep.INSPECTION else now.owner
    may = {_asked(taken), None if one is None else one.id}
    return access if acting(access).id in may else NOT_YOURS


async def _answered(
    work: Work, access: Access, act: Act, step: LadderStep, pieces: Sequence[Piece]
) -> tuple[Case, PressedParties]:
    case = await move_case(work, access, act, text_in(pieces))
    await keep_official_words(work, case, access.person, step, pieces)
    await work.ladder.answer(case.id, step)
    organisation = await organisation_of(work, case)
    await refresh_cards(work, case, choose(case, organisation).staff)
    return case, who_is_pressed(case, organisation)


async def _pass_on(
    work: Work, case: Case, by: Staff, to: Staff | None, said: tuple[str, Sequence[Piece]]
) -> None:
    template, pieces = said
    if to is None or to.id == by.id:
        return
    arguments: dict[str, Json] = {
        "by": by.name,
        "said": text_in(pieces)[:_WORDS_SHOWN],
        "files": sum(map(goes_apart, pieces)),
    }
    await press_on(work, case, to, PressingWords(template, arguments, ((open_button(case),),)))


async def _step_of(work: Work, case: Case, step: LadderStep) -> Taken | None:
    steps = await work.ladder.taken_in(case.id)
    return next((one for one in steps if one.step is step), None)
