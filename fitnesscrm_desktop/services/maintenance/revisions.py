"""Which schemas this program knows, for those who cannot wait until the database tools are loaded."""

from __future__ import annotations

HEAD = "0011"
"""The newest revision; a test keeps it equal to the migrations', so that start-up needs no alembic."""

KNOWN = frozenset({"0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011"})
