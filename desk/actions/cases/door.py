"""The one guarded door to a case: who may do what is decided here and nowhere else.

«No such case» and «not yours» are the same answer, so that nobody learns which numbers exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from desk.actions.cases.families import is_theirs
from desk.actions.cases.officials import official_of
from desk.actions.cases.standing import Standing, standing_as_helper, standing_of
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case
from desk.domain.cases.lifecycle import must_look, next_state, open_for
from desk.domain.cases.permissions import REPORTERS_ACTS, capacities_for
from desk.domain.county.areas import Level
from desk.domain.people.people import Person, Staff
from desk.domain.talk.messages import Json
from desk.ports.work import Work


@dataclass(frozen=True, slots=True)
class Access:
    """A case that this person may act on, and in which capacity; `standing` is by what an official may."""

    case: Case
    capacity: Capacity
    person: Person | None  # nobody when the desk itself acts
    staff: Staff | None = None
    standing: Standing | None = None

    @property
    def level(self) -> Level | None:
        """How high an official stands here."""
        return None if self.standing is None else self.standing.level


@dataclass(frozen=True, slots=True)
class Refusal:
    """A «no» that is expected: the key of the sentence that explains it."""

    template: str
    arguments: Mapping[str, Json] = field(default_factory=dict)


NOT_YOURS = Refusal("common.not_yours")
TOO_LATE = Refusal("common.too_late")
STALE = Refusal("task.stale")
LOOK_FIRST = Refusal("task.look_first")


# A superior rules on what its owner still has: that somebody has it is no news.
_RULED: Final = frozenset({Act.GRANT, Act.REFUSE, Act.VERIFY})


class Conflict(Exception):
    """Somebody else changed the row first; the update is tried once more."""


async def access_case(work: Work, person: Person, case_id: int, act: Act) -> Access | Refusal:
    """The case, if this person may do this act to it now; else why not."""
    case = await work.cases.find(case_id)
    if case is None:
        return NOT_YOURS
    access = await _access(work, person, case, act)
    if access is None:
        return NOT_YOURS
    if act is Act.VIEW:
        return access
    if next_state(case.state, act, access.capacity) is None:
        return TOO_LATE
    if open_for(case, act):
        return access
    return LOOK_FIRST if act is Act.REPLY and must_look(case) else TOO_LATE


async def access_fresh(work: Work, person: Person, case_id: int, version: int, act: Act) -> Access | Refusal:
    """As `access_case`, for a button: what it showed must still be so.

    The second of two who press learns who was first.
    """
    access = seen = await access_case(work, person, case_id, act)
    if isinstance(seen, Refusal):
        seen = await access_case(work, person, case_id, Act.VIEW)
    if isinstance(seen, Refusal):
        return seen
    if seen.case.version == version:
        return access
    return STALE if act in _RULED else await _overtaken(work, seen)


async def _overtaken(work: Work, seen: Access) -> Refusal:
    case = seen.case
    if case.accepted_by is None or (seen.staff is not None and seen.staff.id == case.accepted_by):
        return STALE
    holder = await work.staff.find(case.accepted_by)
    return STALE if holder is None else Refusal("task.taken", {"owner": holder.name})


async def _access(work: Work, person: Person, case: Case, act: Act) -> Access | None:
    """Acts that residents and inspectors share go to the reporter first: it is their case."""
    mine = case.reporter_id == person.id and await is_theirs(work, case)
    if mine and act in REPORTERS_ACTS:
        return Access(case, Capacity.REPORTER, person)
    access = await _as_official(work, person, case, act)
    if access is None and mine and act is Act.VIEW:
        return Access(case, Capacity.REPORTER, person)
    return access


async def _as_official(work: Work, person: Person, case: Case, act: Act) -> Access | None:
    staff = await official_of(work, person)
    if staff is None:
        return None
    able = capacities_for(act)
    standings = await standing_of(work, case, staff)
    if Capacity.HELPER in able and not any(capacity in standings for capacity in able):
        standings = {**standings, **await standing_as_helper(work, case, staff)}
    for capacity in able:
        if capacity in standings:
            return Access(case, capacity, person, staff, standings[capacity])
    return None


def acting(access: Access) -> Staff:
    """The official behind an act. Raises LookupError: the door lets nobody else do it."""
    if access.staff is None:
        raise LookupError("an act of officials without an official")
    return access.staff
