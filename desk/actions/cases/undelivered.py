"""A file, place or card that Telegram refused: the card says so, and nobody waits for what will not come."""

from __future__ import annotations

from desk.actions.cases.card import refresh_cards
from desk.actions.cases.card_text import NOT_DELIVERED, TO_OFFICIAL, TO_REPORTER
from desk.actions.cases.responsible import who_holds
from desk.domain.cases.case import FINISHED, Author, Word
from desk.ports.work import Work


async def note_undelivered(work: Work, case_id: int, chat_id: int, key: str) -> None:
    """Write on every copy of the card that something which goes with it did not arrive.

    `key` is that of the message: its last part tells the pieces of one message apart.
    """
    case = await work.cases.find(case_id)
    if case is None:
        return
    reporter = await work.people.get(case.reporter_id)
    to = TO_REPORTER if chat_id == reporter.user_id else TO_OFFICIAL
    body = {"to": to, "piece": key.rpartition(":")[2]}
    await work.cases.add_words(case.id, [Word(Author.DESK, NOT_DELIVERED, dict(body), work.now)])
    owner = None if case.state in FINISHED else (await who_holds(work, case)).staff
    await refresh_cards(work, case, owner, stamp=f"{NOT_DELIVERED}:{key}")
