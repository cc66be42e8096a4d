"""Opening forms and asking their questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from desk.actions.cases.door import Conflict
from desk.domain.policy.view import holds_story
from desk.domain.talk.draft_story import with_fresh_story, without_story
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import (
    STORY,
    Answers,
    Form,
    begin,
    picks_of,
)
from desk.domain.talk.listed import with_lists
from desk.domain.talk.messages import Json, Message, message_to
from handlers.talk.questions import (
    READ_BACK,
    REPEATED,
    ROW,
    ask_key,
    has_buttons,
    is_row_of_one,
    label_arguments,
    moved_key,
    option_key,
    question_arguments,
    question_key,
    question_message,
)
from handlers.talk.turn import Turn


def as_here(turn: Turn, form: Form) -> Form:
    """The form with what this county has on its lists."""
    return with_lists(form, turn.work.rules.lists)


def form_here(turn: Turn, name: str) -> Form | None:
    """The form of that name, if there still is one."""
    form = turn.house.forms.get(name)
    return None if form is None else as_here(turn, form)


async def open_form(turn: Turn, form: Form, answers: Answers) -> None:
    """Begin a form with what is known and ask its first question."""
    await begin_draft(turn, form, answers)
    await ask(turn, form)


async def begin_draft(turn: Turn, form: Form, answers: Answers) -> None:
    """Begin a form without asking yet; a half-done one of this chat gives way, and its story."""
    form = as_here(turn, form)
    stored = turn.draft
    if stored is not None:
        await turn.work.drafts.forget_story(stored)
    # Numbers of questions grow with time: a button of a form that ended long ago never fits a later one.
    first = max(int(turn.work.now.timestamp() * 1000), 0 if stored is None else stored.question)
    fresh = Draft(
        chat_id=turn.said.chat_id,
        form=form.name,
        step="",
        version=0 if stored is None else stored.version,
        started_at=turn.work.now,
        updated_at=turn.work.now,
        answers=answers,
        question=first,
    )
    fresh = with_fresh_story(fresh)
    await keep(turn, begin(form, replace(fresh, has_story=holds_story(fresh))).draft)


async def keep(turn: Turn, draft: Draft) -> None:
    """Store the draft as the next version of what is stored. Raises Conflict."""
    version = 1 if turn.draft is None else turn.draft.version + 1
    kept = replace(draft, version=version, updated_at=turn.work.now)
    if not await turn.work.drafts.save(kept):
        raise Conflict("the form was changed meanwhile")
    turn.draft = replace(without_story(kept), fresh=())


async def close_form(turn: Turn) -> None:
    """Forget the open form. Raises Conflict when a tick has just taken it."""
    if not await turn.work.drafts.drop(opened(turn)):
        raise Conflict("the form was changed meanwhile")
    turn.draft = None


async def ask_again(turn: Turn, form: Form, hint: str) -> None:
    """Ask the open question once more below; the copy further up loses its buttons."""
    former = opened(turn)
    repeated: Json = [former.question, f":{turn.said.stamp}"]
    answers = {**former.answers, REPEATED: repeated}
    if not is_row_of_one(answers):
        answers.pop(ROW, None)  # its common answer is overtaken by this one
    await keep(turn, replace(former, answers=answers))
    await ask(turn, form, hint)
    await put_away(turn, form, former)


async def put_away(turn: Turn, form: Form, draft: Draft, later: datetime | None = None) -> None:
    """Take the buttons off a question that is not open any more."""
    form = as_here(turn, form)
    if has_buttons(form.step(draft.step)):
        words: dict[str, Json] = {"key": ask_key(draft)}
        await _replace_question(turn, draft, "form.moved", words, later)


async def ask(turn: Turn, form: Form, hint: str = "") -> None:
    """Ask the open question, after a hint about what was just said."""
    turn.spoken += 1
    await turn.work.outbox.say(await question_now(turn, form, hint))


async def question_now(turn: Turn, form: Form, hint: str, count: int = 0) -> Message:
    """The open question as a message; `count` is of what the hint tells."""
    return question_message(
        turn, as_here(turn, form), await with_what_it_shows(turn, opened(turn)), (hint, count)
    )


async def show_answer(turn: Turn, form: Form, draft: Draft, choice: str) -> None:
    """Take the buttons off an answered question and leave what was chosen in sight."""
    step = as_here(turn, form).step(draft.step)
    label = picks_of(step, draft.answers).get(choice, "")
    if not label and choice not in step.options:
        return
    words: dict[str, Json] = {
        "key": ask_key(draft),
        "answer": "form.pick" if label else option_key(form, step, choice),
        **label_arguments(label),
    }
    await _replace_question(turn, draft, "form.answered", words)


async def _replace_question(
    turn: Turn, draft: Draft, template: str, words: dict[str, Json], later: datetime | None = None
) -> None:
    draft = await with_what_it_shows(turn, draft)
    closing = turn.house.closing.get(draft.step)
    last = None if closing is None else closing(turn, draft)
    shown = (template, {**words, **question_arguments(turn, draft)})
    if last is not None:
        shown = (last.template, {**last.arguments})
    # As a card: nobody waits for it, the answers of others go first.
    key = moved_key(draft) if later else f"{question_key(draft)}:{template}:{turn.said.stamp}"
    message = message_to(turn.person, key, *shown)
    await turn.work.outbox.say(replace(message, edits=question_key(draft), not_before=later))


async def with_what_it_shows(turn: Turn, draft: Draft) -> Draft:
    """The read-back shows the story; no other question does."""
    return await with_all_told(turn, draft) if draft.step == READ_BACK else draft


async def with_all_told(turn: Turn, draft: Draft) -> Draft:
    """The draft with its story among the answers, read once."""
    return draft if STORY in draft.answers else await turn.work.drafts.whole(draft)


def opened(turn: Turn) -> Draft:
    """The draft of this chat. Raises LookupError when there is none: a mistake of the caller."""
    if turn.draft is None:
        raise LookupError("no form is open")
    return turn.draft
