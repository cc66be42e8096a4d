"""What came in and what goes out: inbox, outbox, files to send and to fetch, heartbeats, facts."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import (
    text as sql,
)

from storage.schema.columns import Number, identity, link, metadata, number, sealed, text, when

DOUBTFUL = sql("state = 'waiting' AND unsure")
FAILED = sql("state = 'failed' AND lane <= 2")


def _count(name: str) -> Column[int]:
    """How often something happened; nothing at first."""
    return Column(name, number("x").type, nullable=False, server_default=sql("0"))


facts = Table("facts", metadata, Column("name", Text, primary_key=True), text("value"))

# One row per update, stored before Telegram is told that we have it. `update_id` counts per bot.
inbox = Table(
    "inbox",
    metadata,
    number("bot_id"),
    number("update_id"),
    number("chat_id"),
    text("state"),  # waiting · done · failed
    Column("attempts", number("x").type, nullable=False, server_default=sql("0")),
    when("received_at"),
    when("handled_at", optional=True),
    text("error", optional=True),
    sealed("body", optional=True),  # the raw JSON; emptied some days after it was handled
    PrimaryKeyConstraint("bot_id", "update_id"),
    Index(
        "ix_inbox_waiting",
        "bot_id",
        "chat_id",
        "update_id",
        sqlite_where=sql("state = 'waiting'"),
        postgresql_where=sql("state = 'waiting'"),
    ),
    Index("ix_inbox_handled_at", "handled_at"),
    Index(  # for whoever declines consent: their words are found without reading everybody's
        "ix_inbox_words",
        "chat_id",
        sqlite_where=sql("state <> 'waiting' AND body IS NOT NULL"),
        postgresql_where=sql("state <> 'waiting' AND body IS NOT NULL"),
    ),
)

# One row per thing we say. `key` is the business key that makes a second insert a no-op.
outbox = Table(
    "outbox",
    metadata,
    identity(),
    text("key"),
    number("chat_id"),
    number("lane"),  # 1 person waiting · 2 task card · 3 reminder · 4 broadcast
    text("method"),  # send · edit · photo · voice · document · …
    text("template"),  # key of a text in bot/texts
    text("language"),
    sealed("arguments"),
    link("target_id", "outbox", optional=True),  # the row whose message is edited
    link("ahead_id", "outbox", optional=True),  # the row that waits until this one has left
    link("case_id", "cases", optional=True),
    link("broadcast_id", "broadcasts", optional=True),  # one of many of the same words
    text("card", optional=True),  # which family of cards this row belongs to, when copies must be kept alike
    text("state"),  # `storage.mail.outbox_states` says what each means
    when("not_before"),
    _count("attempts"),
    Column("unsure", Boolean, nullable=False, server_default=sql("false")),  # may have arrived already
    Column("talk", Boolean, nullable=False, server_default=sql("false")),  # of a moment of the conversation
    _count("calls"),  # how many of the calls that say this row have arrived: it goes on behind them
    _count("doubts"),  # tries of the next call that may have arrived
    _count("failures"),  # tries of the next call to which Telegram answered with a fault of its own
    number("failing_since", optional=True),  # the first of these, in seconds that the desk had been running
    number("message_id", optional=True),
    when("created_at"),
    when("sent_at", optional=True),
    text("error", optional=True),
    UniqueConstraint("key"),
    Index(
        "ix_outbox_waiting",
        "lane",
        "id",
        sqlite_where=sql("state = 'waiting'"),
        postgresql_where=sql("state = 'waiting'"),
    ),
    Index(
        "ix_outbox_sending",
        "id",
        sqlite_where=sql("state = 'sending'"),
        postgresql_where=sql("state = 'sending'"),
    ),
    Index(
        "ix_outbox_broadcast",
        "broadcast_id",
        "state",
        "id",
        sqlite_where=sql("broadcast_id IS NOT NULL"),
        postgresql_where=sql("broadcast_id IS NOT NULL"),
    ),
    Index(  # what may have arrived and is said again
        "ix_outbox_doubtful",
        "chat_id",
        "id",
        sqlite_where=DOUBTFUL,
        postgresql_where=DOUBTFUL,
    ),
    Index("ix_outbox_failed", "id", sqlite_where=FAILED, postgresql_where=FAILED),
    Index("ix_outbox_cards", "case_id", "card"),
    Index("ix_outbox_target_id", "target_id"),
    Index(
        "ix_outbox_ahead_id",
        "ahead_id",
        sqlite_where=sql("ahead_id IS NOT NULL"),
        postgresql_where=sql("ahead_id IS NOT NULL"),
    ),
)

# The bytes of a file that goes with a message, as long as that may still leave: `storage.schema.triggers`.
uploads = Table(
    "uploads",
    metadata,
    Column("outbox_id", Number, ForeignKey("outbox.id"), primary_key=True, autoincrement=False),
    text("kind"),  # photo · document
    number("size"),  # bytes, before they were sealed
    sealed("content"),
)

# Files named in a case are fetched by these rows, not by a task in memory.
media = Table(
    "media",
    metadata,
    identity(),
    link("case_id", "cases"),
    text("file_id"),
    text("kind"),
    text("state"),  # waiting · fetched · failed
    text("path", optional=True),
    number("attempts"),  # tries to which Telegram answered
    number("failing_since", optional=True),  # the first of these, in seconds that the desk had been running
    when("not_before"),
    text("error", optional=True),
    UniqueConstraint("case_id", "file_id"),
    Index(
        "ix_media_waiting",
        "not_before",
        sqlite_where=sql("state = 'waiting'"),
        postgresql_where=sql("state = 'waiting'"),
    ),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("tick", Text, primary_key=True),
    when("at"),
    text("outcome"),
    when("failing_since", optional=True),  # the first of the failures in a row; empty when it went well
)

# A tick that stands still, as long as it does: the operator hears of it once.
tick_incidents = Table(
    "tick_incidents",
    metadata,
    Column("tick", Text, primary_key=True),
    text("key"),  # of the message that told it
)

# The commands that Telegram was told to offer in a chat, with a space between them; compared as a whole.
command_menus = Table(
    "command_menus",
    metadata,
    Column("chat_id", Number, primary_key=True, autoincrement=False),
    text("commands"),
)
