"""The base of the dialogs in which a client's data is typed: two columns, and a fold for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.clients.custom_fields import form_key
from fitnesscrm_desktop.services.clients.results import FieldValue
from fitnesscrm_desktop.ui.clients.details_fields import DetailsFields, OwnFields
from fitnesscrm_desktop.ui.clients.words import field_word
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import M, S
from fitnesscrm_desktop.ui.widgets.buttons import LinkButton
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog

FIRST = ("first_name", "last_name", "phone", "email")
REST = (
    "born",
    "referral_source",
    "language",
    "street",
    "postal_code",
    "city",
    "country",
    "emergency_name",
    "emergency_phone",
    "medical_alert",
    "goals",
)
WIDE = {"medical_alert", "goals"}
REQUIRED = {"first_name", "last_name"}
HIGHEST = 560
SCREEN_SHARE = 0.66


class DetailsDialog(FormDialog):
    """``details`` holds the fields; those in ``REST`` and the studio's own ones are behind a fold."""

    def __init__(self, desk: Desk, title: str, verb: str, *, with_health: bool) -> None:
        super().__init__(desk, title, verb, width=640)
        self.details = DetailsFields(self.today)
        self.own = OwnFields((), self.today)
        self.form.deleteLater()
        self.form = Form(above=True, columns=2)
        self.top = QVBoxLayout()
        self.top.setSpacing(M)
        self.more = LinkButton(
            self.tr("More: date of birth, address, emergency contact, goals…"),
            self.unfold,
            icon="chevron-down",
        )
        self._folded = True
        self._behind: list[QWidget] = []
        for field in (*FIRST, *REST):
            if field != "medical_alert" or with_health:
                self._add(field, field_word(field), self.details.widgets[field], first=field in FIRST)
        self._scroll()

    def today(self) -> date:
        """The studio's day."""
        return self.desk.today()

    def unfold(self) -> None:
        """Show all fields."""
        self._folded = False
        self.more.hide()
        for widget in self._behind:
            self.form.set_visible(widget, True)
        self._fit()

    def show_own_fields(self, fields: Sequence[FieldValue]) -> None:
        """Ask for what the studio asks for."""
        self.own = OwnFields(fields, self.today)
        for field in self.own.fields:
            self._add(form_key(field.id), field.name, self.own.widgets[field.id], first=False)
        self._fit()

    def show_error(self, error: Exception) -> None:
        """Say it beside its fields; folded ones are unfolded first."""
        behind = {name for name, widget in self._fields.items() if widget in self._behind}
        if behind & set(getattr(error, "fields", {})):
            self.unfold()
        super().show_error(error)

    def _add(self, name: str, label: str, widget: QWidget, *, first: bool) -> None:
        self.add_field(name, label, widget, required=name in REQUIRED, wide=name in WIDE)
        if not first:
            self._behind.append(widget)
            self.form.set_visible(widget, not self._folded)

    def _scroll(self) -> None:
        self._inside = QWidget()
        self._inside.setProperty("kind", "plain")
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(2, 2, S, 2)
        column.setSpacing(M)
        column.addLayout(self.top)
        column.addWidget(self.form)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(self._inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._area)
        self._inside.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with what is in the form, as far as the screen goes."""
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        screen = self.screen().availableGeometry().height()
        highest = min(theme().px(HIGHEST), round(screen * SCREEN_SHARE))
        self._area.setFixedHeight(min(self._inside.sizeHint().height(), highest))
