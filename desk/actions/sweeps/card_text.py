"""What lists and cards say of sweeps and their objects."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from desk.actions.sweeps.parts import SweepLeft
from desk.domain.sweeps.samples import Agreement, Sample
from desk.domain.sweeps.sweep import Progress, Sweep, SweepObject
from desk.domain.talk.messages import Json
from desk.ports.work import Work

_NAME: Final = 40  # characters of an object in a list
_WHOLE: Final = 300  # … and on its card


def sweep_words(work: Work, sweep: Sweep) -> dict[str, Json]:
    """Name, kind and last day."""
    today = work.today
    return {
        "id": sweep.id,
        "name": sweep.name,
        "kind": sweep.kind,
        "state": sweep.state.value,
        "due": {"month": sweep.due_on.month, "day": sweep.due_on.day},
        "over": sweep.days_over(today),
    }


def progress_words(progress: Progress) -> dict[str, Json]:
    """Every figure, with numerator and denominator of the rate."""
    return {
        "total": progress.total,
        "done": progress.done,
        "left": progress.left,
        "percent": progress.percent,
        "fine": progress.fine,
        "problem": progress.problem,
        "missing": progress.missing,
    }


def left_words(work: Work, one: SweepLeft) -> dict[str, Json]:
    """A line about what is left of a sweep."""
    return {**sweep_words(work, one.sweep), **progress_words(one.progress)}


def object_line(one: SweepObject) -> dict[str, Json]:
    """What a list says of an object."""
    listed = one.listed
    return {
        "name": listed.name[:_NAME],
        "address": listed.address[:_NAME],
        "found": "" if one.found is None else one.found.value,
    }


async def object_words(work: Work, sweep: Sweep, one: SweepObject) -> dict[str, Json]:
    """What the card of an object says."""
    listed = one.listed
    staff = None if one.ticked_by is None else await work.staff.find(one.ticked_by)
    case = None if one.case_id is None else await work.cases.find(one.case_id)
    checks = await work.sweeps.samples.answered_of(one.id)
    return {
        **sweep_words(work, sweep),
        "object": listed.name[:_WHOLE],
        "address": listed.address[:_WHOLE],
        "note": listed.note[:_WHOLE],
        "number": listed.number,
        "place": work.areas.path(listed.area_code),
        "found": "" if one.found is None else one.found.value,
        "missing": "" if one.missing is None else one.missing.value,
        "said": one.said[:_WHOLE],
        "ticked_by": "" if staff is None else staff.name,
        "changed_at": _iso(one.changed_at),
        "case_number": "" if case is None else case.number,
        "checked": "" if not checks else "same" if checks[-1].agreed else "differs",
    }


def _iso(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()


def sample_words(sample: Sample, agreement: Agreement) -> dict[str, Json]:
    """How a sample came out, with numerator and denominator."""
    return {
        "size": sample.size,
        "drawn": agreement.drawn if sample.drawn else sample.size,
        "checked": agreement.checked,
        "agreed": agreement.agreed,
        "percent": 100 * agreement.agreed // agreement.checked if agreement.checked else 0,
    }
