"""Opening forms and asking their questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from desk.actions.cases.card_text import shortened
from desk.actions.cases.door import Conflict
from desk.actions.cases.official_words import text_in
from desk.actions.cases.resident_words import is_kept_back
from desk.domain.county.phones import masked
from desk.domain.policy.view import holds_story
from desk.domain.reports.forms import OPENING, SOUNDS_LIKE, is_nameless
from desk.domain.talk.draft_story import with_fresh_story, without_story
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import (
    STORY,
    Answers,
    Form,
    Step,
    StepKind,
    begin,
    picked,
    picks_of,
    story_of,
)
from desk.domain.talk.messages import Button, Json, Keyboard, Rows, message_to
from desk.domain.talk.pieces import goes_apart
from handlers.talk.listed import as_here
from handlers.talk.menu import (
    CONTACT_ROWS,
    LOCATED_STORY_ROWS,
    OWN_CONTACT_ROWS,
    PLACE_ROWS,
    SKIP_ROWS,
    STORY_ROWS,
    WORDS_ROWS,
)
from handlers.talk.rows import in_rows
from handlers.talk.turn import Turn

READ_BACK: Final = "confirm"
REPEATED: Final = "repeated"  # which question was asked again, and the end of the key of its newest copy
ANSWERED: Final = "answered"  # the question at which stray words were last answered
TERM: Final = "|"  # in the label of a pick: behind it stands the key of a text that explains it
# Whoever sends many messages in a row is not answered after each of them.
_IN_A_ROW: Final = timedelta(seconds=20)
_TWO_IN_A_ROW: Final = 3  # from so many options on, two buttons share a row
_STORY_SHOWN: Final = 1500  # characters of the story in a read-back
_SUBJECT_SHOWN: Final = 200  # … and of whom it is about


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
    await keep(turn, replace(former, answers={**former.answers, REPEATED: repeated}))
    await ask(turn, form, hint)
    await put_away(turn, form, former)


async def put_away(turn: Turn, form: Form, draft: Draft) -> None:
    """Take the buttons off a question that is not open any more."""
    form = as_here(turn, form)
    if _inline(form.step(draft.step)):
        await _replace_question(turn, draft, "form.moved", {"key": f"{form.name}.{draft.step}.ask"})


async def keep_words(turn: Turn, before: Draft, after: Draft) -> bool:
    """Store words beside the point; whether they are answered: the first at a question, or after a pause."""
    answered = before.step in OPENING or before.answers.get(ANSWERED) == before.question
    worth = not answered or turn.work.now - before.updated_at > _IN_A_ROW
    answers = {**after.answers, ANSWERED: after.question} if worth else after.answers
    await keep(turn, replace(after, answers=answers))
    return worth


async def ask(turn: Turn, form: Form, hint: str = "") -> None:
    """Ask the open question, after a hint about what was just said."""
    form = as_here(turn, form)
    draft = await with_what_it_shows(turn, opened(turn))
    step = form.step(draft.step)
    rows = question_rows(form, step, draft)
    turn.spoken += 1
    asked = {"key": f"{form.name}.{step.name}.ask", "hint": hint, **question_arguments(turn, draft)}
    message = turn.message(question_key(draft), "form.question", asked, rows)
    keyboard = Keyboard.INLINE if _inline(step) else Keyboard.ONCE
    await turn.work.outbox.say(replace(message, keyboard=keyboard))


async def show_answer(turn: Turn, form: Form, draft: Draft, choice: str) -> None:
    """Take the buttons off an answered question and leave what was chosen in sight."""
    step = as_here(turn, form).step(draft.step)
    label = picks_of(step, draft.answers).get(choice, "")
    if not label and choice not in step.options:
        return
    words: dict[str, Json] = {
        "key": f"{form.name}.{step.name}.ask",
        "answer": "form.pick" if label else option_key(form, step, choice),
        **label_arguments(label),
    }
    await _replace_question(turn, draft, "form.answered", words)


async def _replace_question(turn: Turn, draft: Draft, template: str, words: dict[str, Json]) -> None:
    draft = await with_what_it_shows(turn, draft)
    closing = turn.house.closing.get(draft.step)
    last = None if closing is None else closing(turn, draft)
    shown = (template, {**words, **question_arguments(turn, draft)})
    if last is not None:
        shown = (last.template, {**last.arguments})
    # As a card: nobody waits for it, the answers of others go first.
    message = message_to(turn.person, f"{question_key(draft)}:{template}:{turn.said.stamp}", *shown)
    await turn.work.outbox.say(replace(message, edits=question_key(draft)))


async def with_what_it_shows(turn: Turn, draft: Draft) -> Draft:
    """The read-back shows the story; no other question does."""
    return await with_all_told(turn, draft) if draft.step == READ_BACK else draft


async def with_all_told(turn: Turn, draft: Draft) -> Draft:
    """The draft with its story among the answers, read once."""
    return draft if STORY in draft.answers else await turn.work.drafts.whole(draft)


def question_key(draft: Draft) -> str:
    """The business key of a question's newest copy: chat, form, question number, and when it was repeated."""
    copy = repeated_at(draft)
    return f"question:{draft.chat_id}:{draft.form}:{draft.started_at.isoformat()}:{draft.question}{copy}"


def repeated_at(draft: Draft) -> str:
    """The end of the key of the newest copy of the open question; nothing when it was asked once."""
    repeated = draft.answers.get(REPEATED)
    return str(repeated[1]) if isinstance(repeated, list) and repeated[0] == draft.question else ""


def opened(turn: Turn) -> Draft:
    """The draft of this chat. Raises LookupError when there is none: a mistake of the caller."""
    if turn.draft is None:
        raise LookupError("no form is open")
    return turn.draft


def code(draft: Draft, choice: str) -> str:
    """What a button of the open question carries."""
    return f"f:{draft.question}:{choice}"


def question_rows(form: Form, step: Step, draft: Draft) -> Rows:
    """The buttons of a question."""
    if not _inline(step):
        return _rows_of_kind(step)
    buttons = [
        Button("form.pick", code(draft, pick), label_arguments(label))
        for pick, label in picks_of(step, draft.answers).items()
    ]
    buttons += [Button(option_key(form, step, option), code(draft, option)) for option in step.options]
    width = 2 if len(buttons) >= _TWO_IN_A_ROW and step.kind is not StepKind.CONFIRM else 1
    rows = in_rows(buttons, width)
    way_out = [Button("menu.button.cancel", code(draft, "cancel"))]
    if form.before(step.name, draft.answers) is not None:
        way_out.insert(0, Button("menu.button.back", code(draft, "back")))
    return (*rows, tuple(way_out))


def option_key(form: Form, step: Step, option: str) -> str:
    """The text of an option: its own, or that of the county's list."""
    return step.labels.get(option) or f"{form.name}.{step.name}.{option}"


def label_arguments(label: str) -> dict[str, Json]:
    """What the words of a pick show: its name, and the text that explains it, if any."""
    name, _, term = label.partition(TERM)
    return {"label": name, "term": term}


def _inline(step: Step) -> bool:
    return step.kind in {StepKind.CHOICE, StepKind.PICK, StepKind.CONFIRM}


def _rows_of_kind(step: Step) -> Rows:
    if step.kind is StepKind.CONTACT:
        return CONTACT_ROWS if step.optional else OWN_CONTACT_ROWS
    if step.kind is StepKind.WORDS:
        return SKIP_ROWS if step.optional else WORDS_ROWS
    if step.located:
        return LOCATED_STORY_ROWS
    return _ROWS[step.kind]


_ROWS: Final[Mapping[StepKind, Rows]] = {StepKind.STORY: STORY_ROWS, StepKind.PLACE: PLACE_ROWS}


def question_arguments(turn: Turn, draft: Draft) -> dict[str, Json]:
    """What questions and read-backs may show of the answers so far."""
    answers = draft.answers
    # Only the read-back shows the story: what was not consented to is not copied about.
    story = story_of(answers) if draft.step == READ_BACK else []
    place = answers.get("place")
    contact = answers.get("contact") or turn.person.phone
    return {
        "answers": {name: value for name, value in answers.items() if name != "story" and ":" not in name},
        "trouble": answers.get("trouble") or "other",
        "sounds_like": answers.get(SOUNDS_LIKE) or "",
        "danger": answers.get("danger") == "yes" or bool(answers.get("alarmed")),
        "place": place_said(turn, place),
        "story": shortened(text_in(story), _STORY_SHOWN),
        "files": sum(map(goes_apart, story)),
        "subject": _words_of(answers.get("subject"))[:_SUBJECT_SHOWN],
        "contact": masked(contact) if isinstance(contact, str) else "",
        "accused": label_arguments(picked(answers, "official"))["label"],
        "kept_back": is_nameless(answers) and any(is_kept_back(piece) for piece in story),
    }


def place_said(turn: Turn, place: Json) -> str:
    """Where it is, in words; nothing for the whole county: there nobody could say where."""
    if not isinstance(place, str) or place == turn.work.areas.county.code:
        return ""
    return turn.work.areas.path(place)


def _words_of(value: Json) -> str:
    if isinstance(value, dict):
        value = value.get("text")
    return value if isinstance(value, str) else ""
