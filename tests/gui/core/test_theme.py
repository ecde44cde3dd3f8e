from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.paths import resource
from fitnesscrm_desktop.ui.core.contrast import ratio, readable
from fitnesscrm_desktop.ui.core.fonts import app_font, load_fonts
from fitnesscrm_desktop.ui.core.icons import icon, icon_names, icon_pixmap
from fitnesscrm_desktop.ui.core.theme import apply_theme, theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import colors, text_pairs

ACCENTS = [None, "#FACC15", "#FFFFFF", "#000000", "#22D3EE", "#111827", "#FF0000", "#7CFC00"]


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("accent", ACCENTS)
def test_every_text_can_be_read(dark: bool, accent: str | None) -> None:
    poor = [
        (name, round(ratio(text, back), 2))
        for name, text, back in text_pairs(colors(dark=dark, accent=accent))
        if ratio(text, back) < 4.5
    ]
    assert poor == []


def test_contrast_is_that_of_wcag() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert readable("#4F46E5", "#FFFFFF") == "#4F46E5"


def test_the_look_changes_while_it_runs(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    apply_theme(qapp, "light", marks_folder=tmp_path)
    assert QColor(qapp.palette().color(QPalette.ColorRole.Window)).lightness() > 200
    with qtbot.waitSignal(theme_changed):
        apply_theme(qapp, "dark", marks_folder=tmp_path)
    assert theme().dark
    assert qapp.palette().color(QPalette.ColorRole.Window).lightness() < 60
    field.show()
    shot = field.grab().toImage()
    assert shot.pixelColor(shot.width() // 2, shot.height() // 2).lightness() < 80


class StyleChanges(QObject):
    """Counts how often its parent is dressed."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.StyleChange
        return super().eventFilter(watched, event)


def test_no_widget_is_dressed_once_for_each_one_around_it(qtbot: QtBot, qapp: QApplication) -> None:
    outermost = innermost = QWidget()
    qtbot.addWidget(outermost)
    for _ in range(12):
        innermost = QWidget(innermost)
    apply_theme(qapp, "light")
    outermost.show()
    changes = StyleChanges(innermost)
    apply_theme(qapp, "dark")
    assert changes.count <= 2


def test_a_theme_of_the_system_is_one_of_the_two(qapp: QApplication) -> None:
    apply_theme(qapp, "system")
    assert theme().colors.window in {colors(dark=True).window, colors(dark=False).window}


def test_marks_are_real_pictures(qapp: QApplication, tmp_path: Path) -> None:
    apply_theme(qapp, "dark", "#FACC15", marks_folder=tmp_path / "marks")
    sheet = qapp.styleSheet()
    files = list((tmp_path / "marks").glob("*.svg"))
    assert len(files) >= 12
    for file in files:
        assert file.as_posix() in sheet
    assert "{" not in sheet.replace("{ ", "").replace(" {", "") or sheet.count("{") == sheet.count("}")


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_controls_are_high_enough_and_show_all_letters(
    qtbot: QtBot, qapp: QApplication, scale: float
) -> None:
    apply_theme(qapp, "light", scale=scale)
    for widget in (QLineEdit("Ågjy"), QPushButton("Ågjy")):
        qtbot.addWidget(widget)
        widget.show()
        assert widget.height() >= max(32, QFontMetrics(widget.font()).height())
        assert widget.sizeHint().height() >= 32 * scale


def test_focus_is_visible(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    for variant in ("", "primary", "danger"):
        button = QPushButton("Save")
        button.setProperty("variant", variant)
        qtbot.addWidget(button)
        button.show()
        before = button.grab().toImage()
        button.setFocus()
        qtbot.waitUntil(button.hasFocus)
        assert button.grab().toImage() != before


def test_the_bundled_font_is_used(qapp: QApplication) -> None:
    assert {"Inter", "DejaVu Sans"} <= set(load_fonts())
    assert QFontInfo(app_font(13)).family() == "Inter"
    strong = QFontInfo(app_font(20, strong=True))
    assert (strong.family(), strong.weight()) == ("Inter", QFont.Weight.DemiBold)
    for text in ("Ağaç", "Привет", "Ελλάδα", "שלום", "سلام"):
        assert QFontMetrics(app_font(13)).horizontalAdvance(text) > 0


def test_fonts_come_with_their_licences() -> None:
    assert "SIL Open Font License" in resource("fonts", "Inter-LICENSE.txt").read_text(encoding="utf-8")
    assert "Bitstream" in resource("fonts", "DejaVu-LICENSE.txt").read_text(encoding="utf-8")


def test_figures_can_stand_in_columns(qapp: QApplication) -> None:
    metrics = QFontMetrics(app_font(40, tabular=True))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_is_drawn(qapp: QApplication, name: str) -> None:
    image = icon_pixmap(name, color="#FF0000", size=24).toImage()
    painted = [
        image.pixelColor(x, y) for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 200
    ]
    assert painted
    assert all(c.red() > 200 and c.green() < 60 for c in painted)


def test_an_unknown_icon_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(KeyError, match="flamingo"):
        icon("flamingo")


def test_an_icon_follows_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    button = QPushButton()
    button.setIcon(icon("plus", color="text"))
    qtbot.addWidget(button)

    def lightest_or_darkest() -> int:
        return button.icon().pixmap(QSize(24, 24)).toImage().pixelColor(12, 12).lightness()

    assert lightest_or_darkest() < 60
    apply_theme(qapp, "dark")
    assert lightest_or_darkest() > 200


def test_icons_are_sharp_on_fine_screens(qapp: QApplication) -> None:
    pixmap = icon_pixmap("users", size=20, ratio=2.0)
    assert pixmap.width() == 40
    assert pixmap.deviceIndependentSize().width() == 20
