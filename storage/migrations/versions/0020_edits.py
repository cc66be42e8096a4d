"""What somebody has just said is found by its writer: an edited message finds its case."""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_index("ix_case_words_person_id", "case_words", ["person_id", "said_at"])
