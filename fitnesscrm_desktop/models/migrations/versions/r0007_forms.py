"""Forms that clients sign: templates in versions, and what was signed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "form_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("required_for", sa.String(length=40), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=True),
        sa.Column("blocks_checkin", sa.Boolean(), nullable=False),
        sa.Column("blocks_booking", sa.Boolean(), nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_months BETWEEN 1 AND 1200", name=op.f("ck_form_template_valid_months")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_template")),
        sa.UniqueConstraint("folded", name=op.f("uq_form_template_folded")),
        sa.UniqueConstraint("key", name=op.f("uq_form_template_key")),
    )
    op.create_table(
        "form_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_form_version_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["form_template.id"], name=op.f("fk_form_version_template_id_form_template")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_version")),
        sa.UniqueConstraint("template_id", "number", name=op.f("uq_form_version_template_id_number")),
    )
    op.create_table(
        "client_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.String(length=200), nullable=False),
        sa.Column("signer", sa.String(length=40), nullable=False),
        sa.Column("relation", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("paper_sha256", sa.String(length=64), nullable=False),
        sa.Column("answers_sha256", sa.String(length=64), nullable=False),
        sa.Column("consents", sa.JSON(), nullable=False),
        sa.Column("asks_clearance", sa.Boolean(), nullable=False),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.Column("cleared_at", sa.DateTime(), nullable=True),
        sa.Column("cleared_by", sa.String(length=200), nullable=False),
        sa.Column("clearance_sha256", sa.String(length=64), nullable=True),
        sa.Column("clearance_name", sa.String(length=200), nullable=False),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.Column("voided_by", sa.String(length=200), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_form_client_id_client")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_client_form_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["form_template.id"], name=op.f("fk_client_form_template_id_form_template")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["form_version.id"], name=op.f("fk_client_form_version_id_form_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_form")),
    )
    with op.batch_alter_table("client_form", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_client_form_client_id_template_id_signed_on"),
            ["client_id", "template_id", "signed_on"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_client_form_template_id"), ["template_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_client_form_version_id"), ["version_id"], unique=False)


def downgrade() -> None:
    """Go back to the schema before."""
    with op.batch_alter_table("client_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_form_version_id"))
        batch_op.drop_index(batch_op.f("ix_client_form_template_id"))
        batch_op.drop_index(batch_op.f("ix_client_form_client_id_template_id_signed_on"))

    op.drop_table("client_form")
    op.drop_table("form_version")
    op.drop_table("form_template")
