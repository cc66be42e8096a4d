"""An official writes that they were somewhere and nothing changed: the record is offered, a press away.

A phone without a network sends such sentences later, in any order; each keeps the day of its writing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date

from desk.actions.households.register import find_households, line_words
from desk.domain.households.household import Household
from desk.domain.talk.messages import Button, Json, Rows
from desk.domain.talk.said import SaidKind
from desk.domain.visits.panel_codes import day_code
from desk.domain.visits.spoken_visit import Phrases, visit_said
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn
from handlers.visits.list import here, not_told_any_more, put_words, show_home

Label = Callable[[str, str, Mapping[str, Json] | None], str]


async def begin_said_visit(turn: Turn, label: Label) -> bool:
    """Whether a sentence told a visit to a household that they may see; its card is shown then."""
    if turn.said.kind is not SaidKind.TEXT:
        return False
    said_on = turn.work.rules.day_of(turn.said.at)
    sentence = visit_said(turn.said.text, _phrases(turn, label), min(said_on, turn.today))
    found = None if sentence is None else await find_households(turn.work, turn.person, sentence.name)
    if sentence is None or found is None or not found.households:
        return False
    refusal = not_told_any_more(turn, sentence.day)
    if refusal is not None:
        await say_with_menu(turn, refusal.template, **refusal.arguments)
    elif len(found.households) == 1:
        await show_home(turn, found.households[0].id, here(turn), sentence.day)
    else:
        await _ask_which(turn, found.households, sentence.day)
    return True


def _phrases(turn: Turn, label: Label) -> Phrases:
    language = turn.person.language
    said = {
        one.name: label(language, f"visits.spoken.{one.name}", None).split("|") for one in fields(Phrases)
    }
    return Phrases(**said)


async def _ask_which(turn: Turn, households: tuple[Household, ...], day: date) -> None:
    spot = here(turn)
    rows: Rows = tuple(
        (
            Button(
                "visits.home",
                f"w:c:{one.id}:{day_code(day)}:{spot.code()}",
                {**line_words(turn.work, one), "number": one.number},
            ),
        )
        for one in households
    )
    await put_words(turn, "visits.which", {}, rows, spot)
