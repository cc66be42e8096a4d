"""Cases, what was said in them, visits, call-backs, and the ledger."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint
from sqlalchemy import text as sql

from storage.schema.columns import Number, identity, link, metadata, number, sealed, text, when

# The states in which an official has the case; finished cases pile up, these do not.
OWNED = (
    "state IN ('submitted', 'assigned', 'accepted', 'in_work', 'awaiting_material', 'disputed', 'reopened')"
)

cases = Table(
    "cases",
    metadata,
    identity(),
    text("number"),  # BF-YYMMDD-NNNN
    text("kind"),
    text("trouble"),
    text("source"),
    text("state"),
    number("version"),  # compare-and-set: only the first of two presses wins
    link("reporter_id", "people", optional=True),  # empty where the reporter is anonymous
    sealed("reporter_sealed", optional=True),  # … and then here
    text("reporter_index", optional=True),  # … found again by a keyed digest
    sealed("subject", optional=True),  # whom it is about, when somebody else reports
    sealed("contact", optional=True),
    text("area_code"),
    sealed("place_words", optional=True),  # the place in the resident's words
    text("level"),  # who holds it now: village · town · county
    Column("danger", Boolean, nullable=False),
    Column("unfinished", Boolean, nullable=False, server_default=sql("false")),
    link("told_staff_id", "staff", optional=True),  # the accountable person last told
    link("accepted_by", "staff", optional=True),
    Column("disputes", Integer, nullable=False, server_default=sql("0")),
    Column("reopened", Integer, nullable=False, server_default=sql("0")),
    text("due_stage", optional=True),  # accept · visit · reply · follow_up
    when("due_at", optional=True),
    when("visit_due_at"),
    when("reply_due_at"),
    when("submitted_at"),
    when("accepted_at", optional=True),
    when("visited_at", optional=True),
    when("resolved_at", optional=True),
    when("closed_at", optional=True),
    text("closed_level", optional=True),
    text("rating", optional=True),
    when("urged_at", optional=True),
    Column("department", Text, nullable=False, server_default=sql("''")),  # whose desk holds it
    Column("outside", Boolean, nullable=False, server_default=sql("false")),  # complaints about officials
    Column("anonymous", Boolean, nullable=False, server_default=sql("false")),
    link("accused_id", "staff", optional=True),
    when("counted_from", optional=True),  # deadlines count from here; submission when empty
    when("paused_at", optional=True),
    when("extension_until", optional=True),  # asked for, not yet ruled
    Column("extended", Integer, nullable=False, server_default=sql("0")),
    Column("transfers", Integer, nullable=False, server_default=sql("0")),
    when("supervised_at", optional=True),
    link("merged_into", "cases", optional=True),
    when("withdrawal_asked_at", optional=True),  # danger: its reporter says that it is over
    UniqueConstraint("number"),
    Index("ix_cases_reporter_id", "reporter_id", "id"),
    # Most cases have neither: a planner that knows so would rather read the whole table than a full index.
    Index(
        "ix_cases_reporter_index",
        "reporter_index",
        sqlite_where=sql("reporter_index IS NOT NULL"),
        postgresql_where=sql("reporter_index IS NOT NULL"),
    ),
    Index(
        "ix_cases_merged_into",
        "merged_into",
        sqlite_where=sql("merged_into IS NOT NULL"),
        postgresql_where=sql("merged_into IS NOT NULL"),
    ),
    Index("ix_cases_told", "told_staff_id", sqlite_where=sql(OWNED), postgresql_where=sql(OWNED)),
    Index("ix_cases_area_code", "area_code", "state"),
    Index(
        "ix_cases_due_at",
        "due_at",
        sqlite_where=sql("due_at IS NOT NULL"),
        postgresql_where=sql("due_at IS NOT NULL"),
    ),
    Index("ix_cases_unfinished", "id", sqlite_where=sql(OWNED), postgresql_where=sql(OWNED)),
)

# Every piece of the story and every word of the official, in the order said.
case_words = Table(
    "case_words",
    metadata,
    identity(),
    link("case_id", "cases"),
    link("person_id", "people", optional=True),
    text("author"),  # resident · official · desk
    text("kind"),  # text · voice · photo · location · … · reply · reason
    sealed("body"),
    when("said_at"),
    Index("ix_case_words_case_id", "case_id", "author", "id"),
    Index("ix_case_words_person_id", "person_id", "said_at"),  # who edits a message has just said it
)

visits = Table(
    "visits",
    metadata,
    identity(),
    link("case_id", "cases", optional=True),
    link("staff_id", "staff"),
    text("how"),  # home · phone
    when("visited_at"),
    when("recorded_at"),
    sealed("findings"),
    Index("ix_visits_case_id", "case_id"),
)

follow_ups = Table(
    "follow_ups",
    metadata,
    identity(),
    link("case_id", "cases"),
    number("round"),
    when("asked_at"),
    when("answered_at", optional=True),
    text("rating", optional=True),
    sealed("words", optional=True),
    UniqueConstraint("case_id", "round"),
)

# A joined department adds its part; the owner stays.
case_helpers = Table(
    "case_helpers",
    metadata,
    identity(),
    link("case_id", "cases"),
    text("department"),
    link("told_staff_id", "staff", optional=True),
    when("asked_at"),
    when("due_at"),
    when("done_at", optional=True),
    UniqueConstraint("case_id", "department"),
    Index(
        "ix_case_helpers_open",
        "department",
        sqlite_where=sql("done_at IS NULL"),
        postgresql_where=sql("done_at IS NULL"),
    ),
)

# The ladder of one case, each step once. What was said about it stands in the words of the case.
ladder_steps = Table(
    "ladder_steps",
    metadata,
    identity(),
    link("case_id", "cases"),
    text("step"),  # notice · rectification · inspection · accountability
    when("taken_at"),
    when("due_at", optional=True),  # the new date that the step sets
    link("owner_id", "staff", optional=True),  # who answered for the case then
    link("superior_id", "staff", optional=True),
    when("received_at", optional=True),
    when("answered_at", optional=True),  # rectified, inspected
    text("decision", optional=True),  # of a person: circular · talk · none
    link("decided_by", "staff", optional=True),
    when("struck_at", optional=True),  # the case was settled: struck off the list
    UniqueConstraint("case_id", "step"),
    Index(
        "ix_ladder_steps_open",
        "step",
        sqlite_where=sql("struck_at IS NULL"),
        postgresql_where=sql("struck_at IS NULL"),
    ),
)

# Unanswered call-backs that an inspector makes by telephone.
calls = Table(
    "calls",
    metadata,
    identity(),
    link("case_id", "cases"),
    number("round"),
    when("drawn_at"),
    when("due_at"),
    when("called_at", optional=True),
    link("staff_id", "staff", optional=True),
    text("outcome", optional=True),  # a rating, or not_reached
    UniqueConstraint("case_id", "round"),
    Index(
        "ix_calls_open",
        "due_at",
        sqlite_where=sql("called_at IS NULL"),
        postgresql_where=sql("called_at IS NULL"),
    ),
)

# Insert only: a trigger refuses update and delete. The words lie apart, so that they can be erased.
ledger = Table(
    "ledger",
    metadata,
    identity(),
    text("chain"),  # case:<id> · person:<id> · desk
    number("position"),  # in its chain, from 1 without gaps
    link("case_id", "cases", optional=True),
    when("at"),
    link("person_id", "people", optional=True),
    text("capacity"),
    text("act"),
    text("from_state", optional=True),
    text("to_state", optional=True),
    text("details", optional=True),
    text("words_digest", optional=True),  # salted, so that it tells nothing once the words are erased
    text("digest"),  # over the digest before it and everything above
    UniqueConstraint("chain", "position"),
    Index("ix_ledger_case_id", "case_id"),
    Index("ix_ledger_person_id", "person_id"),
)

ledger_words = Table(
    "ledger_words",
    metadata,
    Column("ledger_id", Number, ForeignKey("ledger.id"), primary_key=True, autoincrement=False),
    sealed("salted"),  # the salt, then the words
)

# One row per finished day: a digest over everything the ledger got that day.
ledger_days = Table(
    "ledger_days",
    metadata,
    Column("day", Text, primary_key=True),  # YYYY-MM-DD in the county's time
    number("entries"),
    number("last_id"),
    text("digest"),
    when("made_at"),
)

# SQLite: the last number given out that day. PostgreSQL: where `case_number_seq` stood before the day.
case_numbers = Table("case_numbers", metadata, Column("day", Text, primary_key=True), number("last"))
