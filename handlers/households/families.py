"""Families before the village: who of them uses the chat, who claims to belong, and the village's word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.families.rulings import (
    A_LIST,
    add_to_family,
    claims_before,
    rule_family,
    ruler_of,
    view_family,
)
from desk.actions.households.family_card import FAMILY, family_rows
from desk.actions.households.register import line_words
from desk.domain.county.phones import phone_in
from desk.domain.households.families import Claim
from desk.domain.households.forms import ADD_KIN, KinTold
from desk.domain.people.people import Person
from desk.domain.talk.messages import Button, Json, Keyboard, in_rows
from desk.ports.work import Work
from handlers.talk.endings import ends
from handlers.talk.forms import open_form
from handlers.talk.half_told import half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn

_HOUSEHOLD: Final = "household_id"


async def rows_of_family(work: Work, person: Person, household_id: int) -> tuple[Button, ...]:
    """The button to the family's card, for whoever may rule on it."""
    ruler = await ruler_of(work, person, household_id)
    return () if isinstance(ruler, Refusal) else (Button("family.button.open", f"h:{household_id}:{FAMILY}"),)


async def list_families(turn: Turn) -> None:
    """Families about which the village is asked."""
    homes = await claims_before(turn.work, turn.person)
    if homes is None:
        await say_with_menu(turn, "desk.officials_only")
    elif not homes:
        await say_with_menu(turn, "family.none")
    else:
        items: list[Json] = [line_words(turn.work, one) for one in homes]
        buttons = [Button("desk.open", f"h:{one.id}:{FAMILY}", {"n": n}) for n, one in enumerate(homes, 1)]
        arguments: dict[str, Json] = {"items": items, "more": len(homes) >= A_LIST}
        await turn.say("family.list", arguments, in_rows(buttons), Keyboard.INLINE)


async def show_family(turn: Turn, household_id: int) -> None:
    """The card of one family."""
    words = await view_family(turn.work, turn.person, household_id)
    if isinstance(words, Refusal):
        turn.notice(words.template, alert=True)
        return
    turn.notice()
    await turn.say("family.card", words, await family_rows(turn.work, household_id), Keyboard.INLINE)


async def press_family(turn: Turn, household_id: int, person_id: int, *, belongs: bool) -> None:
    """The village's word on one person; the card of now follows."""
    ruled = await rule_family(turn.work, turn.person, Claim(household_id, person_id), belongs=belongs)
    if isinstance(ruled, Refusal):
        turn.notice(ruled.template, alert=True)
        return
    turn.notice("family.said_yes" if belongs else "family.said_no")
    await show_family(turn, household_id)


async def ask_for_kin(turn: Turn, household_id: int) -> None:
    """Ask for the number with which somebody of the family writes."""
    ruler = await ruler_of(turn.work, turn.person, household_id)
    if isinstance(ruler, Refusal):
        turn.notice(ruler.template, alert=True)
    elif not half_told(turn):
        turn.notice()
        await open_form(turn, ADD_KIN, {_HOUSEHOLD: household_id})


async def finish_add_kin(turn: Turn, told: KinTold) -> None:
    """Tie whoever writes with this number, and show the family."""
    phone = phone_in(told.who)
    if phone is None:
        await say_with_menu(turn, "family.no_number")
        return
    added = await add_to_family(turn.work, turn.person, told.household_id, phone)
    if isinstance(added, Refusal):
        await say_with_menu(turn, added.template)
    else:
        await say_with_menu(turn, "family.added", name=added.name)
        await show_family(turn, told.household_id)


ENDINGS: Final[Mapping[str, Ending]] = {ADD_KIN.name: ends(KinTold, finish_add_kin)}
