"""Today's cards follow what was recorded elsewhere: by a colleague, from another list, later in the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from desk.actions.visits.list_card import Heading, homes_message
from desk.actions.visits.reminders import homes_to_name
from desk.actions.visits.rounds import Rounds, Walk, rounds_of
from desk.domain.visits.duties import Visitor
from desk.domain.visits.list_position import Occasion, spot_of_day
from desk.domain.visits.rota import goes_as
from desk.ports.visits.reminders import Noted
from desk.ports.work import Work

_AT_ONCE: Final = 1000
_SHOWN: Final = "visits:shown"  # the last visit that today's cards know of
_CARDS: Final = (Occasion.MORNING, Occasion.AFTERNOON)


@dataclass(frozen=True, slots=True)
class Change:
    """An official who may owe less than their card says, since this visit was recorded."""

    walk: Walk
    newest: Noted


@dataclass(frozen=True, slots=True)
class News:
    """Whose cards are to be shown anew, and up to which visit that is everything."""

    changes: Sequence[Change]
    upto: int
    rounds: Rounds | None = None


async def find_news(work: Work) -> News | None:
    """The officials to whose households somebody went since the last time; None when nobody did."""
    known = await work.facts.get(_SHOWN)
    if known is None:
        return News((), await work.reminders.last_noted())
    noted = await work.reminders.noted_after(int(known), _AT_ONCE)
    if not noted:
        return None
    rounds = await rounds_of(work)
    return News(_changes(rounds, noted), noted[-1].visit_id, rounds)


async def note_shown(work: Work, upto: int) -> None:
    """Today's cards show everything up to this visit."""
    await work.facts.set(_SHOWN, str(upto))


def _changes(rounds: Rounds, noted: Sequence[Noted]) -> Sequence[Change]:
    walks = {walk.staff.id: walk for walk in rounds.walks}
    found: dict[int, Change] = {}
    for one in noted:
        for visitor in Visitor:
            goer = goes_as(visitor, one.household, rounds.rota, rounds.acting)
            if goer is not None and goer.id in walks:
                found[goer.id] = Change(walks[goer.id], one)
    return list(found.values())


async def show_anew(work: Work, rounds: Rounds, changes: Sequence[Change]) -> None:
    """Bring today's cards of these officials to what is due now; what still waits to do so is dropped.

    A card that was changed when the visit was recorded, or later, shows it: it was recorded on that card.
    """
    for change in changes:
        for occasion in _CARDS:
            await _show(work, rounds, occasion, change)


async def _show(work: Work, rounds: Rounds, occasion: Occasion, change: Change) -> None:
    spot, staff = spot_of_day(occasion, work.today), change.walk.staff
    card = spot.key(staff.user_id or 0)
    changed_at = await work.reminders.last_change(card)
    if changed_at is None or changed_at >= change.newest.recorded_at:
        return
    homes = await homes_to_name(work, rounds, occasion, change.walk)
    message = await homes_message(work, staff, homes, spot, Heading(occasion))
    newest = f"{card}:{change.newest.visit_id}"
    await work.outbox.say(replace(message, key=newest, edits=card))
    await work.reminders.supersede(card, newest)
