"""What stood packed into facts gets tables of its own; what is there is carried over.

A fact is one value about the whole database. Handovers that wait, sums of towns, terms of duties, days noted,
incidents and menus are rows.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HANDOVERS = "households:handed_over"  # giver>heir giver>heir …
RATES = "lags:of:"  # and a town: first|last|fulfilled|missed
OPENED = "visits:opened"  # day|moment|terms terms …
DROPPED = "reminders:dropped:"  # and a kind of reminder: a day
TURN = "reminders:turn"  # a lock, which is now a row of the table
INCIDENT = "alarm:"  # and a tick: the key of the message
MENU = "menu:"  # and a chat: its commands

Rows = Iterator[dict[str, object]]


def upgrade() -> None:
    handovers, rates, openings, dropped, incidents, menus = _make_tables()
    facts = {row.name: row.value for row in op.get_bind().execute(sa.text("SELECT name, value FROM facts"))}
    staff = {row.id for row in op.get_bind().execute(sa.text("SELECT id FROM staff"))}
    for table, rows in (
        (handovers, _handovers(facts.get(HANDOVERS, ""), staff)),
        (rates, _rates(facts)),
        (openings, _openings(facts.get(OPENED, ""))),
        (dropped, _named(facts, DROPPED, "kind", "noted_to")),
        (incidents, _named(facts, INCIDENT, "tick", "key")),
        (menus, _menus(facts)),
    ):
        op.bulk_insert(table, list(rows))
    _forget(facts)


def _make_tables() -> list[sa.Table]:
    return [
        op.create_table(
            "handovers",
            sa.Column("id", NUMBER, autoincrement=True, nullable=False),
            sa.Column("giver_id", NUMBER, nullable=False),
            sa.Column("heir_id", NUMBER, nullable=False),
            sa.ForeignKeyConstraint(["giver_id"], ["staff.id"], name=op.f("fk_handovers_giver_id")),
            sa.ForeignKeyConstraint(["heir_id"], ["staff.id"], name=op.f("fk_handovers_heir_id")),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        ),
        _keyed(
            "town_visit_rates",
            sa.Column("area_code", sa.Text(), nullable=False),
            sa.Column("first_on", sa.Text(), nullable=False),
            sa.Column("last_on", sa.Text(), nullable=False),
            sa.Column("fulfilled", NUMBER, nullable=False),
            sa.Column("missed", NUMBER, nullable=False),
        ),
        _keyed(
            "duty_openings",
            sa.Column("terms", sa.Text(), nullable=False),
            sa.Column("opened_on", sa.Text(), nullable=False),
            sa.Column("looked_at", sa.Text(), nullable=False),
        ),
        _keyed(
            "dropped_reminders",
            sa.Column("kind", sa.Text(), nullable=False),
            sa.Column("noted_to", sa.Text(), nullable=True),
        ),
        _keyed(
            "tick_incidents",
            sa.Column("tick", sa.Text(), nullable=False),
            sa.Column("key", sa.Text(), nullable=False),
        ),
        _keyed(
            "command_menus",
            sa.Column("chat_id", NUMBER, autoincrement=False, nullable=False),
            sa.Column("commands", sa.Text(), nullable=False),
        ),
    ]


def _keyed(name: str, key: sa.Column[Any], *columns: sa.Column[Any]) -> sa.Table:
    return op.create_table(name, key, *columns, sa.PrimaryKeyConstraint(key.name, name=op.f(f"pk_{name}")))


def _handovers(packed: str, staff: set[int]) -> Rows:
    for pair in packed.split():
        giver, _, heir = pair.partition(">")
        if {int(giver), int(heir)} <= staff:
            yield {"giver_id": int(giver), "heir_id": int(heir)}


def _rates(facts: dict[str, str]) -> Rows:
    for row in _named(facts, RATES, "area_code", "packed"):
        first, last, fulfilled, missed = str(row["packed"]).split("|")
        yield {
            "area_code": row["area_code"],
            "first_on": first,
            "last_on": last,
            "fulfilled": int(fulfilled),
            "missed": int(missed),
        }


def _openings(packed: str) -> Rows:
    if packed:
        day, moment, terms = packed.split("|")
        for one in terms.split():
            yield {"terms": one, "opened_on": day, "looked_at": moment}


def _menus(facts: dict[str, str]) -> Rows:
    for row in _named(facts, MENU, "chat_id", "commands"):
        yield {"chat_id": int(str(row["chat_id"])), "commands": row["commands"]}


def _named(facts: dict[str, str], prefix: str, key: str, value: str) -> Rows:
    for name, told in sorted(facts.items()):
        if name.startswith(prefix):
            yield {key: name.removeprefix(prefix), value: told}


def _forget(facts: dict[str, str]) -> None:
    prefixes = (RATES, DROPPED, INCIDENT, MENU)
    for name in facts:
        if name in {HANDOVERS, OPENED, TURN} or name.startswith(prefixes):
            op.get_bind().execute(sa.text("DELETE FROM facts WHERE name = :name"), {"name": name})
