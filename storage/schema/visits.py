"""Visits to households, the windows in which they are due, plans and pauses. Days are `YYYY-MM-DD`."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Table, Text, UniqueConstraint
from sqlalchemy import text as sql

from storage.schema.columns import degrees, identity, link, metadata, number, sealed, text, when

OPEN = sql("state = 'open'")
WAITING = sql("state = 'planned'")

household_visits = Table(
    "household_visits",
    metadata,
    identity(),
    text("key"),  # what recorded it, so that it is recorded once
    link("household_id", "households"),
    link("staff_id", "staff"),
    text("how"),
    text("visited_on"),  # as the visitor says
    when("recorded_at"),
    text("visitors"),  # the standings in which it counts, with a space between them
    Column("unchanged", Boolean, nullable=False),
    Column("late", Boolean, nullable=False),
    sealed("findings", optional=True),
    degrees("latitude"),
    degrees("longitude"),
    link("case_id", "cases", optional=True),
    UniqueConstraint("key"),
    Index("ix_household_visits_household_id_visited_on", "household_id", "visited_on"),
    Index("ix_household_visits_case_id", "case_id"),
)

# One row for each window of a duty and each household; rows are never deleted: a missed one stays missed.
visit_periods = Table(
    "visit_periods",
    metadata,
    identity(),
    link("household_id", "households"),
    text("duty"),
    text("visitor"),
    text("due_from"),
    text("due_by"),
    number("wanted"),
    number("done"),
    Column("by_phone", Boolean, nullable=False),
    text("state"),
    text("late_on", optional=True),
    link("owed_by", "staff", optional=True),  # who had to go by name, as of the day on which it was settled
    UniqueConstraint("household_id", "duty", "due_from"),
    Index("ix_visit_periods_open", "household_id", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("ix_visit_periods_open_by", "due_by", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("ix_visit_periods_due_by", "due_by", "state"),
)

visit_plans = Table(
    "visit_plans",
    metadata,
    identity(),
    link("household_id", "households"),
    link("staff_id", "staff"),
    text("planned_on"),
    text("state"),
    when("told_at", optional=True),  # the household was told, or could not be
    UniqueConstraint("household_id", "staff_id", "planned_on"),
    Index("ix_visit_plans_waiting", "planned_on", sqlite_where=WAITING, postgresql_where=WAITING),
    Index("ix_visit_plans_staff_id", "staff_id", sqlite_where=WAITING, postgresql_where=WAITING),
)

household_pauses = Table(
    "household_pauses",
    metadata,
    identity(),
    link("household_id", "households"),
    text("reason"),
    text("from_on"),
    text("until_on"),
    link("staff_id", "staff", optional=True),
    when("created_at"),
    Index("ix_household_pauses_household_id", "household_id", "until_on"),
    Index("ix_household_pauses_until_on", "until_on"),
)

# The terms of the duties whose windows are open, as of a day; a duty of other terms begins anew.
duty_openings = Table(
    "duty_openings",
    metadata,
    Column("terms", Text, primary_key=True),
    text("opened_on"),
    when("looked_at"),  # what changed in the register since then is looked at again
)

# How each town stood in a month when windows were counted last; what is settled never changes.
town_visit_rates = Table(
    "town_visit_rates",
    metadata,
    Column("area_code", Text, primary_key=True),
    text("first_on"),
    text("last_on"),
    number("fulfilled"),
    number("missed"),
)

# Up to which day it is in the ledger that reminders of a kind were not sent.
dropped_reminders = Table(
    "dropped_reminders",
    metadata,
    Column("kind", Text, primary_key=True),
    text("noted_to", optional=True),
)
