"""The register of households and their members."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy import text as sql

from storage.schema.columns import identity, link, metadata, number, sealed, text, when

# Entries are changed and never deleted: their number stands in the ledger's chain `household:<id>`.
households = Table(
    "households",
    metadata,
    identity(),
    text("number"),  # the county's own; nothing personal is in it
    text("area_code"),
    text("household_class"),
    text("monitored_kind", optional=True),
    text("risks"),  # codes with a space between them
    sealed("address", optional=True),
    sealed("phone", optional=True),
    text("phone_index", optional=True),
    link("officer_id", "staff", optional=True),
    link("cadre_id", "staff", optional=True),  # the cadre paired with it
    Column("lives_away", Boolean, nullable=False, server_default=sql("false")),
    when("entered_at"),
    when("changed_at"),
    UniqueConstraint("number"),
    Index("ix_households_area_code", "area_code"),
    Index("ix_households_officer_id", "officer_id"),
    Index("ix_households_cadre_id", "cadre_id"),
    Index("ix_households_changed_at", "changed_at"),
    Index("ix_households_phone_index", "phone_index"),
)

# What the village said of somebody and a family, beside what a verified number shows by itself.
family_rulings = Table(
    "family_rulings",
    metadata,
    link("household_id", "households"),
    link("person_id", "people"),
    Column("belongs", Boolean, nullable=False),
    link("ruled_by", "staff"),
    when("ruled_at"),
    PrimaryKeyConstraint("household_id", "person_id"),
    Index("ix_family_rulings_person_id", "person_id"),
)

household_members = Table(
    "household_members",
    metadata,
    identity(),
    link("household_id", "households"),
    number("position"),  # 1 is the head
    sealed("name"),
    text("name_index"),
    sealed("id_number", optional=True),
    text("id_index", optional=True),
    sealed("phone", optional=True),
    text("phone_index", optional=True),
    sealed("relation", optional=True),
    UniqueConstraint("household_id", "position"),
    Index("ix_household_members_name_index", "name_index"),
    Index("ix_household_members_id_index", "id_index"),
    Index("ix_household_members_phone_index", "phone_index"),
)
