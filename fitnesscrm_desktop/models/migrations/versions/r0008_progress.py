"""Progress: measurements, goals, injuries, and what happened on the way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "metric",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("better", sa.String(length=40), nullable=False),
        sa.Column("least", sa.Double(), nullable=False),
        sa.Column("most", sa.Double(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("least < most", name=op.f("ck_metric_range")),
        sa.CheckConstraint("length(trim(name)) BETWEEN 1 AND 200", name=op.f("ck_metric_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric")),
        sa.UniqueConstraint("folded", name=op.f("uq_metric_folded")),
        sa.UniqueConstraint("key", name=op.f("uq_metric_key")),
    )
    op.create_table(
        "progress_mapping",
        sa.Column("headings", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("headings", name=op.f("pk_progress_mapping")),
    )
    op.create_table(
        "progress_settings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("units", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_progress_settings_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_settings")),
    )
    op.create_table(
        "annotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("metric", sa.String(length=60), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(trim(text)) BETWEEN 1 AND 200", name=op.f("ck_annotation_text")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_annotation_client_id_client")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_annotation_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation")),
    )
    with op.batch_alter_table("annotation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annotation_client_id_day"), ["client_id", "day"], unique=False)

    op.create_table(
        "client_body",
        sa.Column("client_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sex", sa.String(length=40), nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("units", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_body_client_id_client")),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_client_body")),
    )
    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(length=60), nullable=False),
        sa.Column("lift", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("direction", sa.String(length=40), nullable=True),
        sa.Column("start_value", sa.Double(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("target_value", sa.Double(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("reached_value", sa.Double(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(), nullable=True),
        sa.Column("dropped_reason", sa.String(length=200), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(metric = '') <> (lift = '')", name=op.f("ck_goal_one_subject")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_goal_client_id_client")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_goal_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_goal_reached_on"), ["reached_on"], unique=False)

    op.create_table(
        "injury",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("body_part", sa.String(length=60), nullable=False),
        sa.Column("avoids", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(trim(text)) BETWEEN 1 AND 200", name=op.f("ck_injury_text")),
        sa.CheckConstraint("to_day IS NULL OR to_day >= from_day", name=op.f("ck_injury_days")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_injury_client_id_client")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_injury_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_injury")),
    )
    with op.batch_alter_table("injury", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_injury_client_id_from_day"), ["client_id", "from_day"], unique=False
        )

    op.create_table(
        "phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("to_day IS NULL OR to_day >= from_day", name=op.f("ck_phase_days")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_phase_client_id_client")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_phase_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase")),
    )
    with op.batch_alter_table("phase", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_phase_client_id_from_day"), ["client_id", "from_day"], unique=False
        )

    op.create_table(
        "progress_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_progress_import_client_id_client")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_progress_import_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_import")),
    )
    with op.batch_alter_table("progress_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_import_client_id"), ["client_id"], unique=False)

    op.create_table(
        "progress_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("metrics", sa.JSON(), nullable=False),
        sa.Column("with_photos", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.String(length=4000), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_progress_report_client_id_client")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_progress_report_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
    )
    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_progress_report_client_id_created_at"), ["client_id", "created_at"], unique=False
        )

    op.create_table(
        "goal_milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_milestone_goal_id_goal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_milestone")),
    )
    with op.batch_alter_table("goal_milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_milestone_goal_id"), ["goal_id"], unique=False)

    op.create_table(
        "measurement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_measurement_client_id_client")),
        sa.CheckConstraint("value BETWEEN -1e12 AND 1e12", name=op.f("ck_measurement_value")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["progress_import.id"], name=op.f("fk_measurement_import_id_progress_import")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["measurement.id"], name=op.f("fk_measurement_replaces_id_measurement")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_measurement_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
    )
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measurement_client_id_at"), ["client_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_measurement_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measurement_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_index(
            "ix_measurement_series",
            ["client_id", "metric", "at", "id", "value", "day", "removed_at"],
            unique=False,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )


def downgrade() -> None:
    """Go back to the schema before."""
    op.drop_table("measurement")
    op.drop_table("goal_milestone")
    op.drop_table("progress_report")
    op.drop_table("progress_import")
    op.drop_table("phase")
    op.drop_table("injury")
    op.drop_table("goal")
    op.drop_table("client_body")
    op.drop_table("annotation")
    op.drop_table("progress_settings")
    op.drop_table("progress_mapping")
    op.drop_table("metric")
