"""Alembic's entry: runs on the connection handed over in ``config.attributes``."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from fitnesscrm_desktop.models.base import Amount, UtcDateTime
from fitnesscrm_desktop.models.registry import Base


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave the search index alone: it is made by hand in revisions 1, 3 and 12."""
    return not (kind in {"table", "index"} and (name or "").startswith(("client_search", "ix_client_search")))


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write plain types into new revisions: these must not change when our classes do."""
    if kind == "type" and isinstance(item, Amount):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    if kind == "type" and item.__visit_name__ == "enum":
        return "sa.String(length=40)"
    return False


def run() -> None:
    """Migrate inside the transaction that the caller has begun."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        render_as_batch=True,
        include_name=include_name,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
