"""A sweep of the register, opened as `bangfu sweep register` and `bangfu sweep start` do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.county.sweep_import import SweepImporter
from bot.demo.past.diary import Calendar
from desk.domain.sweeps.sweep import OF_REGISTER, Listed, Sweep, SweepAct, SweepState
from storage.engine.database import Database
from storage.sweeps.lists import SweepListRows
from storage.work import Shared

_MOST: Final = 500


async def open_sweep(
    database: Database, shared: Shared, now: datetime, plan: Mapping[str, Any], calendar: Calendar
) -> None:
    """The operator makes a sweep of all households of some villages, and begins it."""
    due_on = calendar.first + timedelta(days=plan["due_day"])
    made = Sweep(0, plan["name"], OF_REGISTER, shared.areas.county.code, due_on)
    async with database.transaction() as connection:
        rows = SweepListRows(connection, shared.seal, now)
        made = replace(made, id=await rows.add(made))
        listed = [_listed(one) for one in await rows.of_register(plan["villages"], (), 0, _MOST)]
    await _bring_in(database, shared, now, made, listed)
    async with database.transaction() as connection:
        rows = SweepListRows(connection, shared.seal, now)
        await rows.note(made.id, SweepAct.IMPORT, f"new:{len(listed)} changed:0 left_out:0")
        await rows.save(replace(made, state=SweepState.RUNNING, started_at=now))
        await rows.note(made.id, SweepAct.START)


async def _bring_in(
    database: Database, shared: Shared, now: datetime, made: Sweep, listed: Sequence[Listed]
) -> None:
    importer = SweepImporter(database, shared.seal, now, dry_run=False, done=lambda _: None)
    await importer.bring_in(made, listed, {one.number for one in listed})


def _listed(household: Any) -> Listed:
    head, place = household.head.name, household.address
    return Listed(household.number, household.area_code, head, place, household_id=household.id)
