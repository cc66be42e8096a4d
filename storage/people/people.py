"""Everybody who ever wrote. Name and phone are sealed under the Telegram number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desk.domain.people.people import Person
from desk.domain.text.cleaning import cleaned_name
from storage.engine.database import Connection, Row
from storage.engine.named import moment_or_none
from storage.engine.rows import Rows
from storage.engine.seal import Seal
from storage.engine.statements import filled
from storage.people.phones import comparable

_COLUMNS = """
id, user_id, name, language, phone, area_code, consented_at, consent_version, reachable, verified,
card_asked_at
"""
SQL_FIND_BY_USER = filled("SELECT {columns} FROM people WHERE user_id = :user_id", columns=_COLUMNS)
SQL_GET = filled("SELECT {columns} FROM people WHERE id = :id", columns=_COLUMNS)
# Two first messages of one person may arrive at two replicas: the second finds the row of the first.
SQL_ADD = filled(
    """
    INSERT INTO people (user_id, name, language, created_at) VALUES (:user_id, :name, :language, :created_at)
    ON CONFLICT (user_id) DO UPDATE SET user_id = excluded.user_id
    RETURNING {columns}
    """,
    columns=_COLUMNS,
)
SQL_WITH_NUMBER = filled(
    """
    SELECT {columns} FROM people WHERE phone_index = :index OR verified_index = :index ORDER BY id LIMIT 5
    """,
    columns=_COLUMNS,
)
SQL_SAVE = """
UPDATE people SET name = :name, language = :language, phone = :phone, phone_index = :phone_index,
    area_code = :area_code, consented_at = :consented_at, consent_version = :consent_version,
    reachable = :reachable, card_asked_at = :card_asked_at
WHERE id = :id
"""
# A number is one account's: who shows it now has it now.
SQL_LOSE = """
UPDATE people SET verified = NULL, verified_index = NULL WHERE verified_index = :verified_index AND id <> :id
"""
SQL_VERIFY = "UPDATE people SET verified = :verified, verified_index = :verified_index WHERE id = :id"


class PeopleRows(Rows):
    """People inside one transaction."""

    def __init__(self, connection: Connection, seal: Seal, now: datetime) -> None:
        super().__init__(connection, seal, now)
        self._known: dict[int, Person] = {}  # by row, as this transaction last read or wrote them

    async def find_by_user(self, user_id: int) -> Person | None:
        """The person with this Telegram number."""
        row = await self._connection.fetch_one(SQL_FIND_BY_USER, {"user_id": user_id})
        return None if row is None else self._person(row)

    async def with_number(self, phone: str) -> Sequence[Person]:
        """Whoever has shown this number to be theirs, or said it; a few at most."""
        values = {"index": self._seal.index(comparable(phone))}
        return [self._person(row) for row in await self._connection.fetch_all(SQL_WITH_NUMBER, values)]

    async def get(self, person_id: int) -> Person:
        """The person of this row. Raises LookupError."""
        if person_id in self._known:
            return self._known[person_id]
        row = await self._connection.fetch_one(SQL_GET, {"id": person_id})
        if row is None:
            raise LookupError(f"no person {person_id}")
        return self._person(row)

    async def add(self, user_id: int, name: str, language: str) -> Person:
        """Store a new person; somebody already known is returned as they are."""
        values = {
            "user_id": user_id,
            "name": self._seal.close_some(name, known_as(user_id)),
            "language": language,
            "created_at": self._now,
        }
        row = await self._connection.fetch_one(SQL_ADD, values)
        if row is None:
            raise LookupError(f"no person of user {user_id}")
        return self._person(row)

    async def save(self, person: Person) -> None:
        """Store everything but the Telegram number, which never changes, and what was verified."""
        values = {
            "id": person.id,
            "name": self._seal.close_some(person.name, known_as(person.user_id)),
            "language": person.language,
            "phone": self._seal.close_some(person.phone, phone_of(person.user_id)),
            "phone_index": self._seal.index(comparable(person.phone)) if person.phone else None,
            "area_code": person.area_code,
            "consented_at": person.consented_at,
            "consent_version": person.consent_version,
            "reachable": person.reachable,
            "card_asked_at": person.card_asked_at,
        }
        await self._connection.execute(SQL_SAVE, values)
        self._known[person.id] = person

    async def verify(self, person: Person, phone: str) -> Person:
        """Keep the number as theirs, also to ring up; whoever had shown it before has it no longer."""
        index = self._seal.index(comparable(phone))
        values = {
            "id": person.id,
            "verified": self._seal.close_some(phone, verified_of(person.user_id)),
            "verified_index": index,
        }
        await self._connection.execute(SQL_LOSE, {"verified_index": index, "id": person.id})
        await self._connection.execute(SQL_VERIFY, values)
        self._known.clear()
        verified = replace(person, phone=phone, verified=phone)
        await self.save(verified)
        return verified

    def _person(self, row: Row) -> Person:
        user_id = row["user_id"]
        person = Person(
            id=row["id"],
            user_id=user_id,
            name=name_in(row, self._seal),
            language=row["language"],
            phone=self._seal.open_some(row["phone"], phone_of(user_id)),
            area_code=row["area_code"],
            consented_at=moment_or_none(row["consented_at"]),
            consent_version=row["consent_version"],
            reachable=bool(row["reachable"]),
            verified=self._seal.open_some(row["verified"], verified_of(user_id)),
            card_asked_at=moment_or_none(row["card_asked_at"]),
        )
        self._known[person.id] = person
        return person


def name_in(row: Row, seal: Seal) -> str:
    """The name in a row that has the Telegram number too; older ones were kept with their hidden signs."""
    return cleaned_name(seal.open_some(row["name"], known_as(row["user_id"])))


def known_as(user_id: int) -> str:
    """Where the name of this Telegram user is sealed."""
    return f"people.name:{user_id}"


def phone_of(user_id: int) -> str:
    """Where the telephone of this Telegram user is sealed."""
    return f"people.phone:{user_id}"


def verified_of(user_id: int) -> str:
    """Where the verified number of this Telegram user is sealed."""
    return f"people.verified:{user_id}"
