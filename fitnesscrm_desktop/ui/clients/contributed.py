"""Parts of the client page that other features add: each is made when somebody first turns to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.desk import ClientPart, ClientPartSpec, Desk


class Contributed(QWidget):
    """The place of one such part: empty until it is first shown."""

    def __init__(self, desk: Desk, spec: ClientPartSpec) -> None:
        super().__init__()
        self._desk, self._spec = desk, spec
        self.part: ClientPart | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def show_client(self, client_id: int, sought: Mapping[str, Any]) -> None:
        """Show this client, and what was *sought* about them."""
        if self.part is None:
            self.part = self._spec.build(self._desk)
            self._layout.addWidget(self.part)
        self.part.show_client(client_id)
        if sought:
            self.part.show_moment(**sought)

    def leave(self) -> None:
        """Another part, or page, is shown."""
        if self.part is not None:
            self.part.leave()

    def unfinished(self) -> str:
        """What is typed in it and not stored."""
        return "" if self.part is None else self.part.unfinished()


def in_order(own: Mapping[str, tuple[int, str, QWidget]], desk: Desk) -> dict[str, tuple[str, QWidget]]:
    """The page's own parts and those of other features, as the tabs show them: id to title and widget."""
    listed = [(order, name, title, part) for name, (order, title, part) in own.items()]
    listed += [
        (spec.order, spec.id, spec.title, Contributed(desk, spec)) for spec in desk.window.client_parts()
    ]
    listed.sort(key=lambda each: each[0])
    return {name: (title, part) for _, name, title, part in listed}
