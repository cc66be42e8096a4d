"""A message out of the blue: mere courtesy, or the beginning of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.danger.listening import may_be_danger
from desk.domain.policy.view import PolicyView
from desk.domain.reports.courtesy import is_courtesy
from desk.domain.reports.forms import REPORT
from desk.domain.talk.heard import SpeechAct
from handlers.people.contacts import tell_officials
from handlers.reports.mine import list_mine
from handlers.reports.report import begin_free
from handlers.reports.start import help_me
from handlers.talk.continue_form import watch_for_danger
from handlers.talk.forms import ask, put_away
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Handler, Recogniser, Turn

_SURE: Final = 0.8  # from this probability on a small word is answered as one
_SHORT: Final = 20  # characters: whoever says more is heard out


async def take_as_report(turn: Turn, view: PolicyView | None, ask_about: Handler) -> None:
    """Begin a report with what was said, and ask about it; a form that made room loses its buttons."""
    former = turn.draft
    await begin_free(turn, view)
    doubted = await watch_for_danger(turn, REPORT, stored=True)
    if not doubted or (view is not None and view.asked):
        await ask_about(turn)  # else one question at a time: whether there is danger goes first
    if former is not None:
        await put_away(turn, turn.house.forms[former.form], former)


async def _hear_small_word(turn: Turn) -> Handler | None:
    """«Anybody there?», «a person, please», «how far is it?»: short, surely that, and nothing of danger."""
    text = turn.said.text
    heard = turn.work.hearing.hear(text)
    small = heard.acts[heard.act] >= _SURE and len(text) <= _SHORT
    return _SMALL.get(heard.act) if small and not may_be_danger(turn.work, text) else None


async def _take_small_word(turn: Turn, answer: Handler) -> None:
    await answer(turn)


async def _hello(turn: Turn) -> None:
    await say_with_menu(turn, "menu.hello")


async def _who_am_i(turn: Turn) -> None:
    await say_with_menu(turn, "menu.who", hotline=turn.work.rules.hotline)


async def _hear_courtesy(turn: Turn) -> bool | None:
    """«Thank you» is no report; danger is heard, whatever a county may have put on that list."""
    text = turn.said.text
    return (
        True if is_courtesy(text, turn.work.rules.courtesy) and not may_be_danger(turn.work, text) else None
    )


async def _take_courtesy(turn: Turn, _found: bool) -> None:
    await say_with_menu(turn, "menu.courtesy")


async def _hear_anything(_turn: Turn) -> bool:
    return True


async def _take_anything(turn: Turn, _found: bool) -> None:
    await take_as_report(turn, None, _ask)


async def _ask(turn: Turn) -> None:
    await ask(turn, REPORT)


_SMALL: Final[Mapping[SpeechAct, Handler]] = {
    SpeechAct.GREETING: _hello,
    SpeechAct.WHO: _who_am_i,
    SpeechAct.HELP: help_me,
    SpeechAct.PERSON: tell_officials,
    SpeechAct.PROGRESS: list_mine,
}
FREE_WORDS: Final = {
    "small_word": Recogniser(_hear_small_word, _take_small_word),
    "courtesy": Recogniser(_hear_courtesy, _take_courtesy),
    "report": Recogniser(_hear_anything, _take_anything),
}
