"""What cases need of `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from desk.domain.cases.case import Case, Kind, Word


class CaseRepository(Protocol):
    """Cases and what was said in them."""

    async def next_number(self, day: str) -> int:
        """The next number of that day (`YYMMDD`), from 1, with possible gaps."""
        ...

    async def skip_numbers(self, day: str, count: int) -> None:
        """Never give out the next `count` numbers of that day: somebody may hold them already."""
        ...

    async def add(self, case: Case) -> Case:
        """Store a new case (its id is ignored) and return it with its id."""
        ...

    async def find(self, case_id: int) -> Case | None: ...
    async def find_by_number(self, number: str) -> Case | None: ...
    async def save(self, case: Case) -> bool:
        """Store if the row still has version `case.version - 1`; else False: somebody was first."""
        ...

    async def count_since(self, kind: Kind, area_code: str, since: datetime) -> tuple[int, int]:
        """How many cases of a kind came from an area since then, and how many of them are urgent."""
        ...

    async def add_words(self, case_id: int, words: Sequence[Word]) -> None: ...
    async def replace_word(self, case_id: int, word: Word) -> None: ...
    async def said_by(self, person_id: int, since: datetime) -> Sequence[tuple[int, Word]]:
        """What somebody said in cases since then, newest first, with the case; not of anonymous ones."""
        ...

    async def words(self, case_id: int) -> Sequence[Word]:
        """What was said, in the order it was kept: of very much the beginning and the newest."""
        ...

    async def files(self, case_id: int, skip: int, limit: int) -> Sequence[Word]:
        """What residents sent that is no text, without the newest of it, in the order it was kept."""
        ...

    async def find_of_reporter(self, person_id: int, limit: int = 20) -> Sequence[Case]:
        """Newest first."""
        ...

    async def find_complaints_of(self, person_id: int) -> Sequence[Case]:
        """Every complaint about an official that the person ever made, also those made anonymously."""
        ...

    async def find_merged_into(self, case_id: int) -> Sequence[Case]:
        """What was merged into the case, and what into that, oldest first."""
        ...

    async def find_open_in(self, area_codes: Sequence[str], limit: int) -> Sequence[Case]:
        """Cases in those areas that an official has, nearest deadline first."""
        ...

    async def find_told(self, staff_id: int, limit: int = 200) -> Sequence[Case]:
        """Open cases whose card went to this official last, nearest deadline first."""
        ...

    async def find_silent(self, before: datetime, limit: int) -> Sequence[Case]:
        """Resolved cases whose time for an answer was over before that moment, the oldest first."""
        ...

    async def find_unverified(self, limit: int) -> Sequence[Case]:
        """Resolved cases that officials reported and a superior has not looked at, nearest end first."""
        ...

    async def find_unfinished(self, after_id: int, limit: int) -> Sequence[Case]:
        """Cases that an official has (not resolved, not finished), by id."""
        ...

    async def find_clocks(self, now: datetime, after_id: int, limit: int) -> Sequence[Case]: ...

    async def add_visit(
        self, case_id: int, staff_id: int, how: str, visited_at: datetime, findings: str
    ) -> None: ...
    async def add_follow_up(self, case_id: int, round_number: int) -> None: ...
    async def answer_follow_up(self, case_id: int, round_number: int, rating: str, words: str) -> None: ...


class Media(Protocol):
    """Files to fetch."""

    async def fetch_later(self, case_id: int, file_id: str, kind: str) -> None: ...


class CasePorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def cases(self) -> CaseRepository: ...
    @property
    def media(self) -> Media: ...
