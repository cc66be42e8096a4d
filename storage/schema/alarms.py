"""Danger that was heard, while somebody has still to answer; and whose alarms make no sound."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Table
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
