"""One act as one ledger entry."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.cases.case import Act, State


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what in which capacity, from state to state. `words` lie apart and can be erased.

    An entry without a case may be about a household of the register.
    """

    case_id: int | None
    act: Act | str
    capacity: str
    person_id: int | None = None
    from_state: State | None = None
    to_state: State | None = None
    details: str = ""
    words: str = ""
    household_id: int | None = None


def about_household(
    household_id: int | None, act: Act | str, capacity: str, person_id: int | None, details: str
) -> Entry:
    """An entry about a household of the register instead of a case; `details` are codes, never words."""
    return Entry(None, act, str(capacity), person_id=person_id, details=details, household_id=household_id)
