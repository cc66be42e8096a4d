"""What officials say in a case: kept with it, and their files fetched like those of residents."""

from __future__ import annotations

from collections.abc import Sequence

from desk.domain.cases.case import Author, Case, Word
from desk.domain.people.people import Person
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work


async def keep_official_words(
    work: Work, case: Case, person: Person | None, kind: str, pieces: Sequence[Piece]
) -> None:
    """Attach words to the case; `kind` says what they are: finding, reply or reason."""
    author = None if person is None else person.id
    words = [Word(Author.OFFICIAL, kind, dict(piece), work.now, author) for piece in pieces]
    await work.cases.add_words(case.id, words)
    for piece in pieces:
        if file_id := piece.get("file_id"):
            await work.media.fetch_later(case.id, str(file_id), str(piece.get("kind", "")))


def text_in(pieces: Sequence[Piece]) -> str:
    """What was written in them, a line each."""
    return "\n".join(str(piece["text"]) for piece in pieces if piece.get("text"))
