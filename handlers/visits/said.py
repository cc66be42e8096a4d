"""An official writes that they were somewhere and nothing changed: the record is offered, a press away.

A phone without a network sends such sentences later, in any order; each keeps the day of its writing.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from desk.actions.households.register import find_households, line_words
from desk.domain.households.household import Household
from desk.domain.talk.messages import Button, Rows
from desk.domain.visits.panel_codes import day_code
from desk.domain.visits.spoken_visit import Phrases, visit_said
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Recogniser, Turn
from handlers.visits.list import here, not_told_any_more, put_words, show_home


@dataclass(frozen=True, slots=True)
class SpokenVisit:
    """A sentence that tells of a visit on a day, and the households that may be meant."""

    day: date
    households: tuple[Household, ...]


async def _hear_visit(turn: Turn) -> SpokenVisit | None:
    """Only of households that they may see."""
    said_on = turn.work.rules.day_of(turn.said.at)
    sentence = visit_said(turn.said.text, _phrases(turn), min(said_on, turn.today))
    found = None if sentence is None else await find_households(turn.work, turn.person, sentence.name)
    if sentence is None or found is None or not found.households:
        return None
    return SpokenVisit(sentence.day, found.households)


async def _take_visit(turn: Turn, told: SpokenVisit) -> None:
    """Show the card of the household."""
    refusal = not_told_any_more(turn, told.day)
    if refusal is not None:
        await say_with_menu(turn, refusal.template, **refusal.arguments)
    elif len(told.households) == 1:
        await show_home(turn, told.households[0].id, here(turn), told.day)
    else:
        await _ask_which(turn, told.households, told.day)


def _phrases(turn: Turn) -> Phrases:
    language = turn.person.language
    said = {
        one.name: turn.voice.label(language, f"visits.spoken.{one.name}", None).split("|")
        for one in fields(Phrases)
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


FREE_WORDS: Final = {"visit": Recogniser(_hear_visit, _take_visit)}
