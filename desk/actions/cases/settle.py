"""What follows every act of an official: reminders fall silent, and every card shows the new state."""

from __future__ import annotations

from desk.actions.cases.card import refresh_cards
from desk.domain.cases.case import Case
from desk.domain.people.people import Staff
from desk.ports.work import Work

REMINDER = "due"  # how the keys of reminders begin


def reminder_prefix(case: Case) -> str:
    """How the keys of a case's reminders begin."""
    return f"{REMINDER}:{case.id}:"


async def settle(work: Work, case: Case, owner: Staff | None) -> None:
    """Drop reminders that facts have overtaken, and keep the copies of the card alike."""
    await work.outbox.silence(case.id, reminder_prefix(case))
    await refresh_cards(work, case, owner)
