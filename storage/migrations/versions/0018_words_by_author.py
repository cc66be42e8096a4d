"""The words of a case are read by who said them: of thousands only the first and the newest."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.drop_index("ix_case_words_case_id", table_name="case_words")
    op.create_index("ix_case_words_case_id", "case_words", ["case_id", "author", "id"])
