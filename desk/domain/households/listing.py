"""A household as a list has it, brought beside what the register knows: what a list does not say stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, Final

from desk.domain.households.household import Household, HouseholdClass, Member
from desk.domain.households.measures import with_listed, with_new
from desk.domain.text.cleaning import cleaned_name

MEMBERS, MEASURES, PHONE, STANDING = "members", "measures", "phone", "monitored_kind"
_BY_THEMSELVES: Final = frozenset({MEMBERS, MEASURES, "household_class", STANDING})


@dataclass(frozen=True, slots=True)
class Listing:
    """One household of a list.

    `said` are the fields of which the list says something, be it that there is nothing; those in `emptied` it
    empties. `elsewhere` are identity numbers of people who live in other households of the same list.
    """

    household: Household
    said: Set[str]
    emptied: Set[str] = frozenset()
    elsewhere: Set[str] = frozenset()


def beside(before: Household, listing: Listing) -> Household:
    """The household as the register has it from now on."""
    listed = listing.household
    taken: dict[str, Any] = {
        name: getattr(listed, name) for name in listing.said - _BY_THEMSELVES if hasattr(listed, name)
    }
    if not leaves_unsaid(before, listing):
        taken |= {"household_class": listed.household_class, STANDING: listed.monitored_kind}
    measured = with_listed if MEASURES in listing.emptied else with_new
    taken["measures"] = measured(before, listed).measures
    taken["members"] = tuple(_members(before, listing))
    return settled(replace(before, **taken))


def settled(household: Household) -> Household:
    """The household with each number once: a member's is left out where it is the household's."""
    members = tuple(
        replace(one, phone="") if one.phone and one.phone == household.phone else one
        for one in household.members
    )
    return replace(household, members=members)


def leaves_unsaid(before: Household, listing: Listing) -> bool:
    """Whether the list calls a watched household something else without saying that this has ended."""
    watched = before.household_class is HouseholdClass.MONITORED
    ends = listing.household.household_class is not HouseholdClass.MONITORED
    return watched and ends and STANDING not in listing.emptied


def unlisted_members(before: Household, listing: Listing) -> Sequence[Member]:
    """Members of whom the list says nothing, neither here nor in another of its households."""
    listed = listing.household.members
    return [
        one
        for one in before.members
        if one.id_number not in listing.elsewhere and not any(_same(one, other) for other in listed)
    ]


def _members(before: Household, listing: Listing) -> Iterator[Member]:
    for one in listing.household.members:
        known = next((other for other in before.members if _same(other, one)), None)
        yield one if known is None else _with_known(known, one)
    if MEMBERS not in listing.emptied:
        yield from unlisted_members(before, listing)


def _same(one: Member, other: Member) -> bool:
    """By the identity number, or by the name where one of them has none."""
    if one.id_number and other.id_number:
        return one.id_number == other.id_number
    return cleaned_name(one.name) == cleaned_name(other.name)


def _with_known(known: Member, listed: Member) -> Member:
    return replace(
        listed,
        id_number=listed.id_number or known.id_number,
        relation=listed.relation or known.relation,
        phone=listed.phone or known.phone,
    )
