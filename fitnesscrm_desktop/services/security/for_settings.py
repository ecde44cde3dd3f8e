"""What the settings need of this package; bootstrap hands it over, as neither knows the other."""

from __future__ import annotations

from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.security import accounts
from fitnesscrm_desktop.services.security.hashing import PINS
from fitnesscrm_desktop.services.security.results import NewStaff
from fitnesscrm_desktop.services.security.rules import checked_pin


class FirstOwner:
    """Makes the account of the first run."""

    def prepare(self, *, name: str, login: str, password: str, pin: str | None) -> accounts.ReadyAccount:
        """Check and hash. Raises ``RuleBroken`` by field."""
        return accounts.ready(NewStaff(name, login, password, Role.OWNER, pin))

    def insert(self, work: Work, prepared: accounts.ReadyAccount) -> Actor:
        """Store what was prepared; who that is."""
        return accounts.actor_of(work.session, accounts.insert(work, prepared))


class KioskPin:
    """The PIN that ends the kiosk follows the rules of all PINs."""

    def hash(self, pin: str) -> str:
        """What to store. Raises ``RuleBroken``."""
        return PINS.hash(checked_pin(pin))

    def fits(self, stored: str | None, pin: str) -> bool:
        """Whether *pin* is the stored one."""
        return PINS.fits(stored, pin)
