"""What the page of tasks calls things."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str) -> str:
    """*text* in the language of the person."""
    return QCoreApplication.translate("Tasks", text)


def counted(text: str, count: int) -> str:
    """*text* in the form its language has for *count*, which stands for ``%n``."""
    return QCoreApplication.translate("Tasks", text, "", count).replace("%n", str(count))


def due_count_text(count: int) -> str:
    """What a screen reader says about the number in the sidebar."""
    return tr("1 task is due") if count == 1 else counted("%n tasks are due", count)
