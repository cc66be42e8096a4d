"""Asking for somebody's own contact card: once in their life, and only when they talk to us anyway."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desk.domain.talk.messages import Keyboard
from handlers.talk.menu import CARD_ROW, menu_rows, say_with_menu
from handlers.talk.turn import Recogniser, Turn


async def ask_for_card(turn: Turn) -> None:
    """Whoever once said a number is asked to show that it is theirs; nothing waits for it."""
    person = turn.person
    if person.consented_at is None or person.verified or not person.phone or person.card_asked_at is not None:
        return
    turn.person = replace(person, card_asked_at=turn.work.now)
    await turn.work.people.save(turn.person)
    await turn.say("own_card.ask", rows=(CARD_ROW, *await menu_rows(turn)), keyboard=Keyboard.REPLY)


async def _hear_own_number(turn: Turn) -> bool | None:
    return True if turn.said.own_phone and turn.person.consented_at is not None else None


async def _take_own_number(turn: Turn, _found: bool) -> None:
    await say_with_menu(turn, "own_card.noted")  # a number by itself is no report


FREE_WORDS: Final = {"own_number": Recogniser(_hear_own_number, _take_own_number)}
