"""The staff list and who holds which post now. Authority is read, never remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk.domain.people.people import Post, Role, Staff
from desk.domain.staff.staffing import NewPost
from storage.engine.database import Row, StorageError
from storage.engine.statements import filled, listed, with_list
from storage.people.phones import comparable
from storage.staff.invitations import InvitationRows
from storage.staff.rows import name_place, phone_place, post_of, staff_columns, staff_of

_FROM_STAFF = filled(
    "SELECT {columns} FROM staff s LEFT JOIN people p ON p.id = s.person_id",
    columns=staff_columns("s", "p", "staff"),
)
SQL_FIND = filled("{staff} WHERE s.id = :id", staff=_FROM_STAFF)
SQL_FIND_BY_PERSON = filled("{staff} WHERE s.person_id = :person_id", staff=_FROM_STAFF)
SQL_FIND_BY_PHONE = filled("{staff} WHERE s.phone_index = :phone_index", staff=_FROM_STAFF)
SQL_BIND = """
UPDATE staff SET person_id = :person_id, joined_at = :now
WHERE id = :id AND person_id IS NULL AND revoked_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM staff other WHERE other.person_id = :person_id)
RETURNING id
"""
_FROM_POSTS = filled(
    """
    SELECT t.id, t.role, t.area_code, t.department, t.valid_from, t.valid_to, t.seat,
        {holder}, {stand_in}, {deputy}
    FROM posts t
    LEFT JOIN staff h ON h.id = t.staff_id LEFT JOIN people hp ON hp.id = h.person_id
    LEFT JOIN staff b ON b.id = t.stand_in_id LEFT JOIN people bp ON bp.id = b.person_id
    LEFT JOIN staff d ON d.id = (
        SELECT v.deputy_id FROM leaves v
        WHERE v.staff_id = t.staff_id AND v.from_at <= :now AND v.until_at > :now
        ORDER BY v.id DESC LIMIT 1
    )
    LEFT JOIN people dp ON dp.id = d.person_id
    """,
    holder=staff_columns("h", "hp", "holder"),
    stand_in=staff_columns("b", "bp", "stand_in"),
    deputy=staff_columns("d", "dp", "deputy"),
)
_VALID = "t.valid_from <= :now AND (t.valid_to IS NULL OR t.valid_to > :now)"
SQL_POSTS_IN = with_list(
    "{posts} WHERE {valid} AND t.area_code IN {listed} ORDER BY t.id", posts=_FROM_POSTS, valid=_VALID
)
SQL_POSTS_WITH = with_list(
    "{posts} WHERE {valid} AND t.role IN {listed} ORDER BY t.id", posts=_FROM_POSTS, valid=_VALID
)
SQL_FIND_MANY = with_list("{staff} WHERE s.id IN {numbers} ORDER BY s.id", staff=_FROM_STAFF)
SQL_POSTS_HELD = with_list(
    "{posts} WHERE {valid} AND t.staff_id IN {numbers} ORDER BY t.id", posts=_FROM_POSTS, valid=_VALID
)
# By three indexes: whoever presses a button would wait for a look at every post of a city.
SQL_POSTS_OF = filled(
    """
    {posts} WHERE {valid} AND t.id IN (
        SELECT o.id FROM posts o WHERE o.staff_id = :staff_id
        UNION SELECT i.id FROM posts i WHERE i.stand_in_id = :staff_id
        UNION SELECT a.id FROM leaves w JOIN posts a ON a.staff_id = w.staff_id
            WHERE w.deputy_id = :staff_id AND w.until_at > :now)
        AND (t.staff_id = :staff_id OR t.stand_in_id = :staff_id OR d.id = :staff_id)
    ORDER BY t.id
    """,
    posts=_FROM_POSTS,
    valid=_VALID,
)
# Those to come included: nobody may keep a post for next week who was taken off the list today.
SQL_POSTS_NOT_OVER = filled(
    """
    {posts} WHERE (t.valid_to IS NULL OR t.valid_to > :now)
        AND (t.staff_id = :staff_id OR t.stand_in_id = :staff_id)
    ORDER BY t.valid_from, t.id
    """,
    posts=_FROM_POSTS,
)
SQL_FIND_POST = filled("{posts} WHERE t.id = :id", posts=_FROM_POSTS)
SQL_ALL = filled("{staff} ORDER BY s.id", staff=_FROM_STAFF)
SQL_ADD = """
INSERT INTO staff (name, phone, phone_index) VALUES (:name, :phone, :phone_index)
ON CONFLICT (phone_index) DO UPDATE SET name = excluded.name, phone = excluded.phone
RETURNING id
"""
SQL_REVOKE = "UPDATE staff SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL"
# Whoever comes back shows once more whose number it is.
SQL_RESTORE = "UPDATE staff SET revoked_at = NULL, person_id = NULL, joined_at = NULL WHERE id = :id"
SQL_ADD_POST = """
INSERT INTO posts (staff_id, stand_in_id, role, area_code, department, valid_from, valid_to, seat)
VALUES (:staff_id, :stand_in_id, :role, :area_code, :department, :valid_from, :valid_to, :seat)
RETURNING id
"""
# A post that has not begun never begins.
SQL_END_POST = """
UPDATE posts SET valid_to = CASE WHEN valid_from > :at THEN valid_from ELSE :at END
WHERE id = :id AND (valid_to IS NULL OR valid_to > :at)
"""


class StaffRows(InvitationRows):
    """The staff list, posts and invitations inside one transaction."""

    async def find(self, staff_id: int) -> Staff | None:
        """The official of this row."""
        return self._staff(await self._connection.fetch_one(SQL_FIND, {"id": staff_id, "now": self._now}))

    async def find_by_person(self, person_id: int) -> Staff | None:
        """The official that this person became by an invitation."""
        values = {"person_id": person_id, "now": self._now}
        return self._staff(await self._connection.fetch_one(SQL_FIND_BY_PERSON, values))

    async def find_by_phone(self, phone: str) -> Staff | None:
        """The official with this number, however it is written."""
        values = {"phone_index": self._seal.index(comparable(phone)), "now": self._now}
        return self._staff(await self._connection.fetch_one(SQL_FIND_BY_PHONE, values))

    async def bind(self, staff_id: int, person_id: int) -> bool:
        """Give the staff entry to this person.

        False when the entry has a person already or was revoked, or the person has an entry.
        """
        values = {"id": staff_id, "person_id": person_id, "now": self._now}
        return await self._connection.fetch_one(SQL_BIND, values) is not None

    async def posts_in(self, area_codes: Sequence[str]) -> Sequence[Post]:
        """Posts valid now over any of these areas, with holder and stand-in, in one statement."""
        values = {"now": self._now, "listed": listed(area_codes)}
        rows = await self._connection.fetch_all(SQL_POSTS_IN[self._connection.dialect], values)
        return [post_of(row, self._seal) for row in rows]

    async def find_many(self, staff_ids: Sequence[int]) -> Sequence[Staff]:
        """The officials of these rows."""
        values = {"now": self._now, "listed": listed(staff_ids)}
        rows = await self._connection.fetch_all(SQL_FIND_MANY[self._connection.dialect], values)
        return [staff for row in rows if (staff := self._staff(row)) is not None]

    async def posts_held(self, staff_ids: Sequence[int]) -> Sequence[Post]:
        """Posts valid now that one of these officials holds."""
        values = {"now": self._now, "listed": listed(staff_ids)}
        rows = await self._connection.fetch_all(SQL_POSTS_HELD[self._connection.dialect], values)
        return [post_of(row, self._seal) for row in rows]

    async def posts_with(self, roles: Sequence[Role]) -> Sequence[Post]:
        """Posts of these roles valid now, wherever they are."""
        values = {"now": self._now, "listed": listed(roles)}
        rows = await self._connection.fetch_all(SQL_POSTS_WITH[self._connection.dialect], values)
        return [post_of(row, self._seal) for row in rows]

    async def posts_of(self, staff_id: int) -> Sequence[Post]:
        """Posts valid now that this official holds, stands in for, or acts in as a deputy."""
        values = {"now": self._now, "staff_id": staff_id}
        return [post_of(row, self._seal) for row in await self._connection.fetch_all(SQL_POSTS_OF, values)]

    async def posts_not_over(self, staff_id: int) -> Sequence[Post]:
        """Posts that this official holds or stands in for, now or later."""
        values = {"now": self._now, "staff_id": staff_id}
        rows = await self._connection.fetch_all(SQL_POSTS_NOT_OVER, values)
        return [post_of(row, self._seal) for row in rows]

    async def find_post(self, post_id: int) -> Post | None:
        """The post of this row, over or not."""
        row = await self._connection.fetch_one(SQL_FIND_POST, {"id": post_id, "now": self._now})
        return None if row is None else post_of(row, self._seal)

    async def everybody(self) -> Sequence[Staff]:
        """The whole staff list, revoked entries included. Each name is opened: for rare questions only."""
        rows = await self._connection.fetch_all(SQL_ALL, {"now": self._now})
        return [staff for row in rows if (staff := self._staff(row)) is not None]

    async def add(self, name: str, phone: str) -> int:
        """Enter an official and return the row's id; a phone that is known keeps its row."""
        index = self._seal.index(comparable(phone))
        values = {
            "name": self._seal.close(name, name_place(index)),
            "phone": self._seal.close(phone, phone_place(index)),
            "phone_index": index,
        }
        return _id_of(await self._connection.fetch_one(SQL_ADD, values))

    async def revoke(self, staff_id: int) -> None:
        """Take all authority from an official; the first moment stays."""
        await self._connection.execute(SQL_REVOKE, {"id": staff_id, "now": self._now})

    async def restore(self, staff_id: int) -> None:
        """Put an official back on the list; they must join anew."""
        await self._connection.execute(SQL_RESTORE, {"id": staff_id})

    async def add_post(self, post: NewPost) -> int:
        """Enter a post and return the row's id."""
        values = {
            "staff_id": post.staff_id,
            "stand_in_id": post.stand_in_id,
            "role": post.role,
            "area_code": post.area_code,
            "department": post.department,
            "valid_from": post.valid_from or self._now,
            "valid_to": post.valid_to,
            "seat": post.seat,
        }
        return _id_of(await self._connection.fetch_one(SQL_ADD_POST, values))

    async def end_post(self, post_id: int, at: datetime | None = None) -> None:
        """End a post, now when no moment is named; one that ends sooner stays as it was."""
        await self._connection.execute(SQL_END_POST, {"id": post_id, "at": at or self._now})

    def _staff(self, row: Row | None) -> Staff | None:
        return None if row is None else staff_of(row, self._seal, "staff")


def _id_of(row: Row | None) -> int:
    if row is None:
        raise StorageError("The row was not stored.")
    return int(row["id"])
