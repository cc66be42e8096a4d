"""What the desk needs to know of people from `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from desk.domain.people.people import Person


class PeopleRepository(Protocol):
    """Everybody who ever wrote."""

    async def find_by_user(self, user_id: int) -> Person | None: ...
    async def with_number(self, phone: str) -> Sequence[Person]:
        """Whoever has shown this number to be theirs, or said it; a few at most."""
        ...

    async def get(self, person_id: int) -> Person: ...
    async def add(self, user_id: int, name: str, language: str) -> Person: ...
    async def save(self, person: Person) -> None:
        """Store what somebody said of themselves; what was verified is stored by `verify` alone."""
        ...

    async def verify(self, person: Person, phone: str) -> Person:
        """Keep the number as theirs; whoever had shown it before has it no longer."""
        ...


class PeoplePorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def people(self) -> PeopleRepository: ...
