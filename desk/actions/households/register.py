"""Looking into the register of households, as far as somebody's posts reach.

«No such household» and «not yours» are the same answer, so that nobody learns who is in the register.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.officials import official_of
from desk.actions.households.policy_sheet_text import sheet_line
from desk.domain.cases.ledger import about_household
from desk.domain.county.phones import masked, phone_in
from desk.domain.households.household import Household, HouseholdAct, Measure, Member, Sight, sight_of
from desk.domain.households.id_numbers import id_number_in, masked_id
from desk.domain.people.people import Person, Role, Staff
from desk.domain.talk.messages import Json
from desk.domain.text.cleaning import cleaned_name, searched
from desk.ports.work import Work

A_LIST: Final = 8
_SHORTEST_NAME: Final = 2
_MEASURES: Final = 10  # the newest of them are on the card


@dataclass(frozen=True, slots=True)
class FoundHouseholds:
    """What was found; `more` when there are others behind these."""

    households: tuple[Household, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class _RegisterReader:
    """An official, and what they may see."""

    staff: Staff
    sight: Sight


async def find_households(work: Work, person: Person, words: str) -> FoundHouseholds | None:
    """Households by a member's whole name, a telephone, or an identity number.

    None for somebody who is no official.
    """
    reader = await _reader(work, person)
    if reader is None:
        return None
    found = await _candidates(work, reader.sight, cleaned_name(searched(words)))
    return FoundHouseholds(tuple(found[:A_LIST]), len(found) > A_LIST)


async def view_household(work: Work, person: Person, household_id: int) -> Household | Refusal:
    """The household, to be shown masked, if this person may see it."""
    seen = await seen_household(work, person, household_id)
    return seen if isinstance(seen, Refusal) else seen[0]


async def read_household(work: Work, person: Person, household_id: int) -> Household | Refusal:
    """The household, to be shown whole. Who saw it, and as what, stands in the ledger from now on."""
    seen = await seen_household(work, person, household_id)
    if isinstance(seen, Refusal):
        return seen
    household, role, staff = seen
    entry = about_household(household.id, HouseholdAct.READ, role, person.id, f"staff_id:{staff.id}")
    await work.ledger.append(entry)
    return household


async def household_words(work: Work, household: Household, *, whole: bool = False) -> dict[str, Json]:
    """What a card says of a household; numbers are masked and the address is left out unless `whole`."""
    officer = None if household.officer_id is None else await work.staff.find(household.officer_id)
    kind = household.monitored_kind
    members: list[Json] = [_member_words(member, whole=whole) for member in household.members]
    return {
        "number": household.number,
        "head": household.head.name,
        "place": work.areas.path(household.area_code),
        "household_class": household.household_class.value,
        "monitored_kind": "" if kind is None else kind.value,
        "risks": [risk.value for risk in household.risks],
        "measures": [_measure_words(measure) for measure in household.measures[-_MEASURES:]],
        "officer": "" if officer is None or officer.revoked else officer.name,
        "phone": household.phone if whole else masked(household.phone),
        "address": household.address if whole else "",
        "members": members,
        "sheets": await sheet_line(work, household.id),
        "whole": whole,
    }


def line_words(work: Work, household: Household) -> dict[str, Json]:
    """What a list says of a household."""
    return {
        "head": household.head.name,
        "count": len(household.members),
        "household_class": household.household_class.value,
        "place": work.areas.path(household.area_code),
    }


def _measure_words(measure: Measure) -> dict[str, Json]:
    return {
        "words": measure.words,
        "planned_on": "" if measure.planned_on is None else measure.planned_on.isoformat(),
        "done_on": "" if measure.done_on is None else measure.done_on.isoformat(),
    }


def _member_words(member: Member, *, whole: bool) -> dict[str, Json]:
    return {
        "name": member.name,
        "relation": member.relation,
        "id_number": member.id_number if whole else masked_id(member.id_number),
        "phone": member.phone if whole else masked(member.phone),
    }


async def _reader(work: Work, person: Person) -> _RegisterReader | None:
    staff = await official_of(work, person)
    if staff is None:
        return None
    return _RegisterReader(staff, sight_of(staff, await work.staff.posts_of(staff.id), work.areas))


async def seen_household(
    work: Work, person: Person, household_id: int
) -> tuple[Household, Role, Staff] | Refusal:
    """The household, with the role in which this official sees it."""
    reader = await _reader(work, person)
    household = await work.households.find(household_id)
    if reader is None or household is None:
        return NOT_YOURS
    role = reader.sight.sees_as(household)
    return NOT_YOURS if role is None else (household, role, reader.staff)


async def _candidates(work: Work, sight: Sight, words: str) -> Sequence[Household]:
    """What fits the words, by the kind of thing that they are; one more than is shown."""
    id_number = id_number_in(words)
    if id_number is not None:
        return await work.households.by_id_number(sight, id_number, A_LIST + 1)
    if phone_in(words) is not None:
        return await work.households.by_phone(sight, words, A_LIST + 1)
    if len(words) < _SHORTEST_NAME:
        return ()
    return await work.households.by_name(sight, words, A_LIST + 1)
