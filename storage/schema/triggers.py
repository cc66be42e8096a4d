"""What no table declaration can say. Created at the end of every migration.

The ledger is insert only. The bytes of an upload go in the transaction that ends its message, whichever
statement that is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desk.domain.talk.uploads import UploadKind

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
# Given up is not over where a person may say it again (`storage.mail.repeats`), until its words are emptied.
# Rows that cannot have a file are not even looked at. Whoever changes this drops the trigger in a migration,
# for SQLite keeps the one that is there.
_OVER = (
    "NEW.method IN ({kinds}) AND (NEW.state IN ('sent', 'blocked', 'dropped')"
    " OR NEW.state = 'failed' AND (NEW.talk OR NEW.lane > 2) OR length(NEW.arguments) = 0)"
).format(kinds=", ".join(f"'{kind.value}'" for kind in UploadKind))
_SQLITE_UPLOADS = """
CREATE TRIGGER IF NOT EXISTS outbox_ends_upload AFTER UPDATE OF state, arguments ON outbox WHEN {over}
BEGIN DELETE FROM uploads WHERE outbox_id = NEW.id; END
"""
_POSTGRES_END = """
CREATE OR REPLACE FUNCTION end_upload() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN DELETE FROM uploads WHERE outbox_id = NEW.id; RETURN NULL; END $$
"""
_POSTGRES_UPLOADS = """
CREATE OR REPLACE TRIGGER outbox_ends_upload AFTER UPDATE OF state, arguments ON outbox
FOR EACH ROW WHEN ({over}) EXECUTE FUNCTION end_upload()
"""

# Safe to run again: SQLite drops a table's triggers when a migration rebuilds it.
GUARDS: Mapping[str, Sequence[str]] = {
    "sqlite": [
        *(_SQLITE_GUARD.format(what=what) for what in ("update", "delete")),
        _SQLITE_UPLOADS.format(over=_OVER),
    ],
    "postgresql": [
        _POSTGRES_REFUSAL,
        *(_POSTGRES_GUARD.format(what=what) for what in ("update", "delete", "truncate")),
        _POSTGRES_END,
        _POSTGRES_UPLOADS.format(over=_OVER),
    ],
}
