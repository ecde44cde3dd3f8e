"""Dresses a page of the help: Qt reads the Markdown, but sets it like a typewriter."""

from __future__ import annotations

from typing import cast

from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextList,
    QTextTable,
)

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import TYPE_BODY, TYPE_HEADING, TYPE_TITLE, L, M, S

LINE_PERCENT = 135
PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


def dressed(text: str) -> QTextDocument:
    """A document of our own *text*, in Markdown."""
    look = theme()
    document = QTextDocument()
    document.setDefaultFont(app_font(look.px(TYPE_BODY)))
    document.setMarkdown(text)
    document.setDocumentMargin(look.px(M))
    block = document.begin()
    while block.isValid():
        _dress_block(block)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame)
    return document


def _dress_block(block: QTextBlock) -> None:
    look = theme()
    level = block.blockFormat().headingLevel()
    cursor = QTextCursor(block)
    in_list = cast("QTextList | None", cursor.currentList()) is not None  # Qt's stubs forget the None
    in_table = cast("QTextTable | None", cursor.currentTable()) is not None
    shape = block.blockFormat()
    if level:
        shape.setTopMargin(look.px(0 if level == 1 else L + S))
        shape.setBottomMargin(look.px(S))
    elif not in_table:
        shape.setBottomMargin(look.px(S - 2 if in_list else M))
        shape.setLineHeight(LINE_PERCENT, PROPORTIONAL)
    cursor.setBlockFormat(shape)
    for start, length, style in _styles(block, level):
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(style)


def _styles(block: QTextBlock, level: int) -> list[tuple[int, int, QTextCharFormat]]:
    """Where the letters of a block look how."""
    look = theme()
    if level:
        style = QTextCharFormat()
        style.setProperty(
            QTextCharFormat.Property.FontPixelSize, look.px(TYPE_TITLE if level == 1 else TYPE_HEADING)
        )
        style.setFontWeight(QFont.Weight.DemiBold)
        return [(block.position(), block.length() - 1, style)]
    found = []
    parts = block.begin()
    while not parts.atEnd():
        fragment = parts.fragment()
        given = fragment.charFormat()
        style = QTextCharFormat()
        if given.fontFixedPitch():
            style.setFontFamilies(["Inter"])
            style.setFontFixedPitch(False)
            style.setFontWeight(QFont.Weight.DemiBold)
            style.setBackground(QBrush(QColor(look.colors.hover)))
            style.setForeground(QBrush(QColor(look.colors.text)))
        elif given.isAnchor():
            style.setForeground(QBrush(QColor(look.colors.accent_text)))
            style.setFontUnderline(False)
        elif given.fontWeight() > QFont.Weight.Normal:
            style.setFontWeight(QFont.Weight.DemiBold)
        found.append((fragment.position(), fragment.length(), style))
        parts += 1
    return found


def _dress_table(table: QTextTable) -> None:
    look = theme()
    shape = table.format()
    shape.setBorder(1)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(QBrush(QColor(look.colors.border)))
    shape.setBorderCollapse(True)
    shape.setCellPadding(look.px(S - 1))
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shape.setBottomMargin(look.px(M))
    table.setFormat(shape)
