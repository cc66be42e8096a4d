"""/procedures and the cards of procedures: looking, the next step, beginning one from a household."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.households.measures import access_measures, open_measures
from desk.actions.procedures.card import notice_words, send_procedure_card
from desk.actions.procedures.door import StepAccess, access_step, see_procedure
from desk.actions.procedures.open import ONE_OPEN, opener_of
from desk.actions.procedures.rulings import settle_measures
from desk.actions.procedures.steps import end_notice
from desk.actions.procedures.worklist import PAGE, list_open
from desk.domain.households.household import Household, HouseholdClass
from desk.domain.people.people import Person
from desk.domain.procedures.forms import (
    ACT,
    ASSESSMENT,
    BEGIN_EXIT,
    CHECK,
    CLUE,
    CONSENT,
    HEAD,
    HOUSEHOLD,
    KIND,
    MATCHING,
    MEETING,
    POSTED,
    PROCEDURE,
    REASON,
    TURN,
)
from desk.domain.procedures.procedure import Procedure, ProcedureAct, ProcedureKind, StepTaken
from desk.domain.talk.forms import Answers, Form, with_picks
from desk.domain.talk.messages import Button, Json, Keyboard, Lane, Rows, in_rows
from desk.ports.work import Work
from handlers.talk.forms import open_form
from handlers.talk.half_told import half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn

CARD, TEXT, FILES = "card", "text", "files"
_MOST_PEOPLE: Final = 12
_FORMS: Final[Mapping[ProcedureAct, Form]] = {
    ProcedureAct.ASSESS: ASSESSMENT,
    ProcedureAct.VERIFY: CHECK,
    ProcedureAct.MATCH: MATCHING,
    ProcedureAct.MEET: MEETING,
    ProcedureAct.POST: POSTED,
    ProcedureAct.OBJECT: REASON,
    ProcedureAct.ROLL_BACK: REASON,
    ProcedureAct.REFUSE: REASON,
    ProcedureAct.AGREE: CONSENT,
    ProcedureAct.APPROVE: CONSENT,
}
_DIRECT: Final[Mapping[ProcedureAct, Callable[[Work, Person, StepTaken], Awaitable[Procedure | Refusal]]]] = {
    ProcedureAct.END_NOTICE: end_notice,
    ProcedureAct.SETTLE: settle_measures,
}


async def list_procedures(turn: Turn, page: int = 0) -> None:
    """What is open within reach of this official, the first due first."""
    turn.notice()
    found = await list_open(turn.work, turn.person, page)
    if found is None:
        await say_with_menu(turn, "desk.officials_only")
        return
    words, ids, more = found
    if not ids:
        await say_with_menu(turn, "procedure.nothing")
        return
    buttons = [
        Button("procedure.button.item", f"g:{one}:{CARD}", {"n": n})
        for n, one in enumerate(ids, page * PAGE + 1)
    ]
    rows = in_rows(buttons)
    if more:
        rows = (*rows, (Button("procedure.button.next", f"g:list:{page + 1}"),))
    await turn.say("procedure.list", words, rows, Keyboard.INLINE)


async def press_look(turn: Turn, procedure_id: int, wish: str) -> None:
    """The card as it is now, the text of its notice, or what was photographed."""
    seen = await see_procedure(turn.work, turn.person, procedure_id)
    if isinstance(seen, Refusal):
        turn.notice(seen.template, alert=True)
        return
    turn.notice()
    if wish == TEXT:
        await turn.say("procedure.notice", notice_words(turn.work, seen.procedure, seen.household))
    elif wish == FILES:
        await _send_files(turn, procedure_id)
    else:
        key = f"procedure:{procedure_id}:shown:{turn.said.stamp}"
        await send_procedure_card(turn.work, seen, seen.staff, key, Lane.WAITING)


async def _send_files(turn: Turn, procedure_id: int) -> None:
    for number, note in enumerate(await turn.work.procedures.notes(procedure_id)):
        if note.file_id:
            key = f"procedure:{procedure_id}:file:{number}:{turn.said.stamp}"
            message = turn.message(key, f"procedure.note.{note.act.value}")
            file = replace(message, file_id=note.file_id, file_kind=note.file_kind, talk=False)
            await turn.work.outbox.say(file)


async def press_step(turn: Turn, procedure_id: int, shown: int, act: ProcedureAct) -> None:
    """A step at once, or the form that asks for what belongs to it."""
    if act in _DIRECT:
        result = await _DIRECT[act](turn.work, turn.person, StepTaken(procedure_id, shown))
        await say_result(turn, procedure_id, result)
    elif act in _FORMS:
        access = await access_step(turn.work, turn.person, procedure_id, shown, act)
        await _open(turn, procedure_id, shown, (access, act))
    else:
        turn.notice("form.stale", alert=True)


async def _open(
    turn: Turn, procedure_id: int, shown: int, asked: tuple[StepAccess | Refusal, ProcedureAct]
) -> None:
    access, act = asked
    if isinstance(access, Refusal):
        await say_result(turn, procedure_id, access)
    elif not half_told(turn):
        turn.notice()
        answers: Answers = {
            PROCEDURE: procedure_id,
            TURN: shown,
            ACT: act.value,
            KIND: access.procedure.kind.value,
            HEAD: access.household.head.name,
        }
        await open_form(turn, _FORMS[act], _with_people(answers))


def _with_people(answers: Answers) -> Answers:
    numbers = {str(number): str(number) for number in range(1, _MOST_PEOPLE + 1)}
    return with_picks(answers, "people", numbers)


async def say_result(turn: Turn, procedure_id: int, result: Procedure | Refusal) -> None:
    """What came of a step; whoever was too late sees how things stand."""
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True, **result.arguments)
        seen = await see_procedure(turn.work, turn.person, procedure_id)
        if not isinstance(seen, Refusal):
            key = f"procedure:{procedure_id}:now:{turn.said.stamp}"
            await send_procedure_card(turn.work, seen, seen.staff, key, Lane.WAITING)
        return
    turn.notice()
    await say_with_menu(turn, "procedure.noted", **await _noted(turn, result))


async def say_formed(turn: Turn, result: Procedure | Refusal) -> None:
    """What came of a form: the next step, or why not, in words that stay."""
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
    else:
        await say_with_menu(turn, "procedure.noted", **await _noted(turn, result))


async def _noted(turn: Turn, procedure: Procedure) -> dict[str, Json]:
    household = await turn.work.households.find(procedure.household_id)
    next_one = (
        None if procedure.told_staff_id is None else await turn.work.staff.find(procedure.told_staff_id)
    )
    return {
        "head": "" if household is None else household.head.name,
        "stage": procedure.stage.value,
        "owner": "" if next_one is None else next_one.name,
        "due_at": procedure.due_at.isoformat(),
    }


async def rows_of_household(work: Work, person: Person, household: Household) -> Rows:
    """What may be pressed on the card of a household: its procedure, or one to begin; its measures."""
    open_one = await work.procedures.open_of(household.id)
    watched = household.household_class is HouseholdClass.MONITORED
    kind = ProcedureKind.EXIT if watched else ProcedureKind.INCLUSION
    begin = Button(f"procedure.button.{'exit' if watched else 'clue'}", f"g:new:{household.id}:{kind}")
    row = begin if open_one is None else Button("procedure.button.open", f"g:{open_one.id}:{CARD}")
    if isinstance(await access_measures(work, person, household.id), Refusal):
        return ((row,),)
    measures = [Button("procedure.button.measure", f"g:m:{household.id}")]
    if open_measures(household):
        measures.append(Button("procedure.button.finish", f"g:d:{household.id}"))
    return (tuple(measures), (row,))


async def press_begin(turn: Turn, household_id: int, kind: ProcedureKind) -> None:
    """A button on the card of a household: a clue asks what was seen, an exit whether to begin at all."""
    household = await opener_of(turn.work, turn.person, household_id, kind)
    if isinstance(household, Refusal):
        turn.notice(household.template, alert=True)
    elif await turn.work.procedures.open_of(household_id) is not None:
        turn.notice(ONE_OPEN.template, alert=True)
    elif not half_told(turn):
        turn.notice()
        form = BEGIN_EXIT if kind is ProcedureKind.EXIT else CLUE
        await open_form(turn, form, {HOUSEHOLD: household_id, HEAD: household.head.name})
