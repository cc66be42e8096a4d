"""Areas and the people in them: residents, staff, their posts, invitations, and half-finished forms."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql

from storage.schema.columns import Number, degrees, identity, link, metadata, number, sealed, text, when

areas = Table(
    "areas",
    metadata,
    Column("code", Text, primary_key=True),  # 12-digit statistical code
    text("edition"),  # codes are re-used: a code means nothing without its edition
    text("level"),  # county · town · village
    text("name"),
    text("parent_code", optional=True),
    text("kind"),
    degrees("latitude"),
    degrees("longitude"),
    Index("ix_areas_parent_code", "parent_code"),
)

area_aliases = Table(
    "area_aliases",
    metadata,
    text("alias"),
    text("area_code"),
    text("origin"),  # former name · learnt
    link("confirmed_by", "people", optional=True),
    when("confirmed_at"),
    PrimaryKeyConstraint("alias", "area_code"),
)

people = Table(
    "people",
    metadata,
    identity(),
    number("user_id"),  # Telegram's number, which is also the number of the private chat
    sealed("name", optional=True),
    text("language"),
    sealed("phone", optional=True),
    text("phone_index", optional=True),  # what somebody said: a way to ring up, and no proof
    sealed("verified", optional=True),  # shown to be theirs by their own contact card
    text("verified_index", optional=True),
    when("card_asked_at", optional=True),
    text("area_code", optional=True),
    when("consented_at", optional=True),
    text("consent_version", optional=True),
    Column("reachable", Boolean, nullable=False, server_default=sql("true")),
    Column("demo", Boolean, nullable=False, server_default=sql("false")),
    when("created_at"),
    UniqueConstraint("user_id"),
    Index("ix_people_phone_index", "phone_index"),
    Index("ix_people_verified_index", "verified_index"),
)

staff = Table(
    "staff",
    metadata,
    identity(),
    sealed("name"),
    sealed("phone"),
    text("phone_index"),
    link("person_id", "people", optional=True),  # set when the invitation was claimed
    when("joined_at", optional=True),
    when("revoked_at", optional=True),
    UniqueConstraint("phone_index"),
    UniqueConstraint("person_id"),
)

posts = Table(
    "posts",
    metadata,
    identity(),
    link("staff_id", "staff", optional=True),  # a post may be vacant
    link("stand_in_id", "staff", optional=True),
    text("role"),
    text("area_code"),
    text("department", optional=True),
    when("valid_from"),
    when("valid_to", optional=True),
    number("seat", optional=True),  # the first post on this seat; empty for that one itself
    Index("ix_posts_area_code", "area_code", "role"),
    Index("ix_posts_staff_id", "staff_id"),
    Index("ix_posts_stand_in_id", "stand_in_id"),
)

# Days on which an official is away. A leave that is called off ends at once.
leaves = Table(
    "leaves",
    metadata,
    identity(),
    link("staff_id", "staff"),
    link("deputy_id", "staff", optional=True),
    when("from_at"),
    when("until_at"),
    when("asked_at"),
    Index("ix_leaves_staff_id", "staff_id", "until_at"),
    Index("ix_leaves_deputy_id", "deputy_id", "until_at"),
)

# What one administrator asked for and a second one must agree to.
approvals = Table(
    "approvals",
    metadata,
    identity(),
    text("wish"),  # which act of staff administration
    sealed("details"),
    link("asked_by", "staff"),
    when("asked_at"),
    link("ruled_by", "staff", optional=True),
    when("ruled_at", optional=True),
    Column("granted", Boolean, nullable=True),
)

# Answers of cases that shall become items of the policy library, once a second person agrees.
item_wishes = Table(
    "item_wishes",
    metadata,
    identity(),
    link("case_id", "cases"),
    sealed("details"),
    link("asked_by", "staff"),
    when("asked_at"),
    link("ruled_by", "staff", optional=True),
    when("ruled_at", optional=True),
    Column("granted", Boolean, nullable=True),
    Index("ix_item_wishes_case_id", "case_id"),
)

# Whose households and cases are on their way to whom; a row goes when all of them have followed.
handovers = Table(
    "handovers",
    metadata,
    identity(),
    link("giver_id", "staff"),
    link("heir_id", "staff"),
)

invitations = Table(
    "invitations",
    metadata,
    identity(),
    link("staff_id", "staff"),
    text("token_hash"),
    when("expires_at"),
    Column("tries", Integer, nullable=False, server_default=sql("0")),
    link("opened_by", "people", optional=True),  # the first who opened it; nobody else may go on
    when("claimed_at", optional=True),
    UniqueConstraint("token_hash"),
)

# The memory of a dialog: one row per chat, with a version that every button of it carries.
drafts = Table(
    "drafts",
    metadata,
    Column("chat_id", number("x").type, primary_key=True, autoincrement=False),
    text("form"),
    text("step"),
    number("version"),
    number("question"),  # which question is open; its buttons carry this number
    sealed("answers"),
    Column("has_story", Boolean, nullable=False, server_default=sql("false")),
    when("started_at"),
    when("updated_at"),
    when("reminded_at", optional=True),
    Column("pieces", Number, nullable=False, server_default=sql("0")),  # of the story, and its length
    Column("characters", Number, nullable=False, server_default=sql("0")),
    Index("ix_drafts_updated_at", "updated_at"),
)

# The story of a draft, a row for each message, so that a long one costs no more than a short one.
draft_pieces = Table(
    "draft_pieces",
    metadata,
    Column("chat_id", Number, ForeignKey("drafts.chat_id", ondelete="CASCADE"), primary_key=True),
    Column("position", Number, primary_key=True, autoincrement=False),  # from 1
    number("message_id"),  # finds the piece of an edited message; 0 where there was none
    number("characters"),
    sealed("body"),
    Index("ix_draft_pieces_message_id", "chat_id", "message_id"),
)
