"""Every command of the application, declared once: menus, buttons, shortcuts and palette are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from fitnesscrm_desktop.ui.core.icons import icon as themed_icon

Context = dict[str, Any]


def _always(_context: Context) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """A command as data; *id* is ``feature.verb``, *section* groups it in the shortcut sheet."""

    id: str
    title: str
    run: Callable[[], None]
    shortcut: str = ""
    permission: str = ""
    enabled: Callable[[Context], bool] = _always
    menu: str = ""
    section: str = ""
    icon: str = ""
    keywords: str = ""
    palette: bool = True


@dataclass(frozen=True, slots=True)
class ShortcutLine:
    """One line of the shortcut sheet."""

    section: str
    title: str
    keys: str


class ActionRegistry(QObject):
    """Makes one QAction of every spec and keeps it enabled or disabled.

    Signals:
        changed: what can be done has changed (after ``update``).
    """

    changed = Signal()

    def __init__(self, allowed: Callable[[str], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._allowed = allowed
        self._specs: dict[str, ActionSpec] = {}
        self._actions: dict[str, QAction] = {}
        self._shortcuts: dict[str, str] = {}
        self._on_pages: list[tuple[ShortcutLine, str]] = []

    def add(self, *specs: ActionSpec) -> None:
        """Register commands; a second one with the same id or shortcut is a bug."""
        for spec in specs:
            if spec.id in self._specs:
                raise ValueError(f"action {spec.id!r} is registered twice")
            keys = _normal(spec.shortcut)
            if spec.shortcut and not keys:
                raise ValueError(f"{spec.id!r} has a shortcut Qt does not understand: {spec.shortcut!r}")
            if keys and keys in self._shortcuts:
                raise ValueError(f"{spec.id!r} and {self._shortcuts[keys]!r} share {keys}")
            self._specs[spec.id], self._actions[spec.id] = spec, self._make(spec, keys)
            if keys:
                self._shortcuts[keys] = spec.id

    def tell_keys(self, section: str, keys: Iterable[tuple[str, str]], permission: str = "") -> None:
        """Name keys that a page takes by itself, with what they do."""
        for key, title in keys:
            shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            self._on_pages.append((ShortcutLine(section, title, shown), permission))

    def _make(self, spec: ActionSpec, keys: str) -> QAction:
        action = QAction(spec.title, self)
        action.setObjectName(spec.id)
        if keys:
            action.setShortcut(QKeySequence(keys, QKeySequence.SequenceFormat.PortableText))
        if spec.icon:
            action.setIcon(themed_icon(spec.icon))
        run = spec.run
        action.triggered.connect(lambda _checked=False: run())
        return action

    def action(self, action_id: str) -> QAction:
        """The one QAction, to be put into menus, toolbars and windows."""
        return self._actions[action_id]

    def spec(self, action_id: str) -> ActionSpec:
        """What was declared under this id."""
        return self._specs[action_id]

    def actions(self) -> list[QAction]:
        """All of them; add these to the window so that the shortcuts work everywhere."""
        return list(self._actions.values())

    def update(self, context: Context) -> None:
        """Enable what can be done now that the context (page, selection, user) has changed."""
        for spec in self._specs.values():
            may = not spec.permission or self._allowed(spec.permission)
            self._actions[spec.id].setVisible(may)
            self._actions[spec.id].setEnabled(may and spec.enabled(context))
        self.changed.emit()

    def menu(self, name: str) -> list[QAction]:
        """The commands that belong into the menu *name*, in the order of registration."""
        return [self._actions[s.id] for s in self._specs.values() if s.menu == name]

    def search(self, text: str) -> list[QAction]:
        """What the palette offers: enabled commands which contain all typed words, the closest first."""
        words = text.casefold().split()
        found: list[tuple[int, int, QAction]] = []
        for order, spec in enumerate(self._specs.values()):
            action = self._actions[spec.id]
            if spec.palette and action.isEnabled() and action.isVisible():
                rank = _rank(spec, words)
                if rank is not None:
                    found.append((rank, order, action))
        found.sort(key=lambda hit: hit[:2])
        return [action for _rank_, _order, action in found]

    def shortcut_sheet(self) -> list[ShortcutLine]:
        """All shortcuts this person may use, by section, each once however many pages share it."""
        lines = [
            ShortcutLine(
                spec.section,
                spec.title,
                self._actions[spec.id].shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            )
            for spec in self._specs.values()
            if spec.shortcut and self._actions[spec.id].isVisible()
        ]
        lines += [line for line, may in self._on_pages if not may or self._allowed(may)]
        sections = list(dict.fromkeys(line.section for line in lines))
        return sorted(dict.fromkeys(lines), key=lambda line: sections.index(line.section))


def _normal(shortcut: str) -> str:
    """``ctrl+k`` and ``Ctrl+K`` are the same keys."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.PortableText) if shortcut else ""


def _rank(spec: ActionSpec, words: Iterable[str]) -> int | None:
    """0 is the best; None: does not match."""
    title = spec.title.casefold()
    starts = title.split()
    rank = 0
    for word in words:
        if title.startswith(word):
            continue
        if any(start.startswith(word) for start in starts):
            rank += 1
        elif word in title:
            rank += 2
        elif word in spec.keywords.casefold():
            rank += 3
        else:
            return None
    return rank
