"""A story of a half-finished form: a row for each piece.

The pieces of forms that are open now are sealed among their answers. They stay there until the next message
or press in that chat (`storage.drafts`), or until the form is through.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name in ("pieces", "characters"):
        op.add_column("drafts", sa.Column(name, NUMBER, server_default=sa.text("0"), nullable=False))
    op.create_table(
        "draft_pieces",
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("position", NUMBER, autoincrement=False, nullable=False),
        sa.Column("message_id", NUMBER, nullable=False),
        sa.Column("characters", NUMBER, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["drafts.chat_id"], name=op.f("fk_draft_pieces_chat_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "position", name=op.f("pk_draft_pieces")),
    )
    op.create_index("ix_draft_pieces_message_id", "draft_pieces", ["chat_id", "message_id"])
