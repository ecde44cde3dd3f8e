"""The keys a line chart takes by itself, for the sheet of shortcuts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

_tr = QCoreApplication.translate


def chart_keys() -> tuple[tuple[str, str], ...]:
    """Keys and what they do, while the chart has the keyboard."""
    return (
        ("+", _tr("charts", "Chart: a shorter time")),
        ("-", _tr("charts", "Chart: a longer time")),
        ("Left", _tr("charts", "Chart: earlier")),
        ("Right", _tr("charts", "Chart: later")),
        ("Shift+Left", _tr("charts", "Chart: the value before")),
        ("Shift+Right", _tr("charts", "Chart: the next value")),
        ("Home", _tr("charts", "Chart: the whole time")),
    )
