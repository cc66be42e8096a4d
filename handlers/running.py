"""Going through an open form: one update is one input, one input has one outcome."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from desk.actions.alarm import look_for_danger
from desk.domain.drafts import Draft
from desk.domain.forms import (
    Form,
    Given,
    Input,
    Move,
    Outcome,
    Pressed,
    Result,
    Spoke,
    StepKind,
    advance,
    begin,
    story_of,
)
from desk.domain.phones import phone_in
from desk.domain.report_forms import RESIDENT_FORMS
from desk.domain.said import SaidKind
from desk.domain.task_forms import TASK_FORMS
from handlers.forms import ask, close_form, keep, opened, show_answer
from handlers.menu import say_with_menu
from handlers.place import place_input
from handlers.report import FINISHERS as RESIDENT_FINISHERS
from handlers.report import LEAVERS
from handlers.task_forms import FINISHERS as TASK_FINISHERS
from handlers.turn import Turn

Finisher = Callable[[Turn, Draft], Awaitable[None]]
FORMS: Final[Mapping[str, Form]] = {form.name: form for form in (*RESIDENT_FORMS, *TASK_FORMS)}
FINISHERS: Final[Mapping[str, Finisher]] = {**RESIDENT_FINISHERS, **TASK_FINISHERS}
# Whoever sends many messages in a row is not asked again after each of them.
_ASK_AGAIN_AFTER: Final = timedelta(seconds=20)
_OPENING: Final = "is_it"  # the question under a free first message


async def continue_form(turn: Turn, said: Input) -> None:
    """Take one input into the open form of this chat."""
    form = FORMS.get(opened(turn).form)
    if form is None or not _has_step(form, opened(turn).step):
        await _begin_again(turn, form)
        return
    await watch_for_danger(turn, form)
    answer = await _worked_out(turn, form, said)
    if answer is None:
        return
    before = opened(turn)
    outcome = advance(form, before, answer, turn.work.now)
    await _consented(turn, before, outcome)
    await _follow(turn, form, before, outcome)
    if isinstance(answer, Pressed) and outcome.result not in {Result.STALE, Result.AGAIN}:
        # Last: the next question is what they wait for.
        await show_answer(turn, form, before, answer.choice)
        turn.notice()


def _has_step(form: Form, name: str) -> bool:
    return any(step.name == name for step in form.steps)


async def _begin_again(turn: Turn, form: Form | None) -> None:
    """A form of an older version: its answers are kept, its questions asked from the start."""
    if form is None:
        await close_form(turn)
        await say_with_menu(turn, "form.gone")
        return
    await keep(turn, begin(form, opened(turn)).draft)
    await ask(turn, form)


async def watch_for_danger(turn: Turn, form: Form) -> None:
    """Look at what was just said; at the first dangerous word people are told and help is named."""
    if not form.watched or not turn.said.text:
        return
    draft, told = await look_for_danger(turn.work, turn.person, opened(turn), turn.said.text)
    if told is not None:
        await keep(turn, draft)
        await turn.say("alarm.resident", {"owner": told.staff.name, "phone": told.staff.phone})


async def _worked_out(turn: Turn, form: Form, said: Input) -> Input | None:
    """Places and telephone numbers as values; None when something was asked back."""
    step = form.step(opened(turn).step)
    if step.kind is StepKind.PLACE:
        return await place_input(turn, form, said)
    if step.kind is StepKind.CONTACT and isinstance(said, Spoke):
        return await _contact(turn, form, said, required=not step.optional)
    return said


async def _contact(turn: Turn, form: Form, said: Spoke, *, required: bool) -> Input | None:
    if turn.said.kind is SaidKind.CONTACT:
        if turn.said.contact_user_id == turn.said.user_id:
            return Given(phone_in(turn.said.phone) or turn.said.phone)
        if required:
            await ask(turn, form, "form.not_own_contact")
            return None
        return Given(phone_in(turn.said.phone) or turn.said.phone)
    phone = None if required else phone_in(turn.said.text)
    if phone is None:
        if form.keeps_story and len(turn.said.text) > 15:
            return said
        await ask(turn, form, "form.no_phone")
        return None
    return Given(phone)


async def _consented(turn: Turn, before: Draft, outcome: Outcome) -> None:
    if before.step == "consent" and outcome.draft.answers.get("consent") == "agree":
        turn.person = replace(
            turn.person, consented_at=turn.work.now, consent_version=turn.work.rules.consent_version
        )
        await turn.work.people.save(turn.person)


async def _follow(turn: Turn, form: Form, before: Draft, outcome: Outcome) -> None:
    match outcome.result:
        case Result.ASK:
            await keep(turn, outcome.draft)
            await ask(turn, form)
        case Result.KEPT | Result.STRAY:
            await _kept(turn, form, before, outcome)
        case Result.AGAIN:
            await ask(turn, form, "form.again")
        case Result.STALE:
            turn.notice("form.stale", alert=True)
        case Result.DONE | Result.LEFT | Result.CANCELLED:
            await _ended(turn, form, outcome)


async def _kept(turn: Turn, form: Form, before: Draft, outcome: Outcome) -> None:
    """The first piece is answered; those that follow at once are kept in silence."""
    await keep(turn, outcome.draft)
    if outcome.result is Result.KEPT:
        if not story_of(before.answers):
            await turn.say("form.kept")
    elif before.step != _OPENING and turn.work.now - before.updated_at > _ASK_AGAIN_AFTER:
        await ask(turn, form, "form.stray")


async def _ended(turn: Turn, form: Form, outcome: Outcome) -> None:
    await close_form(turn)
    if outcome.result is Result.CANCELLED:
        turn.notice()
        await say_with_menu(turn, "form.cancelled")
    elif outcome.result is Result.LEFT:
        await LEAVERS[form.name, outcome.draft.step](turn, outcome.draft)
    else:
        await FINISHERS[form.name](turn, outcome.draft)


def move_named(choice: str) -> Move | None:
    """The move that a button of this name makes."""
    return Move(choice) if choice in set(Move) else None
