"""Answers that shall become items of the policy library, once a second person agreed; sealed."""

from __future__ import annotations

from datetime import date

import orjson

from desk.domain.policy.card import ItemWish, NewItem
from storage.engine.database import Row
from storage.engine.named import stored
from storage.engine.rows import Rows

SQL_ASK = """
INSERT INTO item_wishes (case_id, details, asked_by, asked_at) VALUES (:case_id, :details, :asked_by, :now)
RETURNING id
"""
_SELECT = "SELECT id, case_id, details, asked_by, asked_at, granted FROM item_wishes "
SQL_FIND = _SELECT + "WHERE id = :id"
SQL_OF_CASE = _SELECT + ("WHERE case_id = :case_id AND (granted IS NULL OR granted) ORDER BY id DESC LIMIT 1")
# Compare and set: the second of two who rule finds it ruled.
SQL_RULE = """
UPDATE item_wishes SET ruled_by = :ruled_by, ruled_at = :now, granted = :granted
WHERE id = :id AND ruled_at IS NULL
RETURNING id
"""


class ItemWishRows(Rows):
    """Wishes for items inside one transaction."""

    async def ask(self, wish: ItemWish) -> int:
        """Enter it (its id is ignored) and return the row's id."""
        item = wish.item
        details = {
            "title": item.title,
            "topic": item.topic,
            "department": item.department,
            "question": item.question,
            "words": item.words,
            "answered_on": item.answered_on.isoformat(),
        }
        values = {
            "case_id": wish.case_id,
            "details": self._seal.close(orjson.dumps(details).decode(), _place(stored(self._now))),
            "asked_by": wish.asked_by,
            "now": self._now,
        }
        return await self._add(SQL_ASK, values)

    async def find(self, wish_id: int) -> ItemWish | None:
        """What was asked, ruled ones included."""
        row = await self._connection.fetch_one(SQL_FIND, {"id": wish_id})
        return None if row is None else self._item_wish(row)

    async def of_case(self, case_id: int) -> ItemWish | None:
        """The newest wish about an answer of this case that nobody rejected."""
        row = await self._connection.fetch_one(SQL_OF_CASE, {"case_id": case_id})
        return None if row is None else self._item_wish(row)

    async def rule(self, wish_id: int, ruled_by: int, *, granted: bool) -> bool:
        """Keep what the second one said; False when somebody was first."""
        values = {"id": wish_id, "ruled_by": ruled_by, "granted": granted, "now": self._now}
        return await self._connection.fetch_one(SQL_RULE, values) is not None

    def _item_wish(self, row: Row) -> ItemWish:
        details = orjson.loads(self._seal.open(row["details"], _place(row["asked_at"])))
        return ItemWish(
            id=row["id"],
            case_id=row["case_id"],
            item=NewItem(**{**details, "answered_on": date.fromisoformat(details["answered_on"])}),
            asked_by=row["asked_by"],
            granted=None if row["granted"] is None else bool(row["granted"]),
        )


def _place(asked_at: str) -> str:
    return f"approvals.details:{asked_at}"  # as they were sealed when they stood among the approvals
