"""Choose the look of a widget by a property the style sheet knows."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set the property *name* and have the widget dressed again, if that changes anything."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
    widget.update()
