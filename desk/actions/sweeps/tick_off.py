"""Ticking an object of a sweep: nothing wrong, a problem that becomes a case, or not found.

Ticking again corrects what was ticked before; the ledger keeps both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from desk.actions.cases.door import Conflict, Refusal
from desk.actions.danger.told_danger import is_danger_told
from desk.actions.reports.submit import submit_report
from desk.actions.sweeps.parts import CHANGED, OVER, Own, own_object, trouble_of
from desk.domain.cases.case import Case, Kind
from desk.domain.cases.ledger import about_household
from desk.domain.people.people import Person
from desk.domain.reports.report import Report
from desk.domain.sweeps.sweep import Missing, SweepAct, SweepObject, SweepState, TickResult
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work

_NAME: Final = 60  # characters of an object's name in the case that comes of it


@dataclass(frozen=True, slots=True)
class SeenObject:
    """Which object, and how it stood when its buttons were shown."""

    object_id: int
    version: int


@dataclass(frozen=True, slots=True)
class TickedObject:
    """What is ticked. `said` are the official's words, where an object was not found."""

    found: TickResult
    missing: Missing | None = None
    said: str = ""
    case_id: int | None = None


FINE: Final = TickedObject(TickResult.FINE)


async def open_object(work: Work, person: Person, seen: SeenObject) -> Own | Refusal:
    """The object, if it may be ticked by them now and nobody has ticked it since they looked."""
    own = await own_object(work, person, seen.object_id)
    if isinstance(own, Refusal):
        return own
    if own.sweep.state is not SweepState.RUNNING:
        return OVER
    return own if own.one.version == seen.version else CHANGED


async def tick_object(
    work: Work, person: Person, seen: SeenObject, tick: TickedObject
) -> SweepObject | Refusal:
    """Tick it. Of two who press at once the second is told that it has changed; a second press is no act."""
    own = await open_object(work, person, seen)
    if isinstance(own, Refusal):
        return await _once_more(work, person, seen, tick) or own
    return await _ticked(work, own, tick, person)


async def report_problem(
    work: Work, person: Person, seen: SeenObject, trouble: str, story: tuple[Piece, ...]
) -> tuple[SweepObject, Case] | Refusal:
    """A case for what was found, with whoever answers for the village; the object points to it.

    Where the sweep itself says what the trouble is, `trouble` does not count.

    Words of danger make it urgent, as in a resident's mouth.
    """
    own = await open_object(work, person, seen)
    if isinstance(own, Refusal):
        return own
    reporter = replace(person, phone=person.phone or own.staff.phone)
    case = await submit_report(work, reporter, _found(work, own, trouble, story))
    return await _ticked(work, own, TickedObject(TickResult.PROBLEM, case_id=case.id), person), case


async def _once_more(work: Work, person: Person, seen: SeenObject, tick: TickedObject) -> SweepObject | None:
    """The same press twice: what it wanted is so already, by their own hand."""
    own = await own_object(work, person, seen.object_id)
    if isinstance(own, Refusal) or own.one.version != seen.version + 1:
        return None
    same = (own.one.found, own.one.missing) == (tick.found, tick.missing)
    return own.one if same and own.one.ticked_by == own.staff.id else None


async def _ticked(work: Work, own: Own, tick: TickedObject, person: Person) -> SweepObject:
    before = own.one
    after = replace(
        before,
        version=before.version + 1,
        found=tick.found,
        missing=tick.missing,
        said=tick.said,
        ticked_by=own.staff.id,
        ticked_at=before.ticked_at or work.now,
        changed_at=work.now,
        case_id=tick.case_id or before.case_id,  # a case that came of it stays to be found
    )
    if not await work.sweeps.objects.save(before, after):
        raise Conflict("the object was ticked meanwhile")
    entry = about_household(
        before.listed.household_id, SweepAct.TICK, own.role, person.id, _codes(before, after)
    )
    await work.ledger.append(replace(entry, words=tick.said))
    return after


def _codes(before: SweepObject, after: SweepObject) -> str:
    found = f"found:{before.found or ''}>{after.found}"
    why = f" missing:{after.missing}" if after.missing is not None else ""
    case = f" case:{after.case_id}" if after.found is TickResult.PROBLEM else ""
    return f"sweep:{after.sweep_id} object:{after.id} {found}{why}{case}"


def _found(work: Work, own: Own, trouble: str, story: tuple[Piece, ...]) -> Report:
    """What was found as any report; the place is the object's village."""
    listed = own.one.listed
    return Report(
        Kind.PATROL,
        trouble_of(work, own) or trouble,
        listed.area_code,
        story,
        f"{listed.name[:_NAME]} {listed.number}",
        danger=is_danger_told(work, story),
    )
