"""What of each running sweep is an official's: read from the posts as they are now, never stamped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.officials import official_of
from desk.actions.cases.responsible import posts_over
from desk.domain.people.people import Person, Post, Role, Staff
from desk.domain.sweeps.shares import Share, keepers, share_of, villages_of
from desk.domain.sweeps.sweep import Progress, Sweep, SweepObject
from desk.ports.work import Work

OVER: Final = Refusal("sweep.over")
CHANGED: Final = Refusal("sweep.changed")  # somebody else ticked it meanwhile, or the button is old


@dataclass(frozen=True, slots=True)
class SweepLeft:
    """What one running sweep still wants of one official. `days_over` counts from the sweep's last day."""

    sweep: Sweep
    progress: Progress
    days_over: int = 0

    @property
    def left(self) -> int:
        """How many objects of theirs are not ticked."""
        return self.progress.left


@dataclass(frozen=True, slots=True)
class Own:
    """An object that an official may tick, as what they do it, and the sweep that it is in."""

    staff: Staff
    role: Role
    sweep: Sweep
    one: SweepObject


def trouble_of(work: Work, own: Own) -> str:
    """What a problem with such an object is about; empty where the official says it."""
    kind = work.rules.sweep_kinds.get(own.sweep.kind)
    return "" if kind is None else kind.trouble


async def share(work: Work, staff: Staff) -> Share:
    """What they have of every sweep."""
    own = await work.staff.posts_of(staff.id)
    villages = villages_of(own, work.areas)
    codes = sorted({area.code for code in villages for area in work.areas.line(code)})
    posts = await work.staff.posts_in(codes) if codes else ()
    return share_of(staff, own, posts, work.areas)


async def sweeps_left(work: Work, staff: Staff) -> Sequence[SweepLeft]:
    """Every running sweep in which something is theirs to tick and not ticked, nearest last day first."""
    return [one for one in await sweeps_of(work, staff) if one.left]


async def sweeps_of(work: Work, staff: Staff) -> Sequence[SweepLeft]:
    """As `sweeps_left`, with those in which everything of theirs is ticked."""
    running = await work.sweeps.running()
    if not running:
        return ()
    parts = await _parts(work, await share(work, staff))
    today = work.today
    return [
        SweepLeft(sweep, parts[sweep.id], sweep.days_over(today)) for sweep in running if sweep.id in parts
    ]


async def _parts(work: Work, theirs: Share) -> Mapping[int, Progress]:
    """How far their part of every running sweep is; what is theirs twice counts once."""
    parts = dict(await work.sweeps.tallies_in(theirs.villages)) if theirs.villages else {}
    for (sweep_id, code), progress in (await work.sweeps.tallies_of(theirs.officers)).items():
        if code not in theirs.villages:
            parts[sweep_id] = parts.get(sweep_id, Progress()) + progress
    return parts


async def own_object(work: Work, person: Person, object_id: int) -> Own | Refusal:
    """The object, if it is theirs to tick; «no such» and «not yours» are one answer."""
    staff = await official_of(work, person)
    one = None if staff is None else await work.sweeps.objects.find(object_id)
    sweep = None if one is None else await work.sweeps.find(one.sweep_id)
    if staff is None or one is None or sweep is None or sweep.started_at is None:
        return NOT_YOURS
    role = await _role_for(work, staff, one)
    return NOT_YOURS if role is None else Own(staff, role, sweep, one)


async def _role_for(work: Work, staff: Staff, one: SweepObject) -> Role | None:
    """As what they may tick it. Whoever acts in a post of the village may, present or not."""
    code = one.listed.area_code
    posts = await posts_over(work, code)
    held = [post for post in posts if staff.id in {person.id for person in post.people}]
    if any(post.role is Role.VILLAGE_MONITOR and post.area_code == code for post in held):
        return Role.VILLAGE_MONITOR
    if staff.id in {person.id for person in keepers(work.areas, posts, [code])[code]}:
        return _highest(held)
    return Role.RESPONSIBLE_OFFICER if await _is_their_household(work, staff, one) else None


def _highest(held: Sequence[Post]) -> Role:
    """A town's desk where a village has nobody, the county office where a town has nobody."""
    return Role.TOWN_DESK if Role.TOWN_DESK in {post.role for post in held} else Role.COUNTY_OFFICE


async def _is_their_household(work: Work, staff: Staff, one: SweepObject) -> bool:
    if one.listed.household_id is None:
        return False
    household = await work.households.find(one.listed.household_id)
    return household is not None and household.officer_id in (await share(work, staff)).officers
