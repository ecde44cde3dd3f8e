"""What became of a text message is asked of the gateway, and kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "sms_receipt",
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gateway_id", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("ask_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_sms_receipt_message_id_message")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_sms_receipt")),
    )
    op.create_index(op.f("ix_sms_receipt_ask_at"), "sms_receipt", ["ask_at"], unique=False)
    op.add_column("messaging_settings", sa.Column("sms_status_url", sa.String(length=4000), nullable=True))


def downgrade() -> None:
    """Go back to the schema before."""
    op.drop_column("messaging_settings", "sms_status_url")
    op.drop_index(op.f("ix_sms_receipt_ask_at"), table_name="sms_receipt")
    op.drop_table("sms_receipt")
