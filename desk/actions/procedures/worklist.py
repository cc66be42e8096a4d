"""The list of open procedures for whoever looks after a place: what is late comes first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desk.actions.cases.officials import official_of
from desk.actions.procedures.door import reach_of
from desk.domain.people.people import Person
from desk.domain.procedures.clock import is_late
from desk.domain.procedures.procedure import Procedure
from desk.domain.talk.messages import Json
from desk.ports.work import Work

PAGE: Final = 8
_FURTHEST: Final = 500  # pages


async def list_open(
    work: Work, person: Person, page: int
) -> tuple[dict[str, Json], Sequence[int], bool] | None:
    """What a page of the list says, the rows on it, and whether there are more; None for no official."""
    staff = await official_of(work, person)
    if staff is None:
        return None
    reach = await reach_of(work, staff)
    found = await work.procedures.list_open(reach, PAGE + 1, min(page, _FURTHEST) * PAGE)
    open_ones, late = await work.procedures.count_open(reach)
    places = {work.areas.path(code) for code in _tops(work, reach.areas)}
    items: list[Json] = [
        await _line(work, one, number) for number, one in enumerate(found[:PAGE], page * PAGE + 1)
    ]
    words: dict[str, Json] = {
        "place": places.pop() if len(places) == 1 else "",
        "open": open_ones,
        "late": late,
        "items": items,
    }
    return words, [one.id for one in found[:PAGE]], len(found) > PAGE


def _tops(work: Work, codes: Sequence[str]) -> set[str]:
    """The areas of a reach that do not lie in another of it."""
    held = set(codes)
    return {code for code in held if not held & {area.code for area in work.areas.line(code)[1:]}}


async def _line(work: Work, procedure: Procedure, number: int) -> dict[str, Json]:
    household = await work.households.find(procedure.household_id)
    owner = None if procedure.told_staff_id is None else await work.staff.find(procedure.told_staff_id)
    return {
        "n": number,
        "head": "" if household is None else household.head.name,
        "kind": procedure.kind.value,
        "stage": procedure.stage.value,
        "due_at": procedure.due_at.isoformat(),
        "late": is_late(procedure, work.now),
        "owner": "" if owner is None else owner.name,
    }
