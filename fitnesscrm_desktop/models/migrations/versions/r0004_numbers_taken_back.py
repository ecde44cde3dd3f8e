"""An import that was taken back knows which member numbers went with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.add_column("import_run", sa.Column("first_number_back", sa.Integer(), nullable=True))
    op.add_column("import_run", sa.Column("last_number_back", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Go back to the schema before."""
    op.drop_column("import_run", "last_number_back")
    op.drop_column("import_run", "first_number_back")
