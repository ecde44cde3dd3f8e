"""What the number beside "Files" in the sidebar counts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def expired_count_text(count: int) -> str:
    """So many files hold no longer."""
    if count == 1:
        return QCoreApplication.translate("Files", "One file has expired, or ends today")
    text = QCoreApplication.translate("Files", "{count} files have expired, or end today")
    return text.format(count=count)
