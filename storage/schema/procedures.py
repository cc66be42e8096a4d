"""Procedures of households, what departments compare in them, what people said in them, and measures."""

from __future__ import annotations

from sqlalchemy import Index, Table, UniqueConstraint
from sqlalchemy import text as sql

from storage.schema.columns import identity, link, metadata, number, sealed, text, when

OPEN = sql("closed_at IS NULL")

procedures = Table(
    "procedures",
    metadata,
    identity(),
    link("household_id", "households"),
    text("kind"),
    text("stage"),
    text("source"),
    number("version"),
    number("turn"),
    when("opened_at"),
    when("due_at"),
    when("decide_by", optional=True),
    link("case_id", "cases", optional=True),
    link("told_staff_id", "staff", optional=True),
    link("moved_by", "staff", optional=True),
    text("proposed_kind", optional=True),
    text("risks"),  # codes with a space between them
    number("people"),
    text("met"),  # codes with a space between them
    text("votes", optional=True),  # for, against, abstained
    when("posted_at", optional=True),
    when("notice_ended_at", optional=True),
    text("deciders"),  # stage:staff with a space between them
    number("returned"),
    when("entered_at", optional=True),
    when("closed_at", optional=True),
    number("sweep_year", optional=True),
    # A household is in one procedure at a time, and is assessed once a year.
    Index("uq_procedures_open", "household_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    UniqueConstraint("household_id", "sweep_year"),
    Index("ix_procedures_case_id", "case_id"),
    Index("ix_procedures_due_at", "due_at", sqlite_where=OPEN, postgresql_where=OPEN),
)

procedure_matches = Table(
    "procedure_matches",
    metadata,
    identity(),
    link("procedure_id", "procedures"),
    text("department"),
    text("finding", optional=True),
    link("done_by", "staff", optional=True),
    when("done_at", optional=True),
    UniqueConstraint("procedure_id", "department"),
)

procedure_notes = Table(
    "procedure_notes",
    metadata,
    identity(),
    link("procedure_id", "procedures"),
    text("act"),
    link("staff_id", "staff", optional=True),
    sealed("body"),
    when("said_at"),
    Index("ix_procedure_notes_procedure_id", "procedure_id"),
)

measures = Table(
    "measures",
    metadata,
    identity(),
    link("household_id", "households"),
    text("risk", optional=True),
    sealed("words"),
    text("planned_on", optional=True),  # a day
    text("done_on", optional=True),
    link("planned_by", "staff", optional=True),  # nobody: it came with the register
    link("done_by", "staff", optional=True),
    when("entered_at"),
    Index("ix_measures_household_id", "household_id"),
)
