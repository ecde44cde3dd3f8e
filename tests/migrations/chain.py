"""A longer chain of revisions than the program has yet: what a later version will bring."""

from __future__ import annotations

import shutil
from pathlib import Path

from fitnesscrm_desktop.models import migrations
from fitnesscrm_desktop.services.maintenance import schema

LATER = "9002"
NEWEST = schema.HEAD
"""What the program itself makes, before a test turns it into a later version."""

_REVISION = '''
"""A later revision, for tests."""
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
{steps}
'''

_STEPS = {
    "9001": """
    op.create_table("locker", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
    op.execute("INSERT INTO locker (id, name) SELECT id, first_name FROM client WHERE id <= 1000")
    with op.batch_alter_table("household") as batch:
        batch.add_column(sa.Column("since", sa.Date(), nullable=True))
""",
    "9002": """
    op.create_table("towel", sa.Column("id", sa.Integer(), primary_key=True))
    for number in range(1, {towels}):
        op.execute(f"INSERT INTO towel (id) VALUES ({{number}})")
    {last}
""",
}


def write_chain(folder: Path, *, towels: int = 200, last: str = "") -> str:
    """Write the program's revisions and two later ones to *folder*; where alembic finds them.

    *last* is a statement at the end of the last one, *towels* decides how long it takes.
    """
    source = Path(migrations.__file__).parent
    place = folder / "migrations"
    shutil.copytree(source, place, ignore=shutil.ignore_patterns("__pycache__"))
    before = NEWEST
    for revision, steps in _STEPS.items():
        body = steps.format(towels=towels, last=last)
        text = _REVISION.format(revision=revision, before=before, steps=body)
        (place / "versions" / f"r{revision}_later.py").write_text(text, encoding="utf-8")
        before = revision
    return str(place)
