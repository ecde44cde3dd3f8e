"""Shows what somebody reads: nothing is fetched from the network, and no link is followed."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser

_FIXED_WIDTH, _ANY_WIDTH = 'width="560"', 'width="100%"'
"""Old mail programs need a width in points; here it has to fit the column."""


class SafeBrowser(QTextBrowser):
    """HTML as mail programs show it, or plain words."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName(name)
        self._shown = ("", "")

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is loaded from anywhere."""
        return None

    def show_words(self, html: str, text: str) -> None:
        """Show *html*, or *text* where there is none; the same once more keeps the place."""
        if (html, text) == self._shown:
            return
        self._shown = (html, text)
        if html:
            self.setHtml(fitted(html))
        else:
            self.setPlainText(text)


def fitted(html: str) -> str:
    """*html* as wide as there is room."""
    return html.replace(_FIXED_WIDTH, _ANY_WIDTH)
