"""The studio's own facts and rules, and the first answers they start from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.ledger import Charge, Payment
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, RuleBroken
from fitnesscrm_desktop.services.core.tries import Tries
from fitnesscrm_desktop.services.core.typed_text import check_fields
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.settings.events import StudioChanged
from fitnesscrm_desktop.services.settings.logo import logo_from
from fitnesscrm_desktop.services.settings.profile import StudioProfile, profile_of, studio_profile
from fitnesscrm_desktop.services.settings.results import AlreadySetUp, SetUp
from fitnesscrm_desktop.services.settings.rules import check_setting
from fitnesscrm_desktop.services.settings.storage import StorageFacts, look_at_storage

_KIOSK = "kiosk"


class OwnersAccount(Protocol):
    """How the first account is made; ``services.security`` is not known here."""

    def prepare(self, *, name: str, login: str, password: str, pin: str | None) -> object:
        """Check and hash (slow). Raises ``RuleBroken`` by field."""
        ...

    def insert(self, work: Work, prepared: Any) -> Actor:
        """Store what was prepared; who that is."""
        ...


class Pins(Protocol):
    """Checks and hashes PINs."""

    def hash(self, pin: str) -> str:
        """What to store. Raises ``RuleBroken`` for a PIN that is none or too easy."""
        ...

    def fits(self, stored: str | None, pin: str) -> bool:
        """Whether *pin* is the stored one."""
        ...


class SettingsService:
    """Reading is for everybody; changing needs ``MANAGE_SETTINGS``."""

    def __init__(
        self,
        core: Core,
        copies_folder: Path,
        owners_account: OwnersAccount,
        pins: Pins,
        count_hours_anew: Callable[[Session, StudioProfile], None],
    ) -> None:
        self._core, self._copies_folder = core, copies_folder
        self._count_hours_anew = count_hours_anew
        self._owners_account, self._pins = owners_account, pins
        self._kiosk_tries = Tries()

    def profile(self) -> StudioProfile:
        """The studio's facts and rules."""
        with self._core.read() as session:
            return studio_profile(session)

    def is_set_up(self) -> bool:
        """Whether somebody could sign in as an owner; else the first-run wizard has to be answered."""
        owners = select(func.count()).where(Staff.role == Role.OWNER, Staff.left_at.is_(None))
        with self._core.read() as session:
            return bool(session.scalar(owners))

    def set_up(self, answers: SetUp) -> Actor:
        """Store the answers of the first run; the owner, signed in.

        Raises ``RuleBroken`` by field; ``AlreadySetUp`` when there is any staff (another desk was faster).
        """
        account, good = self._checked_answers(answers)
        with self._core.write() as work:
            studio = _locked_studio(work)
            if work.session.scalar(select(func.count()).select_from(Staff)):
                raise AlreadySetUp
            for field, value in good.items():
                setattr(studio, field, value)
            owner = self._owners_account.insert(work, account)
            work.audit(owner, "studio.set_up", "studio", 1, **good)
            work.record(StudioChanged())
            return owner

    def _checked_answers(self, answers: SetUp) -> tuple[object, dict[str, Any]]:
        """Check both halves, so that one round tells everything that is wrong."""
        wrong: dict[str, str] = {}
        good: dict[str, Any] = {}
        account: object = None
        try:
            good = check_fields(
                {field: _checking(field, value) for field, value in _of_studio(answers).items()}
            )
        except RuleBroken as error:
            wrong |= {
                "studio_name" if field == "name" else field: text for field, text in error.fields.items()
            }
        try:
            account = self._owners_account.prepare(
                name=answers.owner_name, login=answers.login, password=answers.password, pin=answers.pin
            )
        except RuleBroken as error:
            wrong |= {
                "owner_name" if field == "name" else field: text for field, text in error.fields.items()
            }
        if wrong:
            raise RuleBroken(" ".join(dict.fromkeys(wrong.values())), fields=wrong)
        return account, good

    def change(self, actor: Actor, version: int, **values: object) -> StudioProfile:
        """Change some settings, named as in the profile.

        Raises ``RuleBroken`` by field, ``Conflict`` if somebody else changed the settings meanwhile.
        """
        actor.require(Permission.MANAGE_SETTINGS)
        good = check_fields({field: _checking(field, value) for field, value in values.items()})
        with self._core.write() as work:
            studio = _locked_studio(work)
            differing = {field: value for field, value in good.items() if getattr(studio, field) != value}
            if differing and studio.version != version:
                raise Conflict(
                    "Somebody else has changed the studio’s settings in the meantime.",
                    mine=differing,
                    theirs={field: getattr(studio, field) for field in differing},
                )
            if "currency" in differing:
                _refuse_booked_money(work)
            if differing:
                was = {field: [getattr(studio, field), value] for field, value in differing.items()}
                for field, value in differing.items():
                    setattr(studio, field, value)
                _told(work, actor, "studio.change", **was)
            if "zone" in differing:  # a visit at the same moment lies in another hour there
                work.session.flush()
                self._count_hours_anew(work.session, profile_of(studio))
            return profile_of(studio)

    def logo(self) -> bytes | None:
        """The logo as PNG, if there is one."""
        with self._core.read() as session:
            return session.scalar(select(Studio.logo))

    def set_logo(self, actor: Actor, picture: bytes | None) -> None:
        """Make *picture* (a file's content) the logo, or (None) take it away. Raises ``RuleBroken``."""
        actor.require(Permission.MANAGE_SETTINGS)
        png = logo_from(picture) if picture is not None else None
        with self._core.write() as work:
            _locked_studio(work).logo = png
            _told(work, actor, "studio.set_logo", bytes=len(png or b""))

    def has_kiosk_pin(self) -> bool:
        """Whether the kiosk can be left by a PIN of its own."""
        with self._core.read() as session:
            return session.scalar(select(Studio.kiosk_pin_hash)) is not None

    def set_kiosk_pin(self, actor: Actor, pin: str | None) -> None:
        """Set, or (None) take away, the PIN that ends the kiosk. Raises ``RuleBroken``."""
        actor.require(Permission.MANAGE_SETTINGS)
        stored = None
        if pin is not None:
            stored = check_fields({"kiosk_pin": lambda: self._pins.hash(pin)})["kiosk_pin"]
        with self._core.write() as work:
            _locked_studio(work).kiosk_pin_hash = stored
            _told(work, actor, "studio.set_kiosk_pin", there=stored is not None)

    def storage(self, actor: Actor) -> StorageFacts:
        """Where the data is, how large it is, and which copies there are."""
        actor.require(Permission.MAINTAIN_DATABASE)
        with self._core.read() as session:
            return look_at_storage(session, self._core.database, self._copies_folder)

    def kiosk_pin_fits(self, pin: str) -> bool:
        """Whether *pin* ends the kiosk. Raises ``SignInRefused`` while a wait is on after wrong tries."""
        self._kiosk_tries.count(_KIOSK, self._core.clock.now())
        with self._core.read() as session:
            stored = session.scalar(select(Studio.kiosk_pin_hash))
        if not self._pins.fits(stored, pin):
            return False
        self._kiosk_tries.forget(_KIOSK)
        return True


def _of_studio(answers: SetUp) -> dict[str, str]:
    return {
        "name": answers.studio_name,
        "country": answers.country,
        "currency": answers.currency,
        "zone": answers.zone,
        "locale": answers.locale,
    }


def _checking(field: str, value: object) -> Any:
    return lambda: check_setting(field, value)


def _locked_studio(work: Work) -> Studio:
    return work.session.get_one(Studio, 1, with_for_update=True, populate_existing=True)


def _told(work: Work, actor: Actor, action: str, **detail: object) -> None:
    work.session.flush()
    work.audit(actor, action, "studio", 1, **detail)
    work.record(StudioChanged())


def _refuse_booked_money(work: Work) -> None:
    for booked in (Charge, Payment):
        if work.session.scalar(select(booked.id).limit(1)) is not None:
            text = "The currency cannot change any more: there are amounts booked in it."
            raise RuleBroken(text, fields={"currency": text})
