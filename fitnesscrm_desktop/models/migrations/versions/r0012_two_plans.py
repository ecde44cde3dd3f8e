"""Clients are listed by plan from an index, and whose plan of today has to be looked up is kept."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KEYS = "octet_length(sort_key) + octet_length(given_key) + octet_length(search_key)"
_TWO_PLANS = sa.text("two_plans_until IS NOT NULL")
_FIGURES = sa.table("client_figures", sa.column("client_id"), sa.column("two_plans_until", sa.Date()))
_MEMBERSHIP = sa.table(
    "membership",
    sa.column("id"),
    sa.column("client_id"),
    sa.column("plan_id"),
    sa.column("ends_on", sa.Date()),
    sa.column("cancelled_on", sa.Date()),
)
_HOLD = sa.table(
    "membership_hold", sa.column("membership_id"), sa.column("from_day", sa.Date()), sa.column("to_day")
)


def upgrade() -> None:
    """Bring the schema here."""
    op.add_column("client_figures", sa.Column("two_plans_until", sa.Date(), nullable=True))
    op.create_index(
        op.f("ix_client_figures_plan_name_client_id"),
        "client_figures",
        ["plan_name", "client_id"],
        unique=False,
    )
    op.create_index(
        "ix_client_figures_two_plans",
        "client_figures",
        ["two_plans_until"],
        unique=False,
        sqlite_where=_TWO_PLANS,
        postgresql_where=_TWO_PLANS,
    )
    if op.get_bind().dialect.name == "postgresql":  # a row of an index has no room for keys of any length
        op.execute(
            "CREATE INDEX ix_client_search_by_name ON client (sort_key, id) INCLUDE (given_key, search_key) "
            f"WHERE archived_at IS NULL AND {_KEYS} <= 2500"
        )
        op.execute(
            f"CREATE INDEX ix_client_search_long ON client (id) WHERE archived_at IS NULL AND {_KEYS} > 2500"
        )
    _find()


def downgrade() -> None:
    """Go back to the schema before."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_client_search_long, ix_client_search_by_name")
    op.drop_index(op.f("ix_client_figures_plan_name_client_id"), table_name="client_figures")
    op.drop_index("ix_client_figures_two_plans", table_name="client_figures")
    op.drop_column("client_figures", "two_plans_until")


def _find() -> None:
    """Of those who ever had two plans: the last day of the second longest; a plan that rests has none."""
    resting = sa.exists().where(
        _HOLD.c.membership_id == _MEMBERSHIP.c.id,
        _HOLD.c.to_day.is_(None),
        _HOLD.c.from_day <= _MEMBERSHIP.c.ends_on,
    )
    member = _MEMBERSHIP.c
    last_days: dict[int, dict[int, date]] = defaultdict(dict)
    for client_id, plan_id, ends_on, cancelled_on, rests in op.get_bind().execute(
        sa.select(member.client_id, member.plan_id, member.ends_on, member.cancelled_on, resting)
    ):
        last = date.max if rests else ends_on
        if cancelled_on is not None:
            last = min(last, cancelled_on - timedelta(days=1))
        plans = last_days[client_id]
        plans[plan_id] = max(plans.get(plan_id, date.min), last)
    found = [
        {"client": client_id, "day": sorted(plans.values())[-2]}
        for client_id, plans in last_days.items()
        if len(plans) > 1
    ]
    if found:
        mark = sa.update(_FIGURES).where(_FIGURES.c.client_id == sa.bindparam("client"))
        op.get_bind().execute(mark.values(two_plans_until=sa.bindparam("day")), found)
