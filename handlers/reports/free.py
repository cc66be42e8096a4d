"""A message out of the blue: mere courtesy, or the beginning of a report."""

from __future__ import annotations

from typing import Final

from desk.domain.danger.danger import danger_in
from desk.domain.policy.view import PolicyView
from desk.domain.reports.courtesy import is_courtesy
from desk.domain.reports.forms import REPORT
from handlers.reports.report import begin_free
from handlers.talk.continue_form import watch_for_danger
from handlers.talk.forms import ask, put_away
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Handler, Recogniser, Turn


async def take_as_report(turn: Turn, view: PolicyView | None, ask_about: Handler) -> None:
    """Begin a report with what was said, and ask about it; a form that made room loses its buttons."""
    former = turn.draft
    await begin_free(turn, view)
    await watch_for_danger(turn, REPORT, stored=True)
    await ask_about(turn)
    if former is not None:
        await put_away(turn, turn.house.forms[former.form], former)


async def _hear_courtesy(turn: Turn) -> bool | None:
    """«Thank you» is no report; danger is heard, whatever a county may have put on that list."""
    text, rules = turn.said.text, turn.work.rules
    return True if is_courtesy(text, rules.courtesy) and danger_in(text, rules) is None else None


async def _take_courtesy(turn: Turn, _found: bool) -> None:
    await say_with_menu(turn, "menu.courtesy")


async def _hear_anything(_turn: Turn) -> bool:
    return True


async def _take_anything(turn: Turn, _found: bool) -> None:
    await take_as_report(turn, None, _ask)


async def _ask(turn: Turn) -> None:
    await ask(turn, REPORT)


FREE_WORDS: Final = {
    "courtesy": Recogniser(_hear_courtesy, _take_courtesy),
    "report": Recogniser(_hear_anything, _take_anything),
}
