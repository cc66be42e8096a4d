"""An edited message: without new words it is silence, with new words these take the place of the old."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from desk.actions.cases.door import Refusal
from desk.actions.danger.listening import may_be_danger
from desk.actions.reports.correct_words import SAME, correct_words
from desk.domain.cases.case import Case
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Form, StepKind
from desk.domain.talk.messages import Json
from desk.domain.talk.pieces import corrected, is_elsewhere, says_otherwise
from handlers.talk.danger import watch_for_danger
from handlers.talk.forms import ask_again, keep, opened
from handlers.talk.turn import Turn

Fresh = Callable[[Turn], Awaitable[None]]


async def take_edit(turn: Turn, as_fresh: Fresh) -> None:
    """Find what the message was part of: the open form, or a case; of danger nothing is left to chance."""
    draft = turn.draft
    if draft is not None and (await _in_story(turn, draft) or await _in_answers(turn, draft)):
        return
    result = await correct_words(turn.work, turn.person, turn.said.piece())
    if result is SAME:
        return
    if isinstance(result, Case):
        await turn.say("edit.corrected", {"number": result.number})
    elif may_be_danger(turn.work, turn.said.text):
        await as_fresh(turn)
    elif isinstance(result, Refusal):
        await turn.say(result.template)
    elif turn.said.text:
        await turn.say("edit.unknown")


async def _in_story(turn: Turn, draft: Draft) -> bool:
    """Whether it was a piece of the open story."""
    old, new = await turn.work.drafts.find_piece(draft, turn.said.message_id), turn.said.piece()
    if old is None:
        return False
    if says_otherwise(old, new):
        new = corrected(old, new)
    elif not is_elsewhere(old, new):
        return True
    edited = await turn.work.drafts.replace_piece(draft, new)
    if edited is not None:
        await keep(turn, edited)
    if says_otherwise(old, new):
        await _noted(turn)
    return True


async def _in_answers(turn: Turn, draft: Draft) -> bool:
    """Whether it was the answer to a question of the open form."""
    for name, old in draft.answers.items():
        if not isinstance(old, dict) or old.get("message_id") != turn.said.message_id:
            continue
        new = turn.said.piece()
        if says_otherwise(old, new):
            answers: dict[str, Json] = {**draft.answers, name: corrected(old, new)}
            await keep(turn, replace(draft, answers=answers))
            await _noted(turn)
        return True
    return False


async def _noted(turn: Turn) -> None:
    """Say so; what is being read back is read back anew."""
    draft = opened(turn)
    form = turn.house.forms.get(draft.form)
    if form is None:
        return
    await watch_for_danger(turn, form, stored=True)
    if _reads_back(form, draft):
        await ask_again(turn, form, "form.edited")
    else:
        await turn.say("form.edited")


def _reads_back(form: Form, draft: Draft) -> bool:
    return any(step.name == draft.step and step.kind is StepKind.CONFIRM for step in form.steps)
