"""Encrypted content, files with versions and tags, and progress photos."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "file_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_key")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_file_key_fingerprint")),
    )
    op.create_table(
        "stored_content",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_stored_content_hash")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_stored_content")),
    )
    op.create_table(
        "stored_piece",
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_hash"],
            ["stored_content.hash"],
            name=op.f("fk_stored_piece_content_hash_stored_content"),
        ),
        sa.PrimaryKeyConstraint("content_hash", "number", name=op.f("pk_stored_piece")),
    )
    op.create_table(
        "progress_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("pose", sa.String(length=40), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("thumbnail_hash", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("first_x", sa.Double(), nullable=True),
        sa.Column("first_y", sa.Double(), nullable=True),
        sa.Column("second_x", sa.Double(), nullable=True),
        sa.Column("second_y", sa.Double(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("by_staff_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_staff_id"], ["staff.id"], name=op.f("fk_progress_photo_by_staff_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_progress_photo_client_id_client")
        ),
        sa.ForeignKeyConstraint(
            ["content_hash"],
            ["stored_content.hash"],
            name=op.f("fk_progress_photo_content_hash_stored_content"),
        ),
        sa.ForeignKeyConstraint(
            ["thumbnail_hash"],
            ["stored_content.hash"],
            name=op.f("fk_progress_photo_thumbnail_hash_stored_content"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_photo")),
    )
    with op.batch_alter_table("progress_photo", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_progress_photo_client_id_day"), ["client_id", "day"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_progress_photo_content_hash"), ["content_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_progress_photo_removed_at"), ["removed_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_progress_photo_thumbnail_hash"), ["thumbnail_hash"], unique=False
        )

    op.create_table(
        "studio_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_key", sa.String(length=4000), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(client_id IS NULL) <> (staff_id IS NULL)", name=op.f("ck_studio_file_one_person")
        ),
        sa.CheckConstraint("length(trim(name)) BETWEEN 1 AND 200", name=op.f("ck_studio_file_name")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_studio_file_client_id_client")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_studio_file_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_studio_file")),
    )
    with op.batch_alter_table("studio_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_studio_file_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_file_expires_on"), ["expires_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_file_removed_at"), ["removed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_file_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "file_tag",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["studio_file.id"], name=op.f("fk_file_tag_file_id_studio_file")
        ),
        sa.PrimaryKeyConstraint("file_id", "folded", name=op.f("pk_file_tag")),
    )
    op.create_table(
        "file_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("by_staff_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_staff_id"], ["staff.id"], name=op.f("fk_file_version_by_staff_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["content_hash"],
            ["stored_content.hash"],
            name=op.f("fk_file_version_content_hash_stored_content"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["studio_file.id"], name=op.f("fk_file_version_file_id_studio_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_version")),
        sa.UniqueConstraint("file_id", "number", name=op.f("uq_file_version_file_id_number")),
    )
    with op.batch_alter_table("file_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_version_content_hash"), ["content_hash"], unique=False)


def downgrade() -> None:
    """Go back to the schema before."""
    with op.batch_alter_table("file_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_file_version_content_hash"))

    op.drop_table("file_version")
    op.drop_table("file_tag")
    with op.batch_alter_table("studio_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_studio_file_staff_id"))
        batch_op.drop_index(batch_op.f("ix_studio_file_removed_at"))
        batch_op.drop_index(batch_op.f("ix_studio_file_expires_on"))
        batch_op.drop_index(batch_op.f("ix_studio_file_client_id"))

    op.drop_table("studio_file")
    with op.batch_alter_table("progress_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_progress_photo_thumbnail_hash"))
        batch_op.drop_index(batch_op.f("ix_progress_photo_removed_at"))
        batch_op.drop_index(batch_op.f("ix_progress_photo_content_hash"))
        batch_op.drop_index(batch_op.f("ix_progress_photo_client_id_day"))

    op.drop_table("progress_photo")
    op.drop_table("stored_piece")
    op.drop_table("stored_content")
    op.drop_table("file_key")
