"""How this PC shows the program; nothing of it is the studio's."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout

from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import Mode, apply_theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import LIGHT_ACCENT
from fitnesscrm_desktop.ui.settings.section import Section
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

SIZES = (100, 110, 120, 130, 140, 150)
MODES: dict[str, Mode] = {"system": "system", "light": "light", "dark": "dark"}


class AppearanceSection(Section):
    """Each choice is worn at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = self.card(self.tr("Appearance"), self.tr("For this PC only. Every choice counts at once."))
        self.modes = SegmentedControl(
            [("system", self.tr("As the computer")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))],
            name=self.tr("Colours"),
        )
        self.sizes = SegmentedControl([(str(size), f"{size} %") for size in SIZES], name=self.tr("Text size"))
        self.sound = QCheckBox(self.tr("Sounds at check-in"))
        form = Form()
        form.add(self.tr("Colours"), self.modes)
        form.add(self.tr("Text size"), self.sizes)
        form.add(self.tr("Sound"), self.sound)
        row = QHBoxLayout()
        row.addWidget(form)
        row.addStretch(1)
        card.body.addLayout(row)
        self.modes.chosen.connect(lambda mode: self._wear(theme=mode))
        self.sizes.chosen.connect(lambda size: self._wear(text_percent=int(size)))
        self.sound.toggled.connect(lambda on: desk.preferences.change(sound=on))
        theme_changed.connect(self._show)
        self._show()

    def arrive(self) -> None:
        """Show what is chosen."""
        self._show()

    def _show(self, *_theme: object) -> None:
        chosen = self.desk.preferences.chosen
        self.modes.set_current(chosen.theme if chosen.theme in MODES else "system")
        nearest = min(SIZES, key=lambda size: abs(size - chosen.text_percent))
        self.sizes.set_current(str(nearest))
        self.sound.blockSignals(True)
        self.sound.setChecked(chosen.sound)
        self.sound.blockSignals(False)

    def _wear(self, **choice: Any) -> None:
        self.desk.preferences.change(**choice)
        chosen = self.desk.preferences.chosen
        app = QApplication.instance()
        if isinstance(app, QApplication):
            accent = self.desk.profile.accent
            apply_theme(
                app,
                MODES.get(chosen.theme, "system"),
                accent if accent != LIGHT_ACCENT else None,
                scale=chosen.text_percent / 100,
            )
