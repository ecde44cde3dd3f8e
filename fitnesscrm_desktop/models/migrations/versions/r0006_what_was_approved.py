"""A message knows the files it was approved with; the gateway of text messages says what means yes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.add_column("message", sa.Column("files_seal", sa.String(length=64), nullable=True))
    op.add_column("messaging_settings", sa.Column("sms_yes", sa.String(length=4000), nullable=True))


def downgrade() -> None:
    """Go back to the schema before."""
    op.drop_column("messaging_settings", "sms_yes")
    op.drop_column("message", "files_seal")
