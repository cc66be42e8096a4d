"""Broadcasts, who has read them, and who does not want any. Their messages are rows of the outbox."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, PrimaryKeyConstraint, Table
from sqlalchemy import text as sql

from storage.schema.columns import Number, identity, link, metadata, number, sealed, text, when

broadcasts = Table(
    "broadcasts",
    metadata,
    identity(),
    text("area_code"),
    text("audience"),
    text("office_code"),  # the area of the desk that speaks
    link("author_id", "people"),
    text("method"),  # as in the outbox
    sealed("content", optional=True),  # what every message of it says, as in the outbox; set right after
    text("state"),
    number("version"),
    number("recipients"),  # counted when it was composed, and again when it was sent
    Column("reached", Number, nullable=False, server_default=sql("0")),  # rows exist for people up to here
    Column("spread", Boolean, nullable=False, server_default=sql("false")),  # … and for all of them
    Column("tended", Boolean, nullable=False, server_default=sql("false")),  # nothing is left to be done
    when("asked_at", optional=True),
    link("ruled_by", "people", optional=True),
    when("created_at"),
)

broadcast_receipts = Table(
    "broadcast_receipts",
    metadata,
    link("broadcast_id", "broadcasts"),
    link("person_id", "people"),
    when("read_at"),
    PrimaryKeyConstraint("broadcast_id", "person_id"),
)

unsubscribed = Table(
    "unsubscribed",
    metadata,
    link("person_id", "people"),
    when("since"),
    PrimaryKeyConstraint("person_id"),
)
