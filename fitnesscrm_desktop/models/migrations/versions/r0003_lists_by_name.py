"""Lists by name are read from an index alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_CURRENT = sa.text("archived_at IS NULL")


def upgrade() -> None:
    """Bring the schema here."""
    _index_current("sort_key", "id")
    if op.get_bind().dialect.name == "sqlite":  # elsewhere a row of an index has no room for a search key
        op.execute(
            "CREATE INDEX ix_client_search_by_name ON client "
            "(sort_key, id, given_key, search_key, archived_at) WHERE archived_at IS NULL"
        )


def downgrade() -> None:
    """Go back to the schema before."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP INDEX ix_client_search_by_name")
    _index_current("sort_key")


def _index_current(*columns: str) -> None:
    op.drop_index("ix_client_current_sort_key", table_name="client")
    op.create_index(
        "ix_client_current_sort_key",
        "client",
        columns,
        unique=False,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
