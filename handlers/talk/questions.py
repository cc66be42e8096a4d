"""What a question shows: its words with the answers so far, its buttons, and the key of its message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from desk.actions.cases.card_text import shortened
from desk.actions.cases.official_words import text_in
from desk.actions.cases.resident_words import is_kept_back
from desk.domain.county.phones import masked
from desk.domain.reports.forms import SOUNDS_LIKE, is_nameless
from desk.domain.reports.own_traces import NAMES_AT_HOME, traces_in
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Answers, Form, Step, StepKind, all_picked, picked, picks_of, story_of
from desk.domain.talk.messages import Button, Json, Keyboard, Message, Rows, in_rows
from desk.domain.talk.pieces import Piece, goes_apart
from handlers.talk.menu import (
    CONTACT_ROWS,
    LOCATED_STORY_ROWS,
    OWN_CONTACT_ROWS,
    PLACE_ROWS,
    SKIP_ROWS,
    STORY_ROWS,
    WORDS_ROWS,
)
from handlers.talk.turn import Turn

READ_BACK: Final = "confirm"
REPEATED: Final = "repeated"  # which question was asked again, and the end of the key of its newest copy
TERM: Final = "|"  # in the label of a pick: behind it stands the key of a text that explains it
_TWO_IN_A_ROW: Final = 3  # from so many options on, two buttons share a row
_STORY_SHOWN: Final = 1500  # characters of the story in a read-back
_SUBJECT_SHOWN: Final = 200  # … and of whom it is about
IN_A_ROW: Final = "form.row"  # the hint above the question that answers a row
# Questions that are long: what stands in their place when they are asked once more.
_SHORT: Final[Mapping[str, str]] = {
    "report.is_it": "report.is_it.short",
    "report.which": "report.which.short",
    "report.contact": "report.contact.short",
    "complaint.contact": "report.contact.short",
    "complaint.consent": "complaint.consent.short",
    **{
        f"{form}.consent": "report.consent.short"
        for form in ("report", "question", "ask_person", "suggestion")
    },
}
ROW: Final = "row"  # messages in a row to the open question: handlers/talk/in_a_row.py


def question_message(turn: Turn, form: Form, draft: Draft, hint: tuple[str, int] = ("", 0)) -> Message:
    """The question as it is asked, below a hint about what was just said: its text key, and how many came."""
    step = form.step(draft.step)
    words: dict[str, Json] = {"key": ask_key(draft, hint[0]), "hint": hint[0], "count": hint[1]}
    arguments = {**words, **question_arguments(turn, draft)}
    message = turn.message(question_key(draft), "form.question", arguments, question_rows(form, step, draft))
    return replace(message, keyboard=Keyboard.INLINE if has_buttons(step) else Keyboard.ONCE)


def ask_key(draft: Draft, hint: str = "") -> str:
    """The text key of the open question: asked once more, a long one is shorter."""
    name = f"{draft.form}.{draft.step}"
    again = bool(repeated_at(draft)) or hint == IN_A_ROW
    return _SHORT.get(name, f"{name}.ask") if again else f"{name}.ask"


def is_row_of_one(answers: Answers) -> bool:
    """Whether of the messages in a row only the first has come, which was answered at once."""
    row = answers.get(ROW)
    return isinstance(row, list) and row[1] == 1


def moved_key(draft: Draft) -> str:
    """The key of the edit that takes the buttons off a copy of the question, some time later."""
    return f"{question_key(draft)}:moved"


def question_key(draft: Draft) -> str:
    """The business key of a question's newest copy: chat, form, question number, and when it was repeated."""
    copy = repeated_at(draft)
    return f"question:{draft.chat_id}:{draft.form}:{draft.started_at.isoformat()}:{draft.question}{copy}"


def repeated_at(draft: Draft) -> str:
    """The end of the key of the newest copy of the open question; nothing when it was asked once."""
    repeated = draft.answers.get(REPEATED)
    return str(repeated[1]) if isinstance(repeated, list) and repeated[0] == draft.question else ""


def code(draft: Draft, choice: str) -> str:
    """What a button of the open question carries."""
    return f"f:{draft.question}:{choice}"


def question_rows(form: Form, step: Step, draft: Draft) -> Rows:
    """The buttons of a question."""
    if not has_buttons(step):
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


def has_buttons(step: Step) -> bool:
    """Whether its buttons stand under the question itself."""
    return step.kind in {StepKind.CHOICE, StepKind.PICK, StepKind.CONFIRM}


def _rows_of_kind(step: Step) -> Rows:
    if step.kind is StepKind.CONTACT:
        return CONTACT_ROWS if step.optional else OWN_CONTACT_ROWS
    if step.kind is StepKind.WORDS:
        return SKIP_ROWS if step.optional else WORDS_ROWS
    if step.located:
        return LOCATED_STORY_ROWS
    return PLACE_ROWS if step.kind is StepKind.PLACE else STORY_ROWS


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
        "picked": {name: label_arguments(label)["label"] for name, label in all_picked(answers).items()},
        "traces": _traces(turn, draft, story),
        "kept_back": is_nameless(answers) and any(is_kept_back(piece) for piece in story),
    }


def _traces(turn: Turn, draft: Draft, story: Sequence[Piece]) -> list[Json]:
    """What tells who they are in the words of somebody who wants to stay unknown."""
    if not is_nameless(draft.answers):
        return []
    at_home = draft.answers.get(NAMES_AT_HOME)
    known = [turn.person.name, *([turn.person.phone[-8:]] if turn.person.phone else [])]
    known += [str(name) for name in at_home] if isinstance(at_home, list) else []
    return [*traces_in(text_in(story), known, turn.work.rules.asking.own_traces)]


def place_said(turn: Turn, place: Json) -> str:
    """Where it is, in words; nothing for the whole county: there nobody could say where."""
    if not isinstance(place, str) or place == turn.work.areas.county.code:
        return ""
    return turn.work.areas.path(place)


def _words_of(value: Json) -> str:
    if isinstance(value, dict):
        value = value.get("text")
    return value if isinstance(value, str) else ""
