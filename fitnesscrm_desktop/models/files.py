"""Encrypted content, the files that are made of it, and progress photos."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from fitnesscrm_desktop.models.base import NAME_LENGTH, TEXT_LENGTH, Base
from fitnesscrm_desktop.models.values import FileCategory, Pose

TAG_LENGTH = 60


class ContentHash(TypeDecorator[str]):
    """The SHA-256 of content in the encrypted store: it stays as long as a column of this type names it."""

    impl = String(64)
    cache_ok = True


class FileKey(Base):
    """By what the key is known that content is encrypted with. The key itself is never in the database."""

    __tablename__ = "file_key"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The newest one is used for what comes in."""
    fingerprint: Mapped[str] = mapped_column(String(32), unique=True)
    made_at: Mapped[datetime]


class StoredContent(Base):
    """Bytes that the studio keeps encrypted, known by their SHA-256; never changed, stored once."""

    __tablename__ = "stored_content"
    __table_args__ = (CheckConstraint("length(hash) = 64", name="hash"),)

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    """Of what it is, not of what is stored."""
    media_type: Mapped[str] = mapped_column(String(100))
    stored_at: Mapped[datetime]


class StoredPiece(Base):
    """A part of encrypted content, where a server keeps it; beside a SQLite file it is in a folder."""

    __tablename__ = "stored_piece"

    content_hash: Mapped[str] = mapped_column(ForeignKey("stored_content.hash"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    box: Mapped[bytes] = mapped_column(LargeBinary)


class StudioFile(Base):
    """A file of a client or of somebody on the staff, with all its versions."""

    __tablename__ = "studio_file"
    __table_args__ = (
        CheckConstraint("(client_id IS NULL) <> (staff_id IS NULL)", name="one_person"),
        CheckConstraint("length(trim(name)) BETWEEN 1 AND 200", name="name"),
        Index(None, "client_id"),
        Index(None, "staff_id"),
        Index(None, "expires_on"),
        Index(None, "removed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Whose it is, not who brought it."""
    category: Mapped[FileCategory]
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    search_key: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    """Folded name and tags, what search looks in."""
    expires_on: Mapped[date | None]
    """The last day on which it holds."""
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class FileTag(Base):
    """A word by which files are found."""

    __tablename__ = "file_tag"

    file_id: Mapped[int] = mapped_column(ForeignKey("studio_file.id"), primary_key=True)
    folded: Mapped[str] = mapped_column(String(TAG_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(TAG_LENGTH))


class FileVersion(Base):
    """What a file was from one day on; the one with the highest number holds."""

    __tablename__ = "file_version"
    __table_args__ = (UniqueConstraint("file_id", "number"), Index(None, "content_hash"))

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("studio_file.id"))
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(ContentHash, ForeignKey("stored_content.hash"))
    file_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    """What it was called when it came, without any folder; never a place on a disk."""
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    added_at: Mapped[datetime]
    by_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    by: Mapped[str] = mapped_column(String(NAME_LENGTH))


class ProgressPhoto(Base):
    """What somebody looked like on a day."""

    __tablename__ = "progress_photo"
    __table_args__ = (
        Index(None, "client_id", "day"),
        Index(None, "content_hash"),
        Index(None, "thumbnail_hash"),
        Index(None, "removed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    day: Mapped[date]
    pose: Mapped[Pose]
    content_hash: Mapped[str] = mapped_column(ContentHash, ForeignKey("stored_content.hash"))
    thumbnail_hash: Mapped[str] = mapped_column(ContentHash, ForeignKey("stored_content.hash"))
    width: Mapped[int]
    height: Mapped[int]
    first_x: Mapped[float | None]
    first_y: Mapped[float | None]
    second_x: Mapped[float | None]
    second_y: Mapped[float | None]
    """Two points by which photos are laid upon each other, as parts of width and height."""
    added_at: Mapped[datetime]
    by_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    by: Mapped[str] = mapped_column(String(NAME_LENGTH))
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for
