"""To whom a case may be handed: another place, a level of the line, or a department; who answers there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

from desk.actions.cases.door import Refusal
from desk.actions.cases.responsible import organisation_of
from desk.domain.cases.case import Case, Hold
from desk.domain.county.areas import Level
from desk.domain.handing_over.routing import Choice, Organisation, above, accountable
from desk.domain.handing_over.seats import LEVELS, area_at
from desk.domain.people.people import Role
from desk.ports.work import Work

ELSEWHERE: Final = "elsewhere"  # another village: which one is asked next
NOT_OFFERED = Refusal("transfer.not_offered")
SAME_OWNER = Refusal("transfer.same_owner")
WHICH_VILLAGE = Refusal("transfer.which_village")


@dataclass(frozen=True, slots=True)
class Target:
    """What was picked: the code of a receiver, and the place when it is elsewhere."""

    code: str
    area_code: str = ""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where a case would be held, under which name, and who would answer for it there."""

    area_code: str
    hold: Hold
    name: str
    choice: Choice

    @property
    def code(self) -> str:
        """What a button carries; the same for as long as the department keeps its name."""
        return receiver_code(self.hold)


def receiver_code(hold: Hold) -> str:
    """A level by its name, a department by a digest of its own."""
    return f"d{crc32(hold.department.encode()):08x}" if hold.department else hold.level.value


async def receivers_of(work: Work, case: Case) -> Sequence[Receiver]:
    """Everybody to whom this case may be transferred: departments, the leading one first, then the line."""
    organisation = await organisation_of(work, case)
    holds = [*_department_holds(work, case, organisation), *(Hold(level) for level in LEVELS)]
    return _others(case, organisation, holds)


async def receivers_above(work: Work, case: Case) -> Sequence[Receiver]:
    """From among whom the owner chooses who it is passed up to; nobody where there is but one way up."""
    organisation = await organisation_of(work, case)
    own = accountable(organisation, case.hold)
    if own.post.role not in (Role.TOWN_DESK, Role.COUNTY_OFFICE) or case.department:
        return ()
    holds = [*_department_holds(work, case, organisation), Hold(Level.COUNTY)]
    return _others(case, organisation, holds)


async def next_above(work: Work, case: Case) -> Receiver | None:
    """The next seat of the line above the owner; leaders rule and press, they hold nothing."""
    organisation = await organisation_of(work, case)
    for choice in above(organisation, case.hold):
        if choice.post.role is not Role.LEADER:
            return _receiver(organisation, case.area_code, choice.hold, choice)
    return None


async def departments_to_join(work: Work, case: Case) -> Sequence[Receiver]:
    """The departments that can still be asked for their part: others than the owner's, each once."""
    organisation = await organisation_of(work, case)
    asked = {helper.department for helper in await work.helpers.asked_in(case.id)}
    holds = _department_holds(work, case, organisation)
    return _others(case, organisation, [hold for hold in holds if hold.department not in asked])


async def receiver_of(work: Work, case: Case, target: Target) -> Receiver | Refusal:
    """Who was picked, looked up anew: a button is a wish. Refuses whoever has the case already."""
    if target.code == ELSEWHERE:
        return await _elsewhere(work, case, target.area_code)
    found = [one for one in await receivers_of(work, case) if one.code == target.code]
    return found[0] if found else NOT_OFFERED


async def _elsewhere(work: Work, case: Case, area_code: str) -> Receiver | Refusal:
    area = work.areas.get(area_code)
    if area is None or area.level is Level.COUNTY:
        return WHICH_VILLAGE
    there = await organisation_of(work, replace(case, area_code=area.code))
    receiver = _receiver(there, area.code, Hold(area.level), accountable(there, Hold(area.level)))
    here = await organisation_of(work, case)
    moved = area.code != case.area_code
    same = receiver.choice.staff.id == accountable(here, case.hold).staff.id
    return SAME_OWNER if same and not moved else receiver


def _others(case: Case, organisation: Organisation, holds: Iterable[Hold]) -> Sequence[Receiver]:
    """Those of the holds in which somebody other than the present owner would answer."""
    own = accountable(organisation, case.hold).staff.id
    found = []
    for hold in holds:
        choice = accountable(organisation, hold)
        # A level without anybody of its own would only be another name for the one above.
        there = bool(hold.department) or choice.level is hold.level
        if there and choice.staff.id != own and hold != case.hold:
            found.append(_receiver(organisation, case.area_code, hold, choice))
    return found


def _receiver(organisation: Organisation, area_code: str, hold: Hold, choice: Choice) -> Receiver:
    area = area_at(organisation.line, hold.level)
    return Receiver(area_code, hold, hold.department or ("" if area is None else area.name), choice)


def _department_holds(work: Work, case: Case, organisation: Organisation) -> Sequence[Hold]:
    """The departments of the county that rules or posts know, the one that leads for the trouble first."""
    known = dict.fromkeys([work.rules.trouble(case.trouble).department, *work.rules.leading])
    known |= dict.fromkeys(route.department for route in work.rules.routes)
    known |= dict.fromkeys(post.department or "" for post in organisation.posts)
    return [Hold(Level.COUNTY, department) for department in known if department]
