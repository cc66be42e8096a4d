"""What residents say in a case: kept with it, and their files fetched.

Of an anonymous reporter only what tells nobody who it was is kept: words, and photos, which Telegram strips
of everything but the picture. A voice is known in the village; a file, a film or a place may name its owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Author, Case, Word
from desk.domain.cases.ledger import Entry
from desk.domain.people.people import Person
from desk.domain.talk.messages import Json
from desk.domain.talk.pieces import BEFORE, Piece, words_before
from desk.domain.talk.said import SaidKind
from desk.ports.work import Work

_UNTELLING: Final = ("kind", "text", "at", "message_id")  # the last only finds the piece of an edited message
_SHOWN: Final = frozenset({SaidKind.TEXT, SaidKind.PHOTO, SaidKind.POLL, SaidKind.CHECKLIST, SaidKind.DICE})
_TELLING: Final = frozenset({SaidKind.CONTACT, SaidKind.VENUE})


async def keep_resident_words(work: Work, case: Case, person: Person, pieces: Sequence[Piece]) -> None:
    """Attach what the reporter said; a file is fetched by a row, whatever happens to this process."""
    kept = [untelling(piece) if case.anonymous else _without_before(piece) for piece in pieces]
    author = None if case.anonymous else person.id
    await work.cases.add_words(case.id, [_word(piece, author, work.now) for piece in kept])
    for piece in pieces:
        for old in words_before(piece):
            await work.ledger.append(_corrected(case, author, old))
    for piece in kept:
        if file_id := piece.get("file_id"):
            await work.media.fetch_later(case.id, str(file_id), str(piece.get("kind", "")))


def _without_before(piece: Piece) -> dict[str, Json]:
    return {name: value for name, value in piece.items() if name != BEFORE}


def _corrected(case: Case, author: int | None, old: str) -> Entry:
    """What somebody wrote and changed before it was sent."""
    return Entry(
        case_id=case.id,
        act=Act.CORRECT,
        capacity=Capacity.REPORTER.value,
        person_id=author,
        from_state=case.state,
        to_state=case.state,
        words=old,
    )


def untelling(piece: Piece) -> dict[str, Json]:
    """The part of a piece that does not tell who sent it: the words of a card or a place would."""
    photo = ("file_id", "unique_id", "group_id") if piece.get("kind") == SaidKind.PHOTO else ()
    telling = ("text",) if piece.get("kind") in _TELLING else ()
    names = (name for name in (*_UNTELLING, *photo) if name not in telling)
    return {name: piece[name] for name in names if name in piece}


def is_kept_back(piece: Piece) -> bool:
    """Whether something of this piece is not passed on for an anonymous reporter."""
    return piece.get("kind", SaidKind.TEXT) not in _SHOWN


def _word(piece: Piece, author: int | None, now: datetime) -> Word:
    """One piece of a story as a word of the case, with the time at which it was said."""
    said_at = piece.get("at")
    return Word(
        author=Author.RESIDENT,
        kind=str(piece.get("kind", "text")),
        body=dict(piece),
        said_at=datetime.fromisoformat(said_at) if isinstance(said_at, str) else now,
        person_id=author,
    )
