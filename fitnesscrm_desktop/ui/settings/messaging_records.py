"""How messages leave the studio, as the sections about it show and store it; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from fitnesscrm_desktop.models.values import MailSecurity
from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.services.messaging.events import MessagingSettingsChanged
from fitnesscrm_desktop.services.messaging.outbox_results import (
    MailSettings,
    MessagingSetup,
    SendingRules,
    SmsSettings,
)
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.settings.record_source import Values

_HOUR = 60
T = TypeVar("T", MailSettings, SmsSettings)


@dataclass(frozen=True, slots=True)
class MailRecord:
    """The fields of the section about e-mail; the password is only ever typed, never shown."""

    host: str
    port: int
    security: str
    user: str
    from_address: str
    from_name: str
    reply_to: str
    unsubscribe_to: str
    has_password: bool | None
    version: int
    password: str = ""


@dataclass(frozen=True, slots=True)
class SmsRecord:
    """The fields of the section about text messages."""

    url: str
    method: str
    headers: str
    body: str
    sender: str
    price: int
    yes: str
    status_url: str
    has_secret: bool | None
    version: int
    secret: str = ""


@dataclass(frozen=True, slots=True)
class RulesRecord:
    """The fields of the section about what rules keep to; times as "20:00"."""

    quiet_from: str
    quiet_to: str
    weekly_cap: int
    language: str
    version: int


class _Source:
    """What the three have in common."""

    changed: type[Event] = MessagingSettingsChanged

    def __init__(self, desk: Desk) -> None:
        self._service, self._actor = desk.services.messaging, desk.actor

    def can_be_undone(self, values: Values) -> bool:
        """A password that was there before is known to nobody."""
        return not {"password", "secret"} & values.keys()


class MailSource(_Source):
    """The mail server."""

    def read(self) -> MailRecord:
        """As it is stored."""
        return _mail(self._service.get(self._actor))

    def change(self, version: int, values: Values) -> MailRecord:
        """Store what differs; without a user there is no password to keep."""
        settings = _changed(self._service.get(self._actor).mail, values)
        settings = replace(settings, security=MailSecurity(settings.security))
        password = _typed(values, "password")
        if not settings.user.strip():
            password = ""
        return _mail(self._service.save_mail(self._actor, version, settings, password))


class SmsSource(_Source):
    """The gateway of text messages."""

    def read(self) -> SmsRecord:
        """As it is stored."""
        return _sms(self._service.get(self._actor))

    def change(self, version: int, values: Values) -> SmsRecord:
        """Store what differs; without a gateway there is no secret to keep."""
        settings = _changed(self._service.get(self._actor).sms, values)
        secret = "" if not settings.url.strip() else _typed(values, "secret")
        return _sms(self._service.save_sms(self._actor, version, settings, secret))


class SendingRulesSource(_Source):
    """Quiet hours, cap and language."""

    def read(self) -> RulesRecord:
        """As it is stored."""
        return _rules(self._service.get(self._actor))

    def change(self, version: int, values: Values) -> RulesRecord:
        """Store what differs."""
        record = _changed_record(self.read(), values)
        rules = SendingRules(
            quiet_from=_minutes(record.quiet_from),
            quiet_to=_minutes(record.quiet_to),
            weekly_cap=record.weekly_cap,
            language=record.language,
        )
        return _rules(self._service.save_rules(self._actor, version, rules))


def shown_time(minutes: int) -> str:
    """Minutes of a day as "20:00"."""
    return f"{minutes // _HOUR:02}:{minutes % _HOUR:02}"


def _minutes(shown: str) -> int:
    hours, _colon, minutes = shown.partition(":")
    return int(hours) * _HOUR + int(minutes)


def _changed(settings: T, values: Values) -> T:
    own = {each.name for each in fields(settings)}
    make: Callable[..., T] = replace
    return make(settings, **{name: value for name, value in values.items() if name in own})


def _changed_record(record: RulesRecord, values: Values) -> RulesRecord:
    known: dict[str, Any] = dict(values)
    return replace(record, **known)


def _typed(values: Values, name: str) -> str | None:
    """A password that was typed; None: keep the one that is there."""
    typed = values.get(name)
    return str(typed) if typed else None


def _mail(setup: MessagingSetup) -> MailRecord:
    mail = setup.mail
    return MailRecord(
        host=mail.host,
        port=mail.port,
        security=str(mail.security.value),
        user=mail.user,
        from_address=mail.from_address,
        from_name=mail.from_name,
        reply_to=mail.reply_to,
        unsubscribe_to=mail.unsubscribe_to,
        has_password=setup.has_password,
        version=setup.version,
    )


def _sms(setup: MessagingSetup) -> SmsRecord:
    sms = setup.sms
    return SmsRecord(
        url=sms.url,
        method=sms.method,
        headers=sms.headers,
        body=sms.body,
        sender=sms.sender,
        price=sms.price,
        yes=sms.yes,
        status_url=sms.status_url,
        has_secret=setup.has_secret,
        version=setup.version,
    )


def _rules(setup: MessagingSetup) -> RulesRecord:
    rules = setup.rules
    return RulesRecord(
        quiet_from=shown_time(rules.quiet_from),
        quiet_to=shown_time(rules.quiet_to),
        weekly_cap=rules.weekly_cap,
        language=rules.language,
        version=setup.version,
    )
