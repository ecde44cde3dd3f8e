"""Which schemas this program knows, for those who cannot wait until the database tools are loaded."""

from __future__ import annotations

HEAD = "0012"
"""The newest revision; a test keeps it equal to the migrations', so that start-up needs no alembic."""

KNOWN = frozenset(f"{number:04}" for number in range(1, int(HEAD) + 1))
