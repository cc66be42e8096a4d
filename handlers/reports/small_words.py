"""Small words: a greeting, «a person, please», «how far is it?», «forget it»; answered at once.

With a form open the same words are answered first, and then the open question is asked once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final, TypeVar

from desk.actions.danger.listening import may_be_danger
from desk.domain.cases.case import FINISHED
from desk.domain.policy.view import gives_way
from desk.domain.reports.asking import asked_of_desk
from desk.domain.reports.forms import HOME
from desk.domain.reports.typed_labels import is_one_of
from desk.domain.talk.forms import CHOSEN, Form, Move, Spoke, Step, StepKind
from desk.domain.talk.heard import Heard, SpeechAct
from desk.domain.talk.messages import Button, Keyboard, Rows
from desk.domain.talk.short_answers import ShortAnswer
from handlers.people.contacts import SHOW_OFFICIALS, tell_officials
from handlers.reports.mine import SHOWN, list_mine
from handlers.reports.start import say_help
from handlers.talk.continue_form import continue_form
from handlers.talk.danger import asked_first
from handlers.talk.forms import ask_again, begin_draft, form_here, opened
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Handler, Recogniser, Turn
from handlers.talk.typed import open_step

Small = TypeVar("Small")
_SURE: Final = 0.8  # from this probability on a small word is answered as one
_SHORT: Final = 20  # characters: whoever says more is heard out
# Beside a story these belong to it: a correction, where it is, whatever else.
_TOLD: Final = frozenset({SpeechAct.CANCEL, SpeechAct.PLACE, SpeechAct.OTHER})
_PRESSED: Final = CHOSEN | {StepKind.CONTACT}
_TELLING: Final = frozenset({SpeechAct.TROUBLE, SpeechAct.COMPLAINT, SpeechAct.PROGRESS})
_NAMELESS_ROWS: Rows = ((Button("menu.about.complain", "m:complaint"),),)


async def _hear(turn: Turn) -> Handler | None:
    """What is short and surely that, and nothing of danger."""
    text, heard = turn.said.text, turn.work.hearing.hear(turn.said.text)
    topic = "" if heard.act in _TELLING or heard.tells else asked_of_desk(text, turn.work.rules.asking)
    answer = partial(_about_desk, topic=topic) if topic else _small(text, heard, _ANSWERS)
    return None if answer is None or may_be_danger(turn.work, text) else answer


async def _hear_beside(turn: Turn) -> Handler | None:
    """The same with a form open; where one message is the answer, whatever it says, nothing is."""
    draft, step = opened(turn), open_step(turn)
    form = form_here(turn, draft.form)
    if form is None or step is None or step.kind is StepKind.WORDS or gives_way(draft):
        return None
    if not (form.watched or form.name == HOME.name) or may_be_danger(turn.work, turn.said.text):
        return None
    if ShortAnswer.LEAVE in turn.work.rules.asking.short.said_in(turn.said.text):
        return _leave
    hint = _hint(turn, form, step)
    if hint:
        return partial(_again, form=form, hint=hint)
    heard = turn.work.hearing.hear(turn.said.text)
    answer = None if heard.act in _TOLD else await _hear(turn)
    return None if answer is None else partial(_answer_first, form=form, answer=answer)


def _hint(turn: Turn, form: Form, step: Step) -> str:
    """What is said above the open question, when nothing more is needed."""
    text = turn.said.text
    if form.keeps_story and is_one_of(text, _spoken(turn, "spoken.send")):
        return "form.not_yet"
    if step.kind in _PRESSED and turn.work.rules.asking.short.said_in(text):
        return "form.again"
    return _small(text, turn.work.hearing.hear(text), _HINTS) or ""


def _small(text: str, heard: Heard, by_act: Mapping[SpeechAct, Small]) -> Small | None:
    """What is surely that and no more: «老师好 俺家屋顶漏雨» is no greeting."""
    sure = heard.acts[heard.act] >= _SURE and not heard.tells and len(text) <= _SHORT
    return by_act.get(heard.act) if sure else None


def _spoken(turn: Turn, key: str) -> list[str]:
    return turn.voice.label(turn.person.language, key, None).split("|")


async def _take(turn: Turn, answer: Handler) -> None:
    await answer(turn)


async def _again(turn: Turn, *, form: Form, hint: str) -> None:
    if not await asked_first(turn):
        await ask_again(turn, form, hint)


async def _answer_first(turn: Turn, *, form: Form, answer: Handler) -> None:
    await answer(turn)
    if not await asked_first(turn):
        await ask_again(turn, form, "form.still_open")


async def _leave(turn: Turn) -> None:
    await continue_form(turn, Move.CANCEL)


async def _hello(turn: Turn) -> None:
    await say_with_menu(turn, "menu.hello")


async def _who_am_i(turn: Turn) -> None:
    await say_with_menu(turn, "menu.who", hotline=turn.work.rules.hotline)


async def _nothing_yet(turn: Turn) -> None:
    """Somebody tries it out, or only wants to talk."""
    await say_with_menu(turn, "menu.nothing_yet")


async def _take_back(turn: Turn) -> None:
    """«Forget it» with nothing open: one of their reports may be meant, and which is chosen there."""
    found = await turn.work.cases.find_of_reporter(turn.person.id, SHOWN)
    if any(case.state not in FINISHED for case in found):
        await turn.say("mine.which_to_withdraw")
        await list_mine(turn)
    else:
        await say_with_menu(turn, "form.nothing_open")


async def _name_village(turn: Turn) -> None:
    """A village and nothing else: it is theirs from now on, and they see who answers there."""
    await begin_draft(turn, HOME, {SHOW_OFFICIALS: True})
    await continue_form(turn, Spoke(turn.said.piece()))


async def _about_desk(turn: Turn, *, topic: str) -> None:
    """What they ask about the desk itself; whoever wants to stay unknown is shown the way."""
    if topic == "nameless":
        await turn.say("menu.about.nameless", {}, _NAMELESS_ROWS, Keyboard.INLINE)
    else:
        await say_with_menu(turn, f"menu.about.{topic}", hotline=turn.work.rules.hotline)


_ANSWERS: Final[Mapping[SpeechAct, Handler]] = {
    SpeechAct.GREETING: _hello,
    SpeechAct.WHO: _who_am_i,
    SpeechAct.HELP: say_help,
    SpeechAct.PERSON: tell_officials,
    SpeechAct.PROGRESS: list_mine,
    SpeechAct.CANCEL: _take_back,
    SpeechAct.PLACE: _name_village,
    SpeechAct.OTHER: _nothing_yet,
}
# Above the question that is asked once more.
_HINTS: Final[Mapping[SpeechAct, str]] = {
    SpeechAct.GREETING: "menu.beside.hello",
    SpeechAct.THANKS: "menu.beside.thanks",
}
FREE_WORDS: Final = {
    "small_word_beside": Recogniser(_hear_beside, _take),
    "small_word": Recogniser(_hear, _take),
}
