"""What was said in a case, found at visits and answered at call-backs; all of it sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson

from desk.domain.cases.case import Author, Word
from desk.domain.talk.said import SaidKind
from storage.engine.database import Row
from storage.engine.named import moment, stored
from storage.engine.rows import Rows

SQL_ADD_WORDS = """
INSERT INTO case_words (case_id, person_id, author, kind, body, said_at)
VALUES (:case_id, :person_id, :author, :kind, :body, :said_at)
"""
# How a case began, how it stands, and what officials said; never thousands of words, whoever wrote them.
SQL_WORDS = """
SELECT id, person_id, author, kind, body, said_at FROM case_words WHERE id IN (
    SELECT id FROM (SELECT id FROM case_words WHERE case_id = :case_id AND author = 'resident'
        ORDER BY id LIMIT :first) AS began
    UNION SELECT id FROM (SELECT id FROM case_words WHERE case_id = :case_id AND author = 'resident'
        ORDER BY id DESC LIMIT :newest) AS added
    UNION SELECT id FROM (SELECT id FROM case_words WHERE case_id = :case_id AND author = 'official'
        ORDER BY id DESC LIMIT :first) AS answered
    UNION SELECT id FROM (SELECT id FROM case_words WHERE case_id = :case_id AND author = 'desk'
        ORDER BY id LIMIT :first) AS noted
) ORDER BY id
"""
FIRST, NEWEST = 200, 100
_A_PART = 100
SQL_FILES = """
SELECT id, person_id, author, kind, body, said_at FROM case_words
WHERE case_id = :case_id AND author = 'resident' AND kind <> 'text' ORDER BY id DESC LIMIT :limit OFFSET :skip
"""
SQL_SAID_BY = """
SELECT id, case_id, person_id, author, kind, body, said_at FROM case_words
WHERE person_id = :person_id AND said_at >= :since ORDER BY said_at DESC LIMIT :newest
"""
SQL_REPLACE_WORD = "UPDATE case_words SET body = :body WHERE id = :id AND case_id = :case_id"
SQL_ADD_VISIT = """
INSERT INTO visits (case_id, staff_id, how, visited_at, recorded_at, findings)
VALUES (:case_id, :staff_id, :how, :visited_at, :recorded_at, :findings)
"""
SQL_ADD_FOLLOW_UP = """
INSERT INTO follow_ups (case_id, round, asked_at) VALUES (:case_id, :round, :asked_at)
ON CONFLICT (case_id, round) DO NOTHING
"""
SQL_ANSWER_FOLLOW_UP = """
UPDATE follow_ups SET answered_at = :answered_at, rating = :rating, words = :words
WHERE case_id = :case_id AND round = :round
"""


class CaseWordRows(Rows):
    """The words of cases inside one transaction."""

    async def add_words(self, case_id: int, words: Sequence[Word]) -> None:
        """Keep what was said, in this order."""
        for first in range(0, len(words), _A_PART):  # others have a turn between the parts of a long story
            part = [self._values(case_id, word) for word in words[first : first + _A_PART]]
            await self._connection.execute_many(SQL_ADD_WORDS, part)

    def _values(self, case_id: int, word: Word) -> dict[str, object]:
        place = _place_of_words(case_id, stored(word.said_at))
        return {
            "case_id": case_id,
            "person_id": word.person_id,
            "author": word.author,
            "kind": word.kind,
            "body": self._seal.close(orjson.dumps(word.body), place),
            "said_at": word.said_at,
        }

    async def words(self, case_id: int) -> Sequence[Word]:
        """What was said in the case, in the order it was kept: of very much the beginning and the newest."""
        values = {"case_id": case_id, "first": FIRST, "newest": NEWEST}
        rows = await self._connection.fetch_all(SQL_WORDS, values)
        return [self._word(case_id, row) for row in rows]

    async def said_by(self, person_id: int, since: datetime) -> Sequence[tuple[int, Word]]:
        """What somebody said in cases since then, newest first, with the case; not of anonymous ones."""
        values = {"person_id": person_id, "since": since, "newest": FIRST}
        rows = await self._connection.fetch_all(SQL_SAID_BY, values)
        return [(row["case_id"], self._word(row["case_id"], row)) for row in rows]

    async def replace_word(self, case_id: int, word: Word) -> None:
        """Let a word say what its writer made of it; when it was said stays."""
        place = _place_of_words(case_id, stored(word.said_at))
        body = self._seal.close(orjson.dumps(word.body), place)
        await self._connection.execute(SQL_REPLACE_WORD, {"id": word.id, "case_id": case_id, "body": body})

    async def files(self, case_id: int, skip: int, limit: int) -> Sequence[Word]:
        """What residents sent that is no text, without the newest of it, in the order it was kept."""
        values = {"case_id": case_id, "skip": skip, "limit": limit}
        rows = await self._connection.fetch_all(SQL_FILES, values)
        return [self._word(case_id, row) for row in reversed(rows)]

    async def add_visit(
        self, case_id: int, staff_id: int, how: str, visited_at: datetime, findings: str
    ) -> None:
        """Record a visit; what was found is sealed under case and moment."""
        place = f"visits.findings:{case_id}:{stored(visited_at)}"
        values = {
            "case_id": case_id,
            "staff_id": staff_id,
            "how": how,
            "visited_at": visited_at,
            "recorded_at": self._now,
            "findings": self._seal.close(findings, place),
        }
        await self._connection.execute(SQL_ADD_VISIT, values)

    async def add_follow_up(self, case_id: int, round_number: int) -> None:
        """Remember that the resident is asked in this round; asking twice is once."""
        values = {"case_id": case_id, "round": round_number, "asked_at": self._now}
        await self._connection.execute(SQL_ADD_FOLLOW_UP, values)

    async def answer_follow_up(self, case_id: int, round_number: int, rating: str, words: str) -> None:
        """Keep the answer of this round; a later one replaces it."""
        values = {
            "case_id": case_id,
            "round": round_number,
            "answered_at": self._now,
            "rating": rating,
            "words": self._seal.close_some(words, f"follow_ups.words:{case_id}:{round_number}"),
        }
        await self._connection.execute(SQL_ANSWER_FOLLOW_UP, values)

    def _word(self, case_id: int, row: Row) -> Word:
        body = self._seal.open_bytes(row["body"], _place_of_words(case_id, row["said_at"]))
        return Word(
            author=Author(row["author"]),
            kind=_kind(row["kind"]),
            body=orjson.loads(body),
            said_at=moment(row["said_at"]),
            person_id=row["person_id"],
            id=row["id"],
        )


def _place_of_words(case_id: int, said_at: str) -> str:
    return f"case_words.body:{case_id}:{said_at}"


def _kind(written: str) -> SaidKind | str:
    return SaidKind(written) if written in set(SaidKind) else written
