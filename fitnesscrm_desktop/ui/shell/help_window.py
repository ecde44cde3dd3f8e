"""The help: our own pages, written in Markdown, with links among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from fitnesscrm_desktop.paths import resource
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.core.theme import Theme, theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import S
from fitnesscrm_desktop.ui.shell.help_text import dressed
from fitnesscrm_desktop.ui.shell.shell_style import Dress

FIRST_TOPICS = ("start", "keyboard")
SUFFIX = ".md"


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the help."""

    name: str
    title: str
    text: str


def read_topics(folder: Path | None = None) -> tuple[Topic, ...]:
    """All pages: how to start first, then by title."""
    found = [_topic(file) for file in sorted((folder or resource("help")).glob(f"*{SUFFIX}"))]

    def rank(topic: Topic) -> tuple[int, str]:
        first = topic.name in FIRST_TOPICS
        return (FIRST_TOPICS.index(topic.name) if first else len(FIRST_TOPICS), topic.title)

    return tuple(sorted(found, key=rank))


def _topic(file: Path) -> Topic:
    text = file.read_text(encoding="utf-8")
    heading = next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), file.stem)
    return Topic(file.stem, heading, text)


class HelpBrowser(QTextBrowser):
    """Shows one page; a link to another one is a signal, and nothing is ever fetched.

    Signals:
        topic_wanted(str): the name of a page somebody clicked.
    """

    topic_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "help")
        self.setOpenLinks(False)
        self.setAccessibleName(self.tr("Help text"))
        self.anchorClicked.connect(self._clicked)

    def show_text(self, text: str) -> None:
        """Show a page of Markdown."""
        document = dressed(text)
        document.setParent(self)
        self.setDocument(document)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is loaded from anywhere."""
        return None

    def _clicked(self, link: QUrl) -> None:
        name = link.fileName()
        if link.scheme() in {"", "file"} and name.endswith(SUFFIX):
            self.topic_wanted.emit(name.removesuffix(SUFFIX))


class HelpWindow(QDialog):
    """Topics at the left, the text at the right; stays open beside the work."""

    def __init__(self, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._topics: dict[str, Topic] = {}
        self._wanted: tuple[str, ...] = ()
        self.setWindowTitle(self.tr("Help"))
        self.setModal(False)
        self.resize(theme().px(900), theme().px(640))
        self.list = QListWidget(self)
        self.list.setFixedWidth(theme().px(210))
        self.list.setAccessibleName(self.tr("Topics"))
        self.list.currentItemChanged.connect(self._chosen)
        self.browser = HelpBrowser(self)
        self.browser.topic_wanted.connect(self.show_topic)
        self.list.setProperty("kind", "bare")
        row = QHBoxLayout(self)
        row.setContentsMargins(S, S, S, S)
        row.addWidget(self.list)
        row.addWidget(self.browser, 1)
        Dress(self.browser)
        theme_changed.connect(self._redraw)
        self.browser.setFocus()
        tasks.run(read_topics, done=self._arrived, owner=self)

    def show_topic(self, *names: str) -> None:
        """Show the first of these pages there is, or the first of all where there is none of them."""
        self._wanted = names
        if self._topics:
            known = next((name for name in names if name in self._topics), FIRST_TOPICS[0])
            self.list.setCurrentRow(list(self._topics).index(known))

    def topic_names(self) -> list[str]:
        """The pages there are."""
        return list(self._topics)

    def _arrived(self, topics: Sequence[Topic]) -> None:
        self._topics = {topic.name: topic for topic in topics}
        for topic in topics:
            item = QListWidgetItem(topic.title, self.list)
            item.setData(Qt.ItemDataRole.UserRole, topic.name)
        self.show_topic(*self._wanted)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.browser.show_text(self._topics[item.data(Qt.ItemDataRole.UserRole)].text)

    def _redraw(self, _look: Theme) -> None:
        self._chosen(self.list.currentItem())
