"""The objects of an official in one sweep: village by village, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.officials import official_of
from desk.actions.sweeps.parts import OVER, share
from desk.domain.people.people import Person
from desk.domain.sweeps.shares import Share
from desk.domain.sweeps.sweep import ObjectRange, Progress, Sweep, SweepObject, SweepState, together
from desk.ports.work import Work

A_PAGE: Final = 8
HOUSEHOLDS: Final = "h"  # the group of one's own households, beside those of villages


@dataclass(frozen=True, slots=True)
class PageGroup:
    """What is read together: a village by its code, or one's own households."""

    code: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class ObjectPage:
    """One page of a group; `before` and `after` say whether there is more on either side."""

    sweep: Sweep
    groups: Sequence[PageGroup]
    group: PageGroup
    stretch: ObjectRange
    objects: tuple[SweepObject, ...]
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to see: a group (empty: the first with something left), and where in it."""

    group: str = ""
    done: bool = False
    after: int = 0
    backwards: bool = False


async def read_objects(work: Work, person: Person, sweep_id: int, wanted: Wanted) -> ObjectPage | Refusal:
    """A page of what is theirs; the first one where nothing is left at the place wanted."""
    staff, sweep = await official_of(work, person), await work.sweeps.find(sweep_id)
    if staff is None or sweep is None or sweep.started_at is None:
        return NOT_YOURS
    if sweep.state is not SweepState.RUNNING:
        return OVER
    theirs = await share(work, staff)
    groups = await _groups(work, sweep, theirs)
    group = _chosen(groups, wanted.group)
    if group is None:
        return NOT_YOURS
    stretch = ObjectRange(
        sweep_id,
        "" if group.code == HOUSEHOLDS else group.code,
        theirs.officers,
        wanted.done,
        wanted.after,
        wanted.backwards and wanted.after > 0,
    )
    return await _page(work, sweep, groups, group, stretch)


async def _page(
    work: Work, sweep: Sweep, groups: Sequence[PageGroup], group: PageGroup, stretch: ObjectRange
) -> ObjectPage:
    found = await work.sweeps.objects.page(stretch, A_PAGE + 1)
    more = len(found) > A_PAGE
    if stretch.after and (not found or (stretch.backwards and not more)):
        # Nothing behind, or less than a page before: from the beginning.
        return await _page(work, sweep, groups, group, replace(stretch, after=0, backwards=False))
    shown = found[-A_PAGE:] if stretch.backwards else found[:A_PAGE]
    before = more if stretch.backwards else bool(stretch.after)
    after = True if stretch.backwards else more
    return ObjectPage(sweep, groups, group, stretch, tuple(shown), before, after)


async def _groups(work: Work, sweep: Sweep, theirs: Share) -> Sequence[PageGroup]:
    tallies = await work.sweeps.tallies_at(sweep.id, theirs.villages) if theirs.villages else {}
    groups = [PageGroup(code, tallies[code]) for code in theirs.villages if code in tallies]
    households = await work.sweeps.tallies_of(theirs.officers)
    elsewhere = [
        progress
        for (sweep_id, code), progress in households.items()
        if sweep_id == sweep.id and code not in theirs.villages
    ]
    return [*groups, PageGroup(HOUSEHOLDS, together(elsewhere))] if elsewhere else groups


def _chosen(groups: Sequence[PageGroup], code: str) -> PageGroup | None:
    """The group asked for; what lies in a village that is not theirs is one of their households."""
    by_code = {group.code: group for group in groups}
    wanted = by_code.get(code) or (by_code.get(HOUSEHOLDS) if code else None)
    return wanted or next((group for group in groups if group.progress.left), groups[0] if groups else None)
