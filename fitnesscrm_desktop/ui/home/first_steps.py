"""What a new studio does first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.looks import set_look
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, Tone
from fitnesscrm_desktop.ui.home.state import Beginning
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label, line
from fitnesscrm_desktop.ui.widgets.pills import Pill

WIDEST = 760


class FirstSteps(Card):
    """Says what belongs on this page, and offers the steps that fill it; what is done is ticked off."""

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(padding=XL, parent=parent)
        self.setMaximumWidth(theme().px(WIDEST))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        window, may = desk.window, desk.actor.may
        self.body.setSpacing(L)
        self.body.addWidget(Label(self.tr("Get the studio ready"), "title", wrap=True))
        self.body.addWidget(
            Label(
                self.tr("Figures and lists of the day stand here as soon as there are plans and clients."),
                "muted",
                wrap=True,
            )
        )
        self.plan = _Step(
            "id-card",
            self.tr("Add what you sell"),
            self.tr("A monthly membership, a pack of visits, a day pass."),
            self.tr("Add a plan"),
        )
        self.bring = _Step(
            "upload",
            self.tr("Bring your client list"),
            self.tr("A CSV or Excel file; you see what was understood before anything is stored."),
            self.tr("Import clients"),
        )
        self.client = _Step(
            "user",
            self.tr("Or add the first client by hand"),
            self.tr("A name is enough to begin with."),
            self.tr("Add a client"),
        )
        offered = (
            (self.plan, Permission.MANAGE_PLANS),
            (self.bring, Permission.IMPORT_CLIENTS),
            (self.client, Permission.EDIT_CLIENTS),
        )
        for step, needed in offered:
            self.body.addWidget(line())
            self.body.addWidget(step)
            step.offer(may(needed))
        self.plan.wanted.connect(lambda: window.open_dialog("plans.edit_plan"))
        self.bring.wanted.connect(lambda: window.go("imports.run"))
        self.client.wanted.connect(
            lambda: window.open_dialog(
                "clients.new", then=lambda client_id: window.go("clients.client", client_id=client_id)
            )
        )

    def show_beginning(self, beginning: Beginning) -> None:
        """Tick off what is done; the first step that is not is the one to take."""
        self.plan.tick(beginning.has_plans)
        self.bring.tick(beginning.has_clients)
        self.client.tick(beginning.has_clients)
        self.plan.set_first(not beginning.has_plans)
        self.bring.set_first(beginning.has_plans)


class _Step(QWidget):
    """Icon, what to do, why, and the button that does it.

    Signals:
        wanted: the button was pressed.
    """

    wanted = Signal()

    def __init__(self, icon: str, title: str, text: str, verb: str) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, "strong", wrap=True))
        words.addWidget(Label(text, "muted", wrap=True))
        self.button = Button(verb, self.wanted.emit)
        self._done = Pill(self.tr("Done"), Tone.GREEN)
        self._done.hide()
        self._may = True
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(L)
        row.addWidget(IconLabel(icon, color="accent_text", size=24), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addSpacing(M)
        row.addWidget(self._done)
        row.addWidget(self.button)

    def offer(self, may: bool) -> None:
        """Whether this person may do it."""
        self._may = may
        self.button.setVisible(may)

    def tick(self, done: bool) -> None:
        """Whether it is done."""
        self._done.setVisible(done)
        self.button.setVisible(self._may and not done)

    def set_first(self, first: bool) -> None:
        """Whether this is the next thing to do."""
        set_look(self.button, "variant", "primary" if first else "")
