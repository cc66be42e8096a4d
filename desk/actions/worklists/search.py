"""Looking for a case by what people remember of it. Nobody finds what they may not see, nor learns that it
exists: what the door refuses is left out, so «no such case» and «not yours» are one answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from desk.actions.cases.door import Refusal, access_case
from desk.actions.cases.officials import official_of
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case
from desk.domain.county.mentions import MentionVerdict
from desk.domain.county.phones import phone_in
from desk.domain.people.people import Person, Staff
from desk.domain.text.cleaning import searched
from desk.domain.worklists.queue import Reach, search_reach
from desk.ports.work import Work

A_LIST = 8
_LOOKED_AT: Final = 40  # cases shown to the door for one question
_DAYS_BACK: Final = 366  # the last digits of a number come back every day: these days are looked through
_NUMBER: Final = re.compile(r"(?:BF)?-?(\d{6})-?(\d{4,})", re.IGNORECASE)
_LAST_DIGITS: Final = re.compile(r"\d{4}")
_SHORTEST_NAME: Final = 2


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The newest cases that this official may see; `more` when there are others behind them."""

    reader: Staff
    cases: tuple[Case, ...]
    more: bool


async def find_cases(work: Work, person: Person, words: str) -> SearchResult | None:
    """Cases by number or its last four digits, telephone, village, or a part of a name.

    None for somebody who is no official.
    """
    staff = await official_of(work, person)
    if staff is None:
        return None
    reach = search_reach(await work.staff.posts_of(staff.id), work.areas)
    seen: dict[int, Case] = {}
    for case in await _candidates(work, reach, searched(words)):
        if case.id not in seen and await _may_see(work, person, case):
            seen[case.id] = case
        if len(seen) > A_LIST:
            break
    return SearchResult(staff, tuple(seen.values())[:A_LIST], len(seen) > A_LIST)


async def _may_see(work: Work, person: Person, case: Case) -> bool:
    """The same door as for opening it; one's own reports are found elsewhere.

    What stands outside the line is found by whoever answers for it, not by those who would rule.
    """
    access = await access_case(work, person, case.id, Act.VIEW)
    if isinstance(access, Refusal) or access.staff is None:
        return False
    return not case.outside or access.capacity is Capacity.OWNER


async def _candidates(work: Work, reach: Reach, words: str) -> Sequence[Case]:
    """What fits the words, by the kind of thing that they are."""
    if phone_in(words) is not None:
        return await work.search.by_phone(reach, words, _LOOKED_AT)
    number = _NUMBER.fullmatch(words)
    if number is not None:
        case = await work.cases.find_by_number(f"BF-{number[1]}-{number[2]}")
        return () if case is None else (case,)
    if _LAST_DIGITS.fullmatch(words):
        return await work.search.by_number(reach, _numbers_ending(work, words), _LOOKED_AT)
    return await _by_words(work, reach, words) if len(words) >= _SHORTEST_NAME else ()


async def _by_words(work: Work, reach: Reach, words: str) -> Sequence[Case]:
    """A village that is meant for certain goes before names, one that may be meant after them."""
    mention = work.places.recognise(words)
    codes = [guess.code for guess in mention.candidates]
    sure = mention.decision is MentionVerdict.ACCEPT
    there = await work.search.by_place(reach, codes[:1] if sure else codes, _LOOKED_AT) if codes else ()
    named = await work.search.by_name(reach, words, _LOOKED_AT)
    return [*there, *named] if sure else [*named, *there]


def _numbers_ending(work: Work, digits: str) -> list[str]:
    """That number of every day of the last year: each is one look into the index of numbers."""
    today = work.today
    days = (today - timedelta(days=back) for back in range(_DAYS_BACK))
    return [f"BF-{day:%y%m%d}-{digits}" for day in days]
