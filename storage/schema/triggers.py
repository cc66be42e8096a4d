"""What no table declaration can say: the ledger is insert only. Created at the end of every migration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_SQLITE_GUARD = """
CREATE TRIGGER IF NOT EXISTS ledger_refuses_{what} BEFORE {what} ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END
"""
_POSTGRES_REFUSAL = """
CREATE OR REPLACE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append only'; END $$
"""
_POSTGRES_GUARD = """
CREATE OR REPLACE TRIGGER ledger_refuses_{what} BEFORE {what} ON ledger
FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()
"""

# Safe to run again: SQLite drops a table's triggers when a migration rebuilds it.
GUARDS: Mapping[str, Sequence[str]] = {
    "sqlite": [_SQLITE_GUARD.format(what=what) for what in ("update", "delete")],
    "postgresql": [
        _POSTGRES_REFUSAL,
        *(_POSTGRES_GUARD.format(what=what) for what in ("update", "delete", "truncate")),
    ],
}
