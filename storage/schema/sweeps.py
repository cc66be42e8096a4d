"""Sweeps: lists of objects to be looked at, how far each village is, and samples that are looked at again."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy import text as sql

from storage.schema.columns import Number, identity, link, metadata, number, sealed, text, when

sweeps = Table(
    "sweeps",
    metadata,
    identity(),
    text("name"),  # as the office calls it; nothing personal is in it
    text("kind"),
    text("office_code"),  # the area of the desk whose sweep it is
    text("due_on"),  # YYYY-MM-DD in the county's time
    text("state"),
    when("created_at"),
    when("started_at", optional=True),
    when("ended_at", optional=True),
    UniqueConstraint("name"),
)

sweep_objects = Table(
    "sweep_objects",
    metadata,
    identity(),
    link("sweep_id", "sweeps"),
    text("number"),  # the office's own, within the sweep; nothing personal is in it
    text("area_code"),
    link("household_id", "households", optional=True),
    sealed("words"),  # name, address and note, as JSON
    text("found", optional=True),
    text("missing", optional=True),  # why it was not found
    sealed("said", optional=True),  # … in words
    number("version"),  # compare-and-set, as for cases
    link("ticked_by", "staff", optional=True),
    when("ticked_at", optional=True),  # for the first time
    when("changed_at", optional=True),  # for the last time
    link("case_id", "cases", optional=True),
    UniqueConstraint("sweep_id", "number"),
    Index("ix_sweep_objects_sweep_id", "sweep_id", "area_code", "id"),
    Index("ix_sweep_objects_household_id", "household_id"),
)

# Counted along with every tick, so that nobody counts a hundred thousand rows to draw one card.
sweep_tallies = Table(
    "sweep_tallies",
    metadata,
    link("sweep_id", "sweeps"),
    text("area_code"),
    *(
        Column(name, Number, nullable=False, server_default=sql("0"))
        for name in ("total", "fine", "problem", "missing")
    ),
    PrimaryKeyConstraint("sweep_id", "area_code"),
)

# What the card of a sweep says in the chat of whoever looks after it.
sweep_cards = Table(
    "sweep_cards",
    metadata,
    link("sweep_id", "sweeps"),
    link("staff_id", "staff"),
    text("shown"),
    PrimaryKeyConstraint("sweep_id", "staff_id"),
)

sweep_samples = Table(
    "sweep_samples",
    metadata,
    identity(),
    link("sweep_id", "sweeps"),
    text("seed"),
    text("algorithm"),
    number("size"),
    number("population"),  # how many were ticked when it was drawn; 0 until it is drawn
    Column("drawn", Boolean, nullable=False, server_default=sql("false")),
    when("asked_at"),
    link("asked_by", "people", optional=True),  # empty: the operator
    Index("ix_sweep_samples_sweep_id", "sweep_id"),
)

sweep_checks = Table(
    "sweep_checks",
    metadata,
    link("sample_id", "sweep_samples"),
    number("position"),  # from 1, in the order drawn
    link("object_id", "sweep_objects"),
    text("found"),  # what had been ticked when it was drawn
    link("ticked_by", "staff", optional=True),  # … and by whom
    Column("agreed", Boolean, nullable=True),
    link("checked_by", "staff", optional=True),
    when("checked_at", optional=True),
    sealed("said", optional=True),
    PrimaryKeyConstraint("sample_id", "position"),
    UniqueConstraint("sample_id", "object_id"),
    Index("ix_sweep_checks_object_id", "object_id"),
)
