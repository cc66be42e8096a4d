"""Entering many households at once, each with its entry in the ledger of that household."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desk.domain.cases.ledger import Entry
from desk.domain.households.household import Household, HouseholdAct, as_codes
from storage.engine.rows import Lazy, Rows
from storage.engine.statements import listed, with_list
from storage.households.households import SQL_ADD_MEMBER, HouseholdRows
from storage.households.rows import COLUMNS, household_values, measure_values, member_values
from storage.ledger.ledger import LedgerRows

SQL_LISTED = with_list("SELECT {columns} FROM households h WHERE h.number IN {listed}", columns=COLUMNS)
SQL_NUMBERS_IN = with_list("SELECT number FROM households WHERE area_code IN {listed} ORDER BY number")
SQL_IDS = with_list("SELECT id, number FROM households WHERE number IN {listed}")
SQL_SAVE = """
INSERT INTO households (number, area_code, household_class, monitored_kind, risks, address, phone,
    phone_index, officer_id, cadre_id, lives_away, entered_at, changed_at)
VALUES (:number, :area_code, :household_class, :monitored_kind, :risks, :address, :phone, :phone_index,
    :officer_id, :cadre_id, :lives_away, :now, :now)
ON CONFLICT (number) DO UPDATE SET area_code = excluded.area_code,
    household_class = excluded.household_class, monitored_kind = excluded.monitored_kind,
    risks = excluded.risks, address = excluded.address, phone = excluded.phone,
    phone_index = excluded.phone_index, officer_id = excluded.officer_id,
    cadre_id = excluded.cadre_id, lives_away = excluded.lives_away,
    changed_at = excluded.changed_at
"""
SQL_DROP_MEMBERS = with_list("DELETE FROM household_members WHERE household_id IN {numbers}")
SQL_DROP_MEASURES = with_list("DELETE FROM measures WHERE id IN {numbers}")
SQL_ADD_MEASURE = """
INSERT INTO measures (household_id, risk, words, planned_on, done_on, planned_by, done_by, entered_at)
VALUES (:household_id, :risk, :words, :planned_on, :done_on, :planned_by, :done_by, :now)
"""


class RegisterRows(Rows):
    """The register inside one transaction, a few hundred households at a time."""

    _ledger = Lazy(LedgerRows)
    _households = Lazy(HouseholdRows)

    async def listed(self, numbers: Sequence[str]) -> Mapping[str, Household]:
        """Those of these households that are in the register, by number."""
        sql = SQL_LISTED[self._connection.dialect]
        rows = await self._connection.fetch_all(sql, {"listed": listed(numbers)})
        return {household.number: household for household in await self._households.opened(rows)}

    async def numbers_in(self, area_codes: Sequence[str]) -> Sequence[str]:
        """The numbers of every household of these areas."""
        sql = SQL_NUMBERS_IN[self._connection.dialect]
        rows = await self._connection.fetch_all(sql, {"listed": listed(area_codes)})
        return [row["number"] for row in rows]

    async def save(
        self, households: Sequence[Household], known: Mapping[str, Household], capacity: str
    ) -> None:
        """Make these households what is said here; `known` are those that are changed, as they were.

        The ledger gets what changed, in the capacity of whoever changed it. Raises StorageError.
        """
        rows = [{**household_values(one, self._seal), "now": self._now} for one in households]
        await self._connection.execute_many(SQL_SAVE, rows)
        ids = await self._ids([one.number for one in households])
        await self._drop_members([one.id for one in known.values()])
        members = [row for one in households for row in member_values(one, ids[one.number], self._seal)]
        await self._connection.execute_many(SQL_ADD_MEMBER, members)
        await self._save_measures(households, known, ids)
        await self._ledger.begin_chains(
            [
                Entry(None, HouseholdAct.ENTER, capacity, household_id=ids[one.number])
                for one in households
                if one.number not in known
            ]
        )
        for one in households:
            if one.number in known:
                await self._note_change(known[one.number], one, capacity)

    async def _save_measures(
        self, households: Sequence[Household], known: Mapping[str, Household], ids: Mapping[str, int]
    ) -> None:
        """Rows of measures stay as they are: some are dropped, others added, none is written anew."""
        kept = {measure.id for one in households for measure in one.measures}
        gone = [measure.id for one in known.values() for measure in one.measures if measure.id not in kept]
        if gone:
            sql = SQL_DROP_MEASURES[self._connection.dialect]
            await self._connection.execute(sql, {"listed": listed(gone)})
        added = [
            {**measure_values(measure, ids[one.number], one.number, self._seal), "now": self._now}
            for one in households
            for measure in one.measures
            if not measure.id
        ]
        await self._connection.execute_many(SQL_ADD_MEASURE, added)

    async def _note_change(self, before: Household, after: Household, capacity: str) -> None:
        codes = as_codes(before, after)
        await self._ledger.append(
            Entry(None, HouseholdAct.UPDATE, capacity, details=codes, household_id=before.id)
        )

    async def _ids(self, numbers: Sequence[str]) -> Mapping[str, int]:
        sql = SQL_IDS[self._connection.dialect]
        rows = await self._connection.fetch_all(sql, {"listed": listed(numbers)})
        return {row["number"]: row["id"] for row in rows}

    async def _drop_members(self, household_ids: Sequence[int]) -> None:
        if household_ids:
            sql = SQL_DROP_MEMBERS[self._connection.dialect]
            await self._connection.execute(sql, {"listed": listed(household_ids)})
