"""Today's cards follow what was recorded elsewhere: by a colleague, from another list, later in the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desk.actions.due_visits import acting_for, find_due_visits, rota_over, today_of
from desk.actions.ports import Work
from desk.actions.ports_of_reminders import Noted
from desk.actions.visit_cards import Heading, list_message
from desk.actions.visit_reminders import due_now
from desk.domain.duties import Visitor
from desk.domain.people import Staff
from desk.domain.rota import Acting, Rota, goes_as
from desk.domain.visit_spots import Occasion, spot_of_day

AT_ONCE: Final = 500
_SHOWN: Final = "visits:shown"  # the last visit that today's cards know of
_CARDS: Final = (Occasion.MORNING, Occasion.AFTERNOON)


@dataclass(frozen=True, slots=True)
class Change:
    """A card that does not show any more what its reader owes, since this visit was recorded."""

    staff: Staff
    visit_id: int


@dataclass(frozen=True, slots=True)
class News:
    """Whose cards are to be shown anew, and up to which visit that is everything."""

    changes: Sequence[Change]
    upto: int


async def find_news(work: Work) -> News | None:
    """The officials to whose households somebody went since the last time; None when nobody did."""
    known = await work.facts.get(_SHOWN)
    if known is None:
        return News((), await work.reminders.last_noted())
    noted = await work.reminders.noted_after(int(known), AT_ONCE)
    return News(await _changes(work, noted), noted[-1].visit_id) if noted else None


async def note_shown(work: Work, upto: int) -> None:
    """Today's cards show everything up to this visit."""
    await work.facts.set(_SHOWN, str(upto))


async def _changes(work: Work, noted: Sequence[Noted]) -> Sequence[Change]:
    homes = [one.household for one in noted]
    rota = await rota_over(work, sorted({home.area_code for home in homes}))
    acting = await acting_for(work, homes)
    found: dict[int, Change] = {}
    for one in noted:
        for goer in _goers(one, rota, acting).values():
            if not _shown_already(work, one, goer):
                found[goer.id] = Change(goer, one.visit_id)
    return list(found.values())


def _goers(noted: Noted, rota: Rota, acting: Acting) -> Mapping[int, Staff]:
    goers = [goes_as(visitor, noted.household, rota, acting) for visitor in Visitor]
    return {goer.id: goer for goer in goers if goer is not None}


def _shown_already(work: Work, noted: Noted, goer: Staff) -> bool:
    """Whoever records a visit on the card of today sees there at once what is left."""
    cards = {spot_of_day(occasion, today_of(work)).card for occasion in _CARDS}
    return noted.staff_id == goer.id and any(card in noted.key for card in cards)


async def show_anew(work: Work, change: Change) -> None:
    """Bring today's cards of this official to what is due now; what still waits to do so is dropped."""
    for occasion in _CARDS:
        spot = spot_of_day(occasion, today_of(work))
        card = spot.key(change.staff.user_id or 0)
        if await work.outbox.has(card):
            owed = due_now(await find_due_visits(work, change.staff), occasion, today_of(work))
            message = await list_message(work, change.staff, owed, spot, Heading(occasion))
            newest = f"{card}:{change.visit_id}"
            await work.outbox.say(replace(message, key=newest, edits=card))
            await work.reminders.supersede(card, newest)
