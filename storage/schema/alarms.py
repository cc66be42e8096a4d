"""Danger that was heard or doubted, while somebody has still to answer; whose alarms make no sound."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Table, Text
from sqlalchemy import (
    text as sql,
)

from storage.schema.columns import identity, link, metadata, number, sealed, text, when

# Whose it is stands as a keyed digest: a row must not tie a person to an anonymous complaint.
alarms = Table(
    "alarms",
    metadata,
    identity(),
    text("whose"),
    when("begun_at"),
    Column("climbs", Boolean, nullable=False),  # nobody has answered, and somebody is still to be told
    number("version"),
    sealed("details"),  # the row goes some days later
    Index("ix_alarms_whose", "whose", "id"),
    Index("ix_alarms_begun_at", "begun_at"),
    Index("ix_alarms_climbs", "id", sqlite_where=sql("climbs"), postgresql_where=sql("climbs")),
)

# Somebody was asked whether there is danger; the row goes some days later.
doubts = Table(
    "doubts",
    metadata,
    identity(),
    when("asked_at"),
    Column("waits", Boolean, nullable=False),  # it was neither answered nor shown to an official
    number("version"),
    sealed("details"),
    Index("ix_doubts_asked_at", "asked_at"),
    Index("ix_doubts_waits", "id", sqlite_where=sql("waits"), postgresql_where=sql("waits")),
)

# What was heard, and what its writer or an official said that it was, without words and without names.
hearing_counts = Table(
    "hearing_counts",
    metadata,
    Column("month", Text, primary_key=True),
    Column("heard", Text, primary_key=True),
    Column("meant", Text, primary_key=True),
    number("times"),
)

# A town asks that a person be muted, the county agrees; rows stay, as a record of who did.
mutes = Table(
    "mutes",
    metadata,
    identity(),
    link("person_id", "people"),
    link("asked_by", "staff"),
    when("asked_at"),
    sealed("reason"),
    link("ruled_by", "staff", optional=True),
    when("ruled_at", optional=True),
    Column("granted", Boolean, nullable=True),
    when("until_at", optional=True),
    link("ended_by", "staff", optional=True),
    when("ended_at", optional=True),
    Index("ix_mutes_person_id", "person_id", "id"),
    Index("ix_mutes_until_at", "until_at"),
)
