"""What the formulas have to know of a client, and in which units the client thinks."""

from __future__ import annotations

from collections.abc import Callable

from fitnesscrm_desktop.models.values import ActivityLevel, Sex, UnitSystem
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.services.progress.results import BodyInfo
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.progress.words import activity_words, sex_words, unit_system_words
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl


class BodyDialog(FormDialog):
    """``outcome`` is the ``BodyInfo`` as it is stored now."""

    def __init__(self, desk: Desk, *, client_id: int) -> None:
        super().__init__(desk, self.tr("About the body"), self.tr("Save"))
        self._client_id, self._version = client_id, 0
        self.sex = SegmentedControl(sex_words(), name=self.tr("Sex"))
        self.activity = ChoiceField(activity_words())
        self.units = ChoiceField(unit_system_words(self.tr("As the studio does")))
        self.add_field(
            "sex",
            self.tr("Sex, for the formulas"),
            self.sex,
            hint=self.tr("Energy at rest and body fat are computed differently for women and men."),
        )
        self.add_field("activity", self.tr("Activity"), self.activity)
        self.add_field("units", self.tr("Units"), self.units)
        self.verb.setEnabled(False)
        self._load()

    def _load(self) -> None:
        services, actor, client_id = self.desk.services, self.desk.actor, self._client_id
        self.load(
            lambda: (services.directory.detail(actor, client_id).name, services.bodies.get(actor, client_id)),
            lambda found: self._loaded(*found),
        )

    def _loaded(self, name: str, body: BodyInfo) -> None:
        self.set_sub(name)
        self._version = body.version
        self.sex.set_current(body.sex)
        self.activity.set_code(body.activity)
        self.units.set_code(body.own_units or "")
        self.verb.setEnabled(True)
        self.remember_typed()
        self.sex.button(body.sex).setFocus()

    def deed(self) -> Callable[[], BodyInfo]:
        """Store it."""
        bodies, actor, client_id, version = (
            self.desk.services.bodies,
            self.desk.actor,
            self._client_id,
            self._version,
        )
        sex, activity = Sex(self.sex.current()), ActivityLevel(self.activity.code())
        units = UnitSystem(self.units.code()) if self.units.code() else None
        return lambda: bodies.save(actor, client_id, version, sex=sex, activity=activity, units=units)

    def show_error(self, error: Exception) -> None:
        """Show what somebody else has stored meanwhile; the next Save keeps what is typed then."""
        if isinstance(error, Conflict):
            self._load()
        super().show_error(error)
