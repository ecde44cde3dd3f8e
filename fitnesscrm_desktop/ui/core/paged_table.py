"""Tables over SQL, one place to import them from.

``FeedTableModel`` for endless feeds (keyset pages), ``BlockTableModel`` for bounded lists (ids first).
"""

from __future__ import annotations

from fitnesscrm_desktop.ui.core.block_table import BlockTableModel, IdSource
from fitnesscrm_desktop.ui.core.columns import ID_ROLE, ROW_ROLE, TONE_ROLE, Column, LoadState
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel

__all__ = [
    "ID_ROLE",
    "ROW_ROLE",
    "TONE_ROLE",
    "BlockTableModel",
    "Column",
    "FeedTableModel",
    "IdSource",
    "LoadState",
]
