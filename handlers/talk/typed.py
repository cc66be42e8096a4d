"""Words typed instead of pressing: whoever types «没有» or «发送» means the button."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from desk.actions.danger.doubt import waiting_doubt
from desk.actions.danger.listening import may_be_danger
from desk.domain.policy.view import VIEW, gives_way
from desk.domain.reports.asking import wished
from desk.domain.reports.forms import HOME, IS_IT, OPENING
from desk.domain.reports.typed_labels import is_one_of, meant_by
from desk.domain.talk.drafts import DOUBTED, Draft
from desk.domain.talk.forms import CHOSEN, Form, Input, Move, Pressed, Spoke, Step, StepKind
from desk.domain.talk.heard import DangerLevel, SpeechAct
from desk.domain.talk.messages import Ask, Button, Rows
from desk.domain.talk.said import SaidKind
from desk.domain.talk.short_answers import ShortAnswer
from handlers.talk.continue_form import continue_form, move_named
from handlers.talk.forms import form_here, opened
from handlers.talk.place import LABELS, form_keeps
from handlers.talk.questions import question_rows
from handlers.talk.turn import Handler, Recogniser, Turn

# What else people say for a button; words that are none of its label.
_SPOKEN: Final[Mapping[str, str]] = {
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
_MORE: Final = frozenset({SpeechAct.TROUBLE, SpeechAct.COMPLAINT, SpeechAct.QUESTION, SpeechAct.SUGGESTION})
_YES: Final = frozenset({ShortAnswer.YES, ShortAnswer.AGREE})


def button_said(turn: Turn) -> Input | None:
    """The button of the open question whose words a message says; None when it says something else."""
    draft = opened(turn)
    step = open_step(turn)
    if step is None or turn.said.kind is not SaidKind.TEXT:
        return None
    labels = _labels(turn, _buttons(turn.house.forms[draft.form], step, draft))
    # Where words are an answer too, only the whole label can be meant.
    choice = meant_by(turn.said.text, labels, whole=step.typed is not None or step.kind not in CHOSEN)
    choice = choice or _by_other_words(turn, step, labels)
    return None if choice is None else move_named(choice) or Pressed(choice)


def open_step(turn: Turn) -> Step | None:
    """The question that stands open, as this county asks it; None when its form has no such question."""
    draft = opened(turn)
    form = form_here(turn, draft.form)
    return None if form is None else next((one for one in form.steps if one.name == draft.step), None)


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


def _by_other_words(turn: Turn, step: Step, labels: Mapping[str, str]) -> str | None:
    """«莫得» skips a question, «完了» ends a story that has begun, «嗯呐» is the one village offered."""
    typed, offered = turn.said.text, opened(turn).answers.get("offered")
    in_short = turn.work.rules.asking.short.said_in(typed)
    if "none" in labels and in_short and isinstance(offered, list) and len(offered) == 1:
        return str(offered[0]) if in_short & _YES else "none"
    meant = next((choice for one, choice in step.in_short.items() if one in in_short), None)
    meant = meant or (_wish(turn) if step.name == IS_IT else None)
    if meant in labels:
        return meant
    for choice in labels:
        if choice in _SPOKEN and (choice != Move.FINISHED or opened(turn).has_story):
            words = turn.voice.label(turn.person.language, _SPOKEN[choice], None).split("|")
            if is_one_of(typed, words):
                return choice
    return None


def _wish(turn: Turn) -> str:
    """The option that somebody wishes for, and tells nothing else: that would be lost."""
    option, heard = wished(turn.said.text, turn.work.rules.asking), turn.work.hearing.hear(turn.said.text)
    alone = heard.act in {SpeechAct.ANSWER, SpeechAct.QUESTION} and not heard.tells
    return option if alone and heard.level is DangerLevel.NONE else ""


async def _hear_button(turn: Turn) -> Input | None:
    """The words of a button, unless the form makes room for whatever comes or asks about danger first."""
    draft = opened(turn)
    meant = None if gives_way(draft) else button_said(turn)
    if meant is None or DOUBTED not in draft.answers:
        return meant
    return meant if await waiting_doubt(turn.work, draft) is None else None


async def _hear_answer(turn: Turn) -> Input | None:
    """Whatever is said to an open form, unless that makes room for it."""
    draft = opened(turn)
    if gives_way(draft) or (draft.form == HOME.name and _says_more(turn)):
        return None
    return Spoke(turn.said.piece())


def _says_more(turn: Turn) -> bool:
    """Whether somebody who was only asked for their village tells something else, and names none."""
    heard = turn.work.hearing.hear(turn.said.text)
    named = turn.work.places.recognise(turn.said.text).candidates
    return heard.act in _MORE and (not named or may_be_danger(turn.work, turn.said.text))


def _pressed(turn: Turn) -> str:
    """The last part of the text key of the button, nothing when the words are no button's."""
    return (turn.voice.menu(turn.said.text) or "").rpartition(".")[2]


async def _hear_move(turn: Turn) -> Move | None:
    return move_named(_pressed(turn))


async def _take_move(turn: Turn, move: Move) -> None:
    if turn.draft is None:
        await turn.house.commands["help"](turn)
    else:
        await continue_form(turn, move)


async def _hear_choice(turn: Turn) -> Handler | None:
    """What the button is for; at the question whether it is a trouble or a question it is the answer."""
    pressed = _pressed(turn)
    draft = turn.draft
    asked = draft is not None and draft.step in OPENING and VIEW not in draft.answers
    if asked and pressed in _LARGE:
        return partial(continue_form, said=Pressed(_LARGE[pressed]))
    return turn.house.menu.get(pressed)


async def _take_choice(turn: Turn, handler: Handler) -> None:
    await handler(turn)


_LARGE: Final = {"report": "mine", "ask": "asking"}


FREE_WORDS: Final = {
    "move": Recogniser(_hear_move, _take_move),
    "menu": Recogniser(_hear_choice, _take_choice),
    "typed_button": Recogniser(_hear_button, continue_form),
    "open_form": Recogniser(_hear_answer, continue_form),
}
