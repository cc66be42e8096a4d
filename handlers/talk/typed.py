"""Words typed instead of pressing: whoever types «没有» or «发送» means the button."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from desk.domain.policy.view import gives_way
from desk.domain.reports.typed_labels import is_one_of, meant_by
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Form, Input, Move, Pressed, Spoke, Step, StepKind
from desk.domain.talk.messages import Ask, Button, Rows
from desk.domain.talk.said import SaidKind
from handlers.talk.continue_form import continue_form, move_named
from handlers.talk.forms import opened, question_rows
from handlers.talk.listed import form_here
from handlers.talk.place import LABELS, form_keeps
from handlers.talk.turn import Recogniser, Turn

# What else people say for a button; words that are none of its label.
_SPOKEN: Final[Mapping[str, str]] = {
    "agree": "spoken.agree",
    "complaint": "spoken.complaint",
    "mine": "spoken.mine",
    "asking": "spoken.asking",
    "no": "spoken.no",
    "yes": "spoken.yes",
    "send": "spoken.send",
    "same": "spoken.same",
    "another": "spoken.another",
    "none": "spoken.none",
    "unknown": "spoken.unknown",
    "finished": "spoken.finished",
    "skip": "spoken.skip",
}
_CHOSEN: Final = frozenset({StepKind.CHOICE, StepKind.PICK, StepKind.CONFIRM})


def said_or_pressed(turn: Turn) -> Input:
    """What a message is to the open form: the button whose words it says, or a piece of what is told."""
    draft, spoke = opened(turn), Spoke(turn.said.piece())
    form = form_here(turn, draft.form)
    step = None if form is None else next((one for one in form.steps if one.name == draft.step), None)
    if form is None or step is None or turn.said.kind is not SaidKind.TEXT:
        return spoke
    labels = _labels(turn, _buttons(form, step, draft))
    # Where words are an answer too, only the whole label can be meant.
    choice = meant_by(turn.said.text, labels, whole=step.typed is not None or step.kind not in _CHOSEN)
    choice = choice or _by_other_words(turn, labels)
    if choice is None:
        return spoke
    return move_named(choice) or Pressed(choice)


def button_meant(turn: Turn, rows: Rows) -> str | None:
    """The last part of the code of the button whose whole label was typed out of the blue."""
    coded = ((one.code.rpartition(":")[2], one) for row in rows for one in row)
    return meant_by(turn.said.text, _labels(turn, coded), whole=True)


def _buttons(form: Form, step: Step, draft: Draft) -> Iterator[tuple[str, Button]]:
    """The buttons below the question, each with the choice that it makes."""
    for row in question_rows(form, step, draft):
        for button in row:
            if button.ask is Ask.NOTHING:
                yield (button.code or button.label.replace(".", ":")).rpartition(":")[2], button
    if step.kind is StepKind.PLACE:
        yield from _offered(form, draft)


def _offered(form: Form, draft: Draft) -> Iterator[tuple[str, Button]]:
    """What stands below the last message about the place."""
    if form_keeps(form.name):
        yield "unknown", Button(LABELS["unknown"])
    offered = draft.answers.get("offered")
    if isinstance(offered, list) and offered:
        yield "none", Button(LABELS["none"])


def _labels(turn: Turn, buttons: Iterator[tuple[str, Button]]) -> Mapping[str, str]:
    return {
        choice: turn.voice.label(turn.person.language, one.label, one.arguments) for choice, one in buttons
    }


def _by_other_words(turn: Turn, labels: Mapping[str, str]) -> str | None:
    """«没有» skips a question, «完了» ends a story that has begun, «是» is the one village offered."""
    typed = turn.said.text
    offered = opened(turn).answers.get("offered")
    if "none" in labels and isinstance(offered, list) and len(offered) == 1:
        yes = turn.voice.label(turn.person.language, _SPOKEN["same"], None).split("|")
        if is_one_of(typed, yes):
            return str(offered[0])
    for choice in labels:
        if choice in _SPOKEN and (choice != Move.FINISHED or opened(turn).has_story):
            words = turn.voice.label(turn.person.language, _SPOKEN[choice], None).split("|")
            if is_one_of(typed, words):
                return choice
    return None


async def _hear_answer(turn: Turn) -> Input | None:
    """Whatever is said to an open form, unless that makes room for whatever comes."""
    return None if gives_way(opened(turn)) else said_or_pressed(turn)


FREE_WORDS: Final = {"open_form": Recogniser(_hear_answer, continue_form)}
