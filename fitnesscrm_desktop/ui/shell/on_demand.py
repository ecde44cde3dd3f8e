"""Palette, help and the sheet of shortcuts: not loaded before somebody wants them or there is time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.actions import ActionRegistry
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.shell.frame import Frame
from fitnesscrm_desktop.ui.shell.lockable_dialogs import front_window

if TYPE_CHECKING:
    from fitnesscrm_desktop.ui.shell.help_window import HelpWindow
    from fitnesscrm_desktop.ui.shell.palette import Palette
    from fitnesscrm_desktop.ui.shell.palette_search import ClientHit

CLIENT_PAGE, BRIEF_DIALOG = "clients.client", "progress.brief"


class OnDemand(QObject):
    """Opens them, making each when it is first wanted."""

    def __init__(self, desk: Desk, frame: Frame, actions: ActionRegistry) -> None:
        super().__init__(frame)
        self._desk, self._frame, self._actions = desk, frame, actions
        self._palette: Palette | None = None
        self.help: HelpWindow | None = None

    @property
    def palette(self) -> Palette:
        """The command palette."""
        if self._palette is None:
            self._palette = self._make_palette()
        return self._palette

    def open_palette(self) -> None:
        """Search everything."""
        self.palette.open()

    def close_palette(self) -> None:
        """Nobody is there to search."""
        if self._palette is not None:
            self._palette.close_palette()

    def show_help(self, *topics: str) -> None:
        """Open the help at the first of these pages there is."""
        from fitnesscrm_desktop.ui.shell.help_window import HelpWindow

        if self.help is None:
            self.help = HelpWindow(self._desk.tasks, self._frame)
        self.help.show_topic(*topics)
        self.help.show()
        self.help.raise_()
        self.help.activateWindow()

    def show_shortcuts(self) -> None:
        """Open the sheet of shortcuts."""
        from fitnesscrm_desktop.ui.shell.shortcut_sheet import ShortcutSheet

        sheet = ShortcutSheet(self._actions.shortcut_sheet(), front_window(self._frame))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _make_palette(self) -> Palette:
        from fitnesscrm_desktop.ui.shell.palette import Palette
        from fitnesscrm_desktop.ui.shell.palette_search import PaletteSearch

        palette, window = Palette(self._frame.workspace), self._desk.window
        search = PaletteSearch(
            tasks=self._desk.tasks,
            commands=self._actions.search,
            icon_of=lambda action_id: self._actions.spec(action_id).icon,
            clients=self._find_clients,
            open_client=lambda client_id: window.go(CLIENT_PAGE, client_id=client_id),
            show=palette.show_found,
            failed=window.report,
            headings=(self.tr("Clients"), self.tr("Actions")),
        )
        search.offer_brief(
            lambda client_id: window.open_dialog(BRIEF_DIALOG, client_id=client_id),
            lambda: self._desk.actor.may(Permission.VIEW_PROGRESS),
        )
        palette.search_with(search)
        return palette

    def _find_clients(self, text: str, most: int) -> Sequence[ClientHit]:
        from fitnesscrm_desktop.ui.shell.palette_search import ClientHit

        actor = self._desk.actor
        if not actor.may(Permission.VIEW_CLIENTS):
            return ()
        return [
            ClientHit(hit.id, hit.name, f"{hit.member_number}  ·  {hit.plan_name}".rstrip(" ·"))
            for hit in self._desk.services.directory.search(actor, text, most)
        ]
