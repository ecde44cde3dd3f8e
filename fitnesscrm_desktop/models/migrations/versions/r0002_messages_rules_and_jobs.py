"""Messages, rules and jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - a schema is as long as it is
    """Bring the schema here."""
    op.create_table(
        "job",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("paused_at", sa.DateTime(), nullable=True),
        sa.Column("done_until", sa.DateTime(), nullable=True),
        sa.Column("mark", sa.String(length=4000), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job")),
    )
    op.create_table(
        "job_lease",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_job_lease_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_lease")),
    )
    op.create_table(
        "job_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("occurrence", sa.String(length=80), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("job", "occurrence", name=op.f("uq_job_run_job_occurrence")),
    )
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_run_job_started_at"), ["job", "started_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_run_started_at"), ["started_at"], unique=False)

    op.create_table(
        "message_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_template")),
        sa.UniqueConstraint("folded", name=op.f("uq_message_template_folded")),
        sa.UniqueConstraint("key", name=op.f("uq_message_template_key")),
    )
    op.create_table(
        "messaging_settings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_to", sa.Integer(), nullable=False),
        sa.Column("weekly_cap", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("smtp_host", sa.String(length=200), nullable=False),
        sa.Column("smtp_port", sa.Integer(), nullable=False),
        sa.Column("smtp_security", sa.String(length=40), nullable=False),
        sa.Column("smtp_user", sa.String(length=200), nullable=False),
        sa.Column("from_address", sa.String(length=254), nullable=False),
        sa.Column("from_name", sa.String(length=200), nullable=False),
        sa.Column("reply_to", sa.String(length=254), nullable=False),
        sa.Column("unsubscribe_to", sa.String(length=254), nullable=False),
        sa.Column("sms_url", sa.String(length=4000), nullable=False),
        sa.Column("sms_method", sa.String(length=10), nullable=False),
        sa.Column("sms_headers", sa.String(length=4000), nullable=False),
        sa.Column("sms_body", sa.String(length=4000), nullable=False),
        sa.Column("sms_sender", sa.String(length=40), nullable=False),
        sa.Column("sms_price", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_messaging_settings_only_one")),
        sa.CheckConstraint(
            "quiet_from BETWEEN 0 AND 1440 AND quiet_to BETWEEN 0 AND 1440",
            name=op.f("ck_messaging_settings_quiet_hours"),
        ),
        sa.CheckConstraint("weekly_cap >= 0", name=op.f("ck_messaging_settings_weekly_cap")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messaging_settings")),
    )
    op.create_table(
        "rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("trigger", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("conditions", sa.String(length=4000), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("audience_role", sa.String(length=40), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("task_text", sa.String(length=200), nullable=False),
        sa.Column("by_itself", sa.Boolean(), nullable=False),
        sa.Column("ignores_cap", sa.Boolean(), nullable=False),
        sa.Column("enabled_on", sa.Date(), nullable=True),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("days BETWEEN 0 AND 3660", name=op.f("ck_rule_days")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["message_template.id"], name=op.f("fk_rule_template_id_message_template")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
    )
    with op.batch_alter_table("rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_template_id"), ["template_id"], unique=False)

    op.create_table(
        "template_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["message_template.id"],
            name=op.f("fk_template_attachment_template_id_message_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_attachment")),
    )
    with op.batch_alter_table("template_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_template_attachment_template_id"), ["template_id"], unique=False)

    op.create_table(
        "template_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("sms", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["message_template.id"],
            name=op.f("fk_template_text_template_id_message_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_text")),
        sa.UniqueConstraint("template_id", "language", name=op.f("uq_template_text_template_id_language")),
    )
    op.create_table(
        "rule_mark",
        sa.Column("trigger", sa.String(length=40), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("from_row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["rule_id"], ["rule.id"], name=op.f("fk_rule_mark_rule_id_rule")),
        sa.PrimaryKeyConstraint("trigger", "rule_id", name=op.f("pk_rule_mark")),
    )
    op.create_table(
        "client_rhythm",
        sa.Column("client_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gap_days", sa.Integer(), nullable=False),
        sa.Column("last_visit_on", sa.Date(), nullable=False),
        sa.Column("quiet_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_rhythm_client_id_client")),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_client_rhythm")),
    )
    with op.batch_alter_table("client_rhythm", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_client_rhythm_quiet_on"), ["quiet_on"], unique=False)

    op.create_table(
        "client_trainer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_client_trainer_client_id_client")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_client_trainer_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_trainer")),
    )
    with op.batch_alter_table("client_trainer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_client_trainer_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_client_trainer_staff_id"), ["staff_id"], unique=False)
        batch_op.create_index(
            "uq_client_trainer_now",
            ["client_id"],
            unique=True,
            sqlite_where=sa.text("to_day IS NULL"),
            postgresql_where=sa.text("to_day IS NULL"),
        )

    op.create_table(
        "rule_match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("occurrence", sa.String(length=80), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_rule_match_client_id_client")),
        sa.ForeignKeyConstraint(["rule_id"], ["rule.id"], name=op.f("fk_rule_match_rule_id_rule")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_match")),
        sa.UniqueConstraint(
            "rule_id", "client_id", "occurrence", name=op.f("uq_rule_match_rule_id_client_id_occurrence")
        ),
    )
    with op.batch_alter_table("rule_match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_match_client_id_at"), ["client_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_rule_match_rule_id_at"), ["rule_id", "at"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=True),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("to_name", sa.String(length=401), nullable=False),
        sa.Column("to_address", sa.String(length=4000), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("send_at", sa.DateTime(), nullable=True),
        sa.Column("good_until", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=60), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("wire_id", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=4000), nullable=False),
        sa.Column("perhaps_twice", sa.Boolean(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_message_client_id_client")),
        sa.ForeignKeyConstraint(["match_id"], ["rule_match.id"], name=op.f("fk_message_match_id_rule_match")),
        sa.ForeignKeyConstraint(["rule_id"], ["rule.id"], name=op.f("fk_message_rule_id_rule")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_message_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["message_template.id"], name=op.f("fk_message_template_id_message_template")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "match_id", "recipient", "recipient_id", name=op.f("uq_message_match_id_recipient_recipient_id")
        ),
        sa.UniqueConstraint("wire_id", name=op.f("uq_message_wire_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_client_id_created_at"), ["client_id", "created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_message_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_rule_id"), ["rule_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_state_send_at"), ["state", "send_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_template_id"), ["template_id"], unique=False)

    op.create_table(
        "staff_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("for_staff_id", sa.Integer(), nullable=True),
        sa.Column("for_role", sa.String(length=40), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(trim(text)) BETWEEN 1 AND 200", name=op.f("ck_staff_task_text")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_staff_task_client_id_client")),
        sa.ForeignKeyConstraint(
            ["for_staff_id"], ["staff.id"], name=op.f("fk_staff_task_for_staff_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["rule_match.id"], name=op.f("fk_staff_task_match_id_rule_match")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_task_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_task")),
        sa.UniqueConstraint("match_id", name=op.f("uq_staff_task_match_id")),
    )
    with op.batch_alter_table("staff_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_task_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_task_for_staff_id"), ["for_staff_id"], unique=False)
        batch_op.create_index(
            "ix_staff_task_open",
            ["due_on"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "message_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_event_message_id_message")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_event")),
    )
    with op.batch_alter_table("message_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_event_message_id"), ["message_id"], unique=False)

    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(length=20), server_default="", nullable=False))

    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(length=254), server_default="", nullable=False))
        batch_op.add_column(sa.Column("phone", sa.String(length=40), server_default="", nullable=False))

    op.create_index(op.f("ix_charge_due_on"), "charge", ["due_on"])
    op.create_index(op.f("ix_membership_starts_on"), "membership", ["starts_on"])
    op.create_index(op.f("ix_membership_hold_to_day"), "membership_hold", ["to_day"])


def downgrade() -> None:  # noqa: PLR0915 - as above
    """Go back."""
    op.drop_index(op.f("ix_membership_hold_to_day"), "membership_hold")
    op.drop_index(op.f("ix_membership_starts_on"), "membership")
    op.drop_index(op.f("ix_charge_due_on"), "charge")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_column("phone")
        batch_op.drop_column("email")

    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.drop_column("language")

    with op.batch_alter_table("message_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_event_message_id"))

    op.drop_table("message_event")
    with op.batch_alter_table("staff_task", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_staff_task_open",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_staff_task_for_staff_id"))
        batch_op.drop_index(batch_op.f("ix_staff_task_client_id"))

    op.drop_table("staff_task")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_template_id"))
        batch_op.drop_index(batch_op.f("ix_message_state_send_at"))
        batch_op.drop_index(batch_op.f("ix_message_rule_id"))
        batch_op.drop_index(batch_op.f("ix_message_created_at"))
        batch_op.drop_index(batch_op.f("ix_message_client_id_created_at"))

    op.drop_table("message")
    with op.batch_alter_table("rule_match", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rule_match_rule_id_at"))
        batch_op.drop_index(batch_op.f("ix_rule_match_client_id_at"))

    op.drop_table("rule_match")
    with op.batch_alter_table("client_trainer", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_client_trainer_now",
            sqlite_where=sa.text("to_day IS NULL"),
            postgresql_where=sa.text("to_day IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_client_trainer_staff_id"))
        batch_op.drop_index(batch_op.f("ix_client_trainer_client_id"))

    op.drop_table("client_trainer")
    with op.batch_alter_table("client_rhythm", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_rhythm_quiet_on"))

    op.drop_table("client_rhythm")
    op.drop_table("rule_mark")
    op.drop_table("template_text")
    with op.batch_alter_table("template_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_template_attachment_template_id"))

    op.drop_table("template_attachment")
    with op.batch_alter_table("rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rule_template_id"))

    op.drop_table("rule")
    op.drop_table("messaging_settings")
    op.drop_table("message_template")
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_run_started_at"))
        batch_op.drop_index(batch_op.f("ix_job_run_job_started_at"))

    op.drop_table("job_run")
    op.drop_table("job_lease")
    op.drop_table("job")
