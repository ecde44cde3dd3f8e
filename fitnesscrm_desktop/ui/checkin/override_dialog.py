"""Let somebody in against the rules: with a reason that is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.services.checkin.results import CheckInResult
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog

LONGEST_REASON = 200


class OverrideDialog(FormDialog):
    """``outcome`` is the ``CheckInResult``."""

    def __init__(self, desk: Desk, *, client_id: int, name: str = "", reasons: tuple[str, ...] = ()) -> None:
        super().__init__(desk, self.tr("Let in with a reason"), self.tr("Let in"), sub=name)
        self._client_id = client_id
        for text in reasons:
            self.body.addWidget(Banner(text, Tone.RED))
        self.reason = QLineEdit()
        self.reason.setMaxLength(LONGEST_REASON)
        self.add_field(
            "override",
            self.tr("Why?"),
            self.reason,
            required=True,
            hint=self.tr("The reason is kept with the visit and in the log, with your name."),
        )
        self.reason.setFocus()

    def deed(self) -> Callable[[], CheckInResult] | None:
        """Check in."""
        checkin, actor, client_id = self.desk.services.checkin, self.desk.actor, self._client_id
        reason = self.reason.text()
        if not reason.strip():
            self.form.set_error(self.reason, self.tr("Say why, for whoever reads the log."))
            return None
        return lambda: checkin.check_in(actor, client_id=client_id, override=reason)
