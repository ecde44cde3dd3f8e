"""A schema to come: the migrations of the program and one more, which rebuilds a large table."""

from __future__ import annotations

import shutil
from pathlib import Path

from fitnesscrm_desktop.models import migrations
from fitnesscrm_desktop.services.maintenance import schema
from tests.support.other_desks import Seat

REVISION = "9001"
_TEXT = '''
"""Write a locker to every visit."""

import sqlalchemy as sa
from alembic import op

revision = "NEXT"
down_revision = "HEAD"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rebuild the table, as SQLite has to, then fill it."""
    recreate = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("visit", recreate=recreate) as batch:
        batch.add_column(sa.Column("locker", sa.Integer(), nullable=True))
    op.execute("UPDATE visit SET locker = id % 100")
    op.create_index("ix_visit_locker", "visit", ["locker"])
'''


def write_next_schema(folder: Path) -> Path:
    """Write the migrations of a program to come into *folder*."""
    scripts = folder / "migrations"
    shutil.copytree(Path(migrations.__file__).parent, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "r9001_locker.py").write_text(
        _TEXT.replace("NEXT", REVISION).replace("HEAD", schema.HEAD), encoding="utf-8"
    )
    return scripts


def use_next_schema(scripts: Path) -> None:
    """Make this process the program to come."""
    schema.KNOWN = schema.KNOWN | {REVISION}
    schema.SCRIPTS, schema.HEAD = str(scripts), REVISION


def upgrade_empty(seat: Seat) -> None:
    """Open a studio, which makes its schema."""
    seat.meet()
    seat.open().close()
    seat.tell("upgraded")


def upgrade_older(seat: Seat, scripts: Path) -> None:
    """Open a studio of this program with the program to come."""
    use_next_schema(scripts)
    seat.meet()
    seat.open().close()
    seat.tell("upgraded")
