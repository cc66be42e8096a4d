"""Broadcasts, who has read them, who wants them, and policy sheets. Messages are rows of the outbox."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, Table, Text
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
    Column(
        "households", Text, nullable=False, server_default=""
    ),  # which of the register; "" for other sorts
    Column("department", Text, nullable=False, server_default=""),  # whose desk speaks; "" for the area's own
    Column("sheet", Text, nullable=False, server_default=""),  # the policy card; "" when it is no sheet
    Column("sheet_title", Text, nullable=False, server_default=""),
    Column("sheets_reached", Number, nullable=False, server_default=sql("0")),  # households noted up to here
    number("counted", optional=True),  # recipients are counted among people up to here; NULL: among all
    number("rung", optional=True),  # in so many villages somebody was asked to ring up; NULL: nobody is
)

broadcast_receipts = Table(
    "broadcast_receipts",
    metadata,
    link("broadcast_id", "broadcasts"),
    link("person_id", "people"),
    when("read_at"),
    PrimaryKeyConstraint("broadcast_id", "person_id"),
)

# By which households of the register somebody is a recipient.
broadcast_households = Table(
    "broadcast_households",
    metadata,
    link("broadcast_id", "broadcasts"),
    link("household_id", "households"),
    link("person_id", "people"),
    PrimaryKeyConstraint("broadcast_id", "person_id", "household_id"),
    Index("ix_broadcast_households_household_id", "household_id", "broadcast_id", "person_id"),
)

# For which households a sheet is. Those whose recipients have got it by chat stand in the outbox.
sheets = Table(
    "sheets",
    metadata,
    link("broadcast_id", "broadcasts"),
    link("household_id", "households"),
    when("paper_at", optional=True),  # handed over on paper
    link("paper_by", "staff", optional=True),
    PrimaryKeyConstraint("broadcast_id", "household_id"),
    Index("ix_sheets_household_id", "household_id"),
)

# Whoever was never asked has no row, and gets nothing.
subscriptions = Table(
    "subscriptions",
    metadata,
    link("person_id", "people"),
    Column("wanted", Boolean, nullable=False),
    when("since"),
    PrimaryKeyConstraint("person_id"),
)
