"""How messages leave the studio, and what rules have to keep to."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT, TEXT_LENGTH
from fitnesscrm_desktop.models.message import MessagingSettings
from fitnesscrm_desktop.models.values import Channel, MailSecurity, Permission
from fitnesscrm_desktop.services.clients.contact import normal_email, normal_phone
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.core.single_row import change_single_row
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line, paragraphs, within
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.messaging.email_building import mail_address
from fitnesscrm_desktop.services.messaging.events import MessagingSettingsChanged
from fitnesscrm_desktop.services.messaging.mail import is_this_pc
from fitnesscrm_desktop.services.messaging.mail_words import PLAIN_ONLY_HERE
from fitnesscrm_desktop.services.messaging.opening import MAIL_SECRET, SMS_SECRET, Ways
from fitnesscrm_desktop.services.messaging.outbox_results import (
    MailSettings,
    MessagingSetup,
    SendingRules,
    SmsSettings,
    VaultState,
)
from fitnesscrm_desktop.services.messaging.pauses import lift_pauses
from fitnesscrm_desktop.services.messaging.sms import check_gateway
from fitnesscrm_desktop.services.messaging.sms_yes import read_conditions
from fitnesscrm_desktop.services.messaging.stored_settings import mail_settings, sending_rules, sms_settings
from fitnesscrm_desktop.services.messaging.waiting import judge_anew
from fitnesscrm_desktop.services.messaging.ways import AnswerKind, Blocked, Outgoing, WayClosed, send
from fitnesscrm_desktop.services.security.secrets import SecretStore
from fitnesscrm_desktop.services.settings.languages import checked_language
from fitnesscrm_desktop.services.settings.profile import studio_profile

_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]{1,200}")
_LARGEST_PORT = 65535
_DAY = 24 * 60
_MOST_A_WEEK = 100
_DEAREST = 1_000_000
_SMTP = {
    "host": "smtp_host",
    "port": "smtp_port",
    "security": "smtp_security",
    "user": "smtp_user",
}
"""Where the columns are not called as the fields are."""


class MessagingSettingsService:
    """Everything here needs ``MANAGE_SETTINGS``. Passwords go to the secret store and never come back."""

    def __init__(self, core: Core, secrets: SecretStore) -> None:
        self._core, self._secrets = core, secrets
        self._ways = Ways(core, secrets)

    def get(self, actor: Actor) -> MessagingSetup:
        """All settings, without any password."""
        actor.require(Permission.MANAGE_SETTINGS)
        with self._core.read() as session:
            row = session.get(MessagingSettings, 1)
            version = 0 if row is None else row.version
            mail, sms, rules = mail_settings(session), sms_settings(session), sending_rules(session)
        return MessagingSetup(
            mail=mail,
            sms=sms,
            rules=rules,
            has_password=self._has(MAIL_SECRET),
            has_secret=self._has(SMS_SECRET),
            version=version,
        )

    def vault(self, actor: Actor) -> VaultState:
        """Whether passwords can be kept now, or a master password has to be typed or chosen first."""
        actor.require(Permission.MANAGE_SETTINGS)
        if not self._secrets.needs_master:
            return VaultState.OPEN
        return VaultState.LOCKED if self._secrets.has_vault else VaultState.MISSING

    def unlock(self, actor: Actor, master: str) -> None:
        """Open the vault of passwords, or make it. Raises ``RuleBroken`` for a wrong or short password."""
        actor.require(Permission.MANAGE_SETTINGS)
        self._secrets.open_vault(master)
        self._core.bus.publish([MessagingSettingsChanged()])

    def save_mail(
        self, actor: Actor, version: int, settings: MailSettings, password: str | None = None
    ) -> MessagingSetup:
        """Store how e-mail leaves; *password* None keeps the one that is there, "" forgets it.

        Raises ``RuleBroken`` by field or while the master password is missing, ``Conflict``.
        """
        actor.require(Permission.MANAGE_SETTINGS)
        good = check_fields(_mail_checks(settings))
        with self._core.write() as work:
            columns = {_SMTP.get(name, name): value for name, value in good.items()}
            self._store(work, actor, version, "mail", columns, new_secret=password is not None)
            lift_pauses(work, [Channel.EMAIL])
            self._keep(MAIL_SECRET, password)
        return self.get(actor)

    def save_sms(
        self, actor: Actor, version: int, settings: SmsSettings, secret: str | None = None
    ) -> MessagingSetup:
        """Store the gateway of text messages; *secret* as the password of ``save_mail``."""
        actor.require(Permission.MANAGE_SETTINGS)
        good = check_fields(_sms_checks(settings))
        wrong = check_gateway(SmsSettings(**good)) if good["url"] else {}
        if wrong:
            raise RuleBroken(" ".join(dict.fromkeys(wrong.values())), fields=wrong)
        with self._core.write() as work:
            columns = {f"sms_{name}": value for name, value in good.items()}
            self._store(work, actor, version, "sms", columns, new_secret=secret is not None)
            lift_pauses(work, [Channel.SMS])
            self._keep(SMS_SECRET, secret)
        return self.get(actor)

    def save_rules(self, actor: Actor, version: int, rules: SendingRules) -> MessagingSetup:
        """Store quiet hours, the weekly cap and the usual language."""
        actor.require(Permission.MANAGE_SETTINGS)
        good = check_fields(
            {
                "quiet_from": lambda: within(rules.quiet_from, 0, _DAY),
                "quiet_to": lambda: _end_of_quiet(rules.quiet_from, rules.quiet_to),
                "weekly_cap": lambda: within(rules.weekly_cap, 0, _MOST_A_WEEK),
                "language": lambda: checked_language(rules.language),
            }
        )
        with self._core.write() as work:
            self._store(work, actor, version, "rules", good, new_secret=False)
            judge_anew(work)
        return self.get(actor)

    def test_mail(self, actor: Actor, to: str) -> str:
        """Send a test e-mail at once; the server's answer. Raises ``RuleBroken`` with what went wrong."""
        actor.require(Permission.MANAGE_SETTINGS)
        address = check_fields({"to": lambda: _needed(normal_email(to), "Where should the test go?")})["to"]
        return self._test(Channel.EMAIL, address)

    def test_sms(self, actor: Actor, to: str) -> str:
        """Send a test text message at once; the gateway's answer. Raises ``RuleBroken``."""
        actor.require(Permission.MANAGE_SETTINGS)
        with self._core.read() as session:
            country = studio_profile(session).country
        number = check_fields(
            {"to": lambda: _needed(normal_phone(to, country), "Where should the test go?")}
        )["to"]
        return self._test(Channel.SMS, number)

    def _test(self, channel: Channel, to: str) -> str:
        at_once = threading.Event()
        at_once.set()  # somebody looks at the button
        way = self._ways.open(channel, at_once)
        if isinstance(way, Blocked):
            raise RuleBroken(way.text)
        with self._core.read() as session:
            studio = studio_profile(session).name
        now = self._core.clock.now()
        message = Outgoing(
            id=0,
            channel=channel,
            to_name="",
            to_address=to,
            subject=f"Test of {studio}",
            text=f"This is a test of {studio}. Messages reach you.",
            html="",
            wire_id=f"<fitnesscrm.{uuid.uuid4().hex}@fitnesscrm.invalid>",
            tries=0,
            deadline=now + timedelta(days=1),
            to_client=False,
        )
        try:
            answer = send(way, message)
        except WayClosed as closed:
            raise RuleBroken(closed.text) from closed
        finally:
            way.close()
        if answer.kind is not AnswerKind.TAKEN:
            raise RuleBroken(f"The test was not taken: {answer.text}")
        with self._core.write() as work:
            lift_pauses(work, [channel])
        return answer.text

    def _store(
        self,
        work: Work,
        actor: Actor,
        version: int,
        part: str,
        columns: Mapping[str, Any],
        *,
        new_secret: bool,
    ) -> None:
        """Write down what differs; what changed is audited, passwords are not."""
        differing = change_single_row(
            work.session,
            MessagingSettings,
            version,
            columns,
            conflict="Somebody else has changed the settings of messages in the meantime.",
        )
        if differing or new_secret:
            work.audit(actor, f"messaging.{part}", "studio", 1, fields=differing, new_secret=new_secret)
            work.record(MessagingSettingsChanged())

    def _keep(self, name: str, secret: str | None) -> None:
        """Last in the transaction: if the store refuses it, nothing else is kept either."""
        if secret is None:
            return
        if secret:
            self._secrets.keep(name, secret)
        elif self._secrets.has_any:
            self._secrets.forget(name)

    def _has(self, name: str) -> bool | None:
        if not self._secrets.has_any:
            return False
        try:
            return bool(self._secrets.read(name))
        except (RuleBroken, StorageTrouble):
            return None


def _mail_checks(settings: MailSettings) -> dict[str, Callable[[], Any]]:
    on = bool(settings.host.strip())
    return {
        "host": lambda: _host(settings.host),
        "port": lambda: within(settings.port, 1, _LARGEST_PORT),
        "security": lambda: _security(settings),
        "user": lambda: one_line(settings.user, SHORT_TEXT),
        "from_address": lambda: _address(
            settings.from_address, "Which address should e-mail come from?" if on else ""
        ),
        "from_name": lambda: one_line(settings.from_name, NAME_LENGTH),
        "reply_to": lambda: _address(settings.reply_to, ""),
        "unsubscribe_to": lambda: _address(settings.unsubscribe_to, ""),
    }


def _sms_checks(settings: SmsSettings) -> dict[str, Callable[[], Any]]:
    return {
        "url": lambda: one_line(settings.url, TEXT_LENGTH),
        "method": lambda: one_line(settings.method, 10).upper(),
        "headers": lambda: paragraphs(settings.headers, TEXT_LENGTH),
        "body": lambda: paragraphs(settings.body, TEXT_LENGTH),
        "sender": lambda: one_line(settings.sender, 40),
        "price": lambda: within(settings.price, 0, _DEAREST),
        "yes": lambda: _yes(settings.yes),
        "status_url": lambda: one_line(settings.status_url, TEXT_LENGTH),
    }


def _yes(typed: str | None) -> str | None:
    tidy = paragraphs(typed or "", TEXT_LENGTH)
    read_conditions(tidy)
    return tidy or None


def _host(typed: str) -> str:
    host = one_line(typed, SHORT_TEXT)
    if host and not _HOST.fullmatch(host):
        raise RuleBroken("The name of the mail server looks like smtp.example.com.")
    return host


def _security(settings: MailSettings) -> MailSecurity:
    host = settings.host.strip()
    if host and settings.security is MailSecurity.PLAIN and not is_this_pc(host):
        raise RuleBroken(PLAIN_ONLY_HERE)
    return settings.security


def _address(typed: str, needed: str) -> str:
    found = normal_email(typed)
    if found is not None:
        mail_address(found)
    elif needed:
        raise RuleBroken(needed)
    return found or ""


def _needed(value: str | None, sentence: str) -> str:
    if not value:
        raise RuleBroken(sentence)
    return value


def _end_of_quiet(begins: int, ends: int) -> int:
    if (begins, ends) == (0, _DAY):
        raise RuleBroken(
            "Quiet hours cannot last the whole day, or messages of rules would never go out. "
            "Switch the rules off instead."
        )
    return within(ends, 0, _DAY)
