"""The end of the program: what is typed and not stored is asked about first."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from fitnesscrm_desktop.ui.core.desk import Desk, Draft
from fitnesscrm_desktop.ui.core.dialogs import Unsaved
from fitnesscrm_desktop.ui.shell.frame import Frame
from fitnesscrm_desktop.ui.shell.pages import PageStack


class Leaving(QObject):
    """Stands between the wish to close the window and its end."""

    def __init__(self, desk: Desk, frame: Frame, pages: PageStack, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._frame, self._pages = desk, frame, pages
        self._saving = False

    def may_close(self) -> bool:
        """Whether nothing waits, or somebody wants to close all the same."""
        if self._saving:
            return False  # it closes by itself
        draft = self._pages.draft()
        if draft is not None:
            answer = self._desk.dialogs.ask_unsaved(self.tr("Close the program?"), draft.text)
            if answer is Unsaved.SAVE:
                self._save(draft)
            if answer is not Unsaved.THROW_AWAY:
                return False
        waits = self._pages.unfinished()
        if not waits:
            return True
        title, verb = self.tr("Close the program?"), self.tr("Close all the same")
        return self._desk.dialogs.confirm(title, waits, verb)

    def _save(self, draft: Draft) -> None:
        self._saving = True
        # One turn later: Qt still asks whether the window may close.
        QTimer.singleShot(0, self, lambda: draft.save(self._saved))

    def _saved(self, stored: bool) -> None:
        self._saving = False
        if stored and self._pages.draft() is None:
            self._frame.close()
        else:
            self._pages.show_draft()
