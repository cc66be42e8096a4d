"""A message out of the blue: mere courtesy, or the beginning of a report."""

from __future__ import annotations

from typing import Final

from desk.actions.danger.listening import may_be_danger
from desk.domain.policy.view import PolicyView
from desk.domain.reports.asking import smells_of_fraud
from desk.domain.reports.forms import REPORT
from desk.domain.talk.courtesy import is_courtesy
from desk.domain.talk.said import SaidKind
from handlers.reports.report import begin_free
from handlers.talk.beside import got
from handlers.talk.danger import lead_on, watch_for_danger
from handlers.talk.forms import as_here, ask, put_away
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Handler, Recogniser, Turn


async def take_as_report(turn: Turn, view: PolicyView | None, ask_about: Handler) -> None:
    """Begin a report with what was said, and ask about it; a form that made room loses its buttons."""
    former = turn.draft
    await begin_free(turn, view)
    if smells_of_fraud(turn.said.text, turn.work.rules.asking):
        await turn.say("menu.fraud")
    doubted = await watch_for_danger(turn, REPORT, stored=True)
    led_on = await lead_on(turn, as_here(turn, REPORT))
    if not led_on and (not doubted or (view is not None and view.asked)):
        await ask_about(turn)  # else one question at a time: whether there is danger goes first
    if former is not None:
        await put_away(turn, turn.house.forms[former.form], former)


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
    hint = "" if turn.said.kind is SaidKind.TEXT else got(turn)
    await ask(turn, REPORT, "" if hint == "form.stray" else hint)


FREE_WORDS: Final = {
    "courtesy": Recogniser(_hear_courtesy, _take_courtesy),
    "report": Recogniser(_hear_anything, _take_anything),
}
