"""Words typed instead of pressing: whoever types «没有» or «发送» means the button."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from desk.actions.callbacks.follow_up import ASKED, round_of
from desk.domain.cases.case import State
from desk.domain.reports.typed_labels import is_one_of, meant_by
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Form, Input, Move, Pressed, Spoke, Step, StepKind
from desk.domain.talk.messages import Ask, Button, Json, Rows
from desk.domain.talk.said import SaidKind
from handlers.all_forms import FORMS
from handlers.callbacks.follow_up import press_rating
from handlers.reports.mine import OWN_ROWS, list_mine
from handlers.reports.more import press_more, rows_of_more
from handlers.reports.place import LABELS, form_keeps
from handlers.talk.continue_form import move_named
from handlers.talk.forms import opened, question_rows
from handlers.talk.turn import Turn

Label = Callable[[str, str, Mapping[str, Json] | None], str]
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


def said_or_pressed(turn: Turn, label: Label) -> Input:
    """What a message is to the open form: the button whose words it says, or a piece of what is told."""
    draft, spoke = opened(turn), Spoke(turn.said.piece())
    form = FORMS.get(draft.form)
    step = None if form is None else next((one for one in form.steps if one.name == draft.step), None)
    if form is None or step is None or turn.said.kind is not SaidKind.TEXT:
        return spoke
    labels = _labels(turn, label, _buttons(form, step, draft))
    # Where words are an answer too, only the whole label can be meant.
    choice = meant_by(turn.said.text, labels, whole=step.typed is not None or step.kind not in _CHOSEN)
    choice = choice or _by_other_words(turn, label, labels)
    if choice is None:
        return spoke
    return move_named(choice) or Pressed(choice)


async def pressed_in_words(turn: Turn, label: Label) -> bool:
    """Whether words out of the blue were those of a button: a rating, something under «更多»."""
    if turn.said.kind is not SaidKind.TEXT:
        return False
    if await _rated(turn, label):
        return True
    choice = meant_by(turn.said.text, _labels(turn, label, _coded(await rows_of_more(turn))), whole=True)
    if choice is not None:
        await press_more(turn, choice)
        return True
    if meant_by(turn.said.text, _labels(turn, label, _coded(OWN_ROWS)), whole=True) is None:
        return False
    await list_mine(turn)  # which of them is meant is chosen there
    return True


async def _rated(turn: Turn, label: Label) -> bool:
    """Whether «不满意», typed while the only call-back waits, was taken as its answer."""
    ratings = {one.value: label(turn.person.language, f"terms.rating.{one.value}", None) for one in ASKED}
    rating = next((one for one in ASKED if one.value == meant_by(turn.said.text, ratings, whole=True)), None)
    if rating is None:
        return False
    cases = await turn.work.cases.find_of_reporter(turn.person.id)
    waiting = [case for case in cases if case.state is State.RESOLVED]
    if len(waiting) != 1:
        return False
    await press_rating(turn, waiting[0].id, round_of(waiting[0]), rating)
    return True


def _coded(rows: Rows) -> Iterator[tuple[str, Button]]:
    return ((one.code.rpartition(":")[2], one) for row in rows for one in row)


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


def _labels(turn: Turn, label: Label, buttons: Iterator[tuple[str, Button]]) -> Mapping[str, str]:
    return {choice: label(turn.person.language, one.label, one.arguments) for choice, one in buttons}


def _by_other_words(turn: Turn, label: Label, labels: Mapping[str, str]) -> str | None:
    """«没有» skips a question, «完了» ends a story that has begun, «是» is the one village offered."""
    typed = turn.said.text
    offered = opened(turn).answers.get("offered")
    if "none" in labels and isinstance(offered, list) and len(offered) == 1:
        yes = label(turn.person.language, _SPOKEN["same"], None).split("|")
        if is_one_of(typed, yes):
            return str(offered[0])
    for choice in labels:
        if choice in _SPOKEN and (choice != Move.FINISHED or opened(turn).has_story):
            words = label(turn.person.language, _SPOKEN[choice], None).split("|")
            if is_one_of(typed, words):
                return choice
    return None
