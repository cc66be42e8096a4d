"""The facts that figures are counted over: columns that hold no words and no persons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk.domain.cases.case import Kind, Rating, State
from desk.domain.county.areas import Level
from desk.domain.worklists.figures import CaseFact
from storage.engine.database import Connection, Row
from storage.engine.named import moment, moment_or_none
from storage.engine.statements import listed, with_list

SQL_ACCEPTED = with_list(
    """
    SELECT kind, state, submitted_at, accepted_at, reply_due_at, resolved_at, closed_at, closed_level, rating,
        reopened, transfers
    FROM cases WHERE accepted_at >= :begins AND accepted_at < :ends AND area_code IN {listed}
    ORDER BY id
    """
)


class FigureRows:
    """Facts of cases inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def accepted_in(
        self, area_codes: Sequence[str], begins: datetime, ends: datetime
    ) -> Sequence[CaseFact]:
        """The cases of these areas that were accepted from `begins` until before `ends`."""
        values = {"begins": begins, "ends": ends, "listed": listed(area_codes)}
        sql = SQL_ACCEPTED[self._connection.dialect]
        return [_fact(row) for row in await self._connection.fetch_all(sql, values)]


def _fact(row: Row) -> CaseFact:
    return CaseFact(
        kind=Kind(row["kind"]),
        state=State(row["state"]),
        submitted_at=moment(row["submitted_at"]),
        accepted_at=moment(row["accepted_at"]),
        reply_due_at=moment(row["reply_due_at"]),
        resolved_at=moment_or_none(row["resolved_at"]),
        closed_at=moment_or_none(row["closed_at"]),
        closed_level=Level(row["closed_level"]) if row["closed_level"] else None,
        rating=Rating(row["rating"]) if row["rating"] else None,
        reopened=row["reopened"],
        transfers=row["transfers"],
    )
