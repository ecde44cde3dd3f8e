"""Pick one of a few hundred fixed things (countries, zones) by scrolling, or by typing part of the name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QListView, QSizePolicy, QWidget

from fitnesscrm_desktop.ui.core.theme import theme

SHOWN = 10


class ChoiceField(QComboBox):
    """``ChoiceField([("DE", "Germany")])``; what was typed and is no choice goes back to the last one.

    Signals:
        chosen(str): the person has taken another one (its code).
    """

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(SHOWN)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(SHOWN)
        popup = QListView()
        popup.setProperty("kind", "popup")
        completer.setPopup(popup)
        self._popup = popup
        completer.activated[str].connect(self._completed)  # type: ignore[index]  # signals have overloads
        self.setCompleter(completer)
        popup.installEventFilter(self)  # after the completer, so that it is asked first
        self.activated.connect(lambda place: self._take(self.itemData(place)))
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these (code, name); what was taken stays, if it is still there."""
        taken = self._code
        self.blockSignals(True)
        self.clear()
        for code, name in choices:
            self.addItem(name, code)
        self.blockSignals(False)
        self.set_code(taken)

    def code(self) -> str:
        """The code that is taken; empty for none."""
        return self._code

    def set_code(self, code: str) -> None:
        """Take *code* without a signal; one that is not offered is added as it is."""
        place = self.findData(code)
        if place < 0 and code:
            self.addItem(code, code)
            place = self.count() - 1
        self._code = code
        self.setCurrentIndex(place)
        line = self.lineEdit()
        if line is not None:
            line.setText(self.itemText(place) if place >= 0 else "")
            line.setCursorPosition(0)

    def sizeHint(self) -> QSize:
        """As wide as other fields."""
        return QSize(theme().px(220), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Long names are cut."""
        return QSize(theme().px(120), super().minimumSizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page, it does not change the country."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing replaces what is there."""
        super().focusInEvent(event)
        line = self.lineEdit()
        if line is not None:
            line.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Half a name becomes the choice it can only mean, or goes back."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what was typed, and goes on to the form around."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._settle()
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's signature
        """Tab takes what was typed, also while the list below is open and hides the loss of focus."""
        self._settle()
        return super().focusNextPrevChild(next)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab in the open list takes the line it stands on and goes on, instead of only closing it."""
        key = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else 0
        if watched is not self._popup or key != Qt.Key.Key_Tab:
            return super().eventFilter(watched, event)
        chosen = self._popup.currentIndex().data()
        self._popup.hide()
        if chosen:
            self._completed(chosen)
        self.focusNextPrevChild(True)
        return True

    def _settle(self) -> None:
        typed = self.currentText().strip().casefold()
        exact = [place for place in range(self.count()) if self._is(place, typed)]
        within = [
            place for place in range(self.count()) if typed and typed in self.itemText(place).casefold()
        ]
        found = exact or (within if len(within) == 1 else [])
        if found:
            self._take(self.itemData(found[0]))
        else:
            self.set_code(self._code)

    def _is(self, place: int, typed: str) -> bool:
        return typed in {self.itemText(place).casefold(), str(self.itemData(place)).casefold()}

    def _completed(self, name: str) -> None:
        self._take(self.itemData(self.findText(name)))

    def _take(self, code: str | None) -> None:
        changed = bool(code) and code != self._code
        self.set_code(code or self._code)
        if changed:
            self.chosen.emit(self._code)
