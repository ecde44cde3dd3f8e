"""Opens the ways out of the studio: what the settings, the secret store and a made-up studio allow."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.core.clock import real_now
from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.messaging.email_building import MailHead
from fitnesscrm_desktop.services.messaging.mail import MailServer, MailWay, is_this_pc
from fitnesscrm_desktop.services.messaging.outbox_results import MailSettings, SmsSettings, WayState
from fitnesscrm_desktop.services.messaging.sms import SmsWay, is_near
from fitnesscrm_desktop.services.messaging.stored_settings import mail_settings, sms_settings
from fitnesscrm_desktop.services.messaging.ways import Blocked, Way
from fitnesscrm_desktop.services.security.secrets import SecretStore
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

MAIL_SECRET = "smtp.password"  # noqa: S105 - the name of the secret, not the secret
SMS_SECRET = "sms.secret"  # noqa: S105 - as above

MAIL_NOT_SET_UP = "E-mail is not set up yet. See Settings, E-mail, or “fitnesscrm smtp set”."
SMS_NOT_SET_UP = "Text messages are not set up yet. See Settings, Text messages, or “fitnesscrm sms set”."
LOCKED = (
    "The master password is missing. In the window, type it in Settings; a command asks for it, or reads it "
    "from a line of standard input."
)
DEMO = "This studio is made up: nothing is sent to real people."


class Ways:
    """What ``Round`` asks for a way out."""

    def __init__(self, core: Core, secrets: SecretStore) -> None:
        self._core, self._secrets = core, secrets

    def open(self, channel: Channel, hurry: threading.Event) -> Way | Blocked:
        """The way of *channel*, not connected yet; or why there is none.

        Once *hurry* is set, nobody waits long for an answer any more.
        """
        with self._core.read() as session:
            mail, sms, profile = mail_settings(session), sms_settings(session), studio_profile(session)
        blocked = self._blocked(channel, mail, sms, profile)
        if blocked is not None:
            return blocked
        try:
            return self._opened(channel, hurry, mail, sms, profile)
        except (RuleBroken, StorageTrouble) as error:
            return Blocked(WayState.LOCKED, LOCKED if isinstance(error, RuleBroken) else error.text)

    def states(self) -> tuple[WayState, WayState]:
        """Of mail and text messages; nobody is called for that, and no secret is read."""
        with self._core.read() as session:
            mail, sms, profile = mail_settings(session), sms_settings(session), studio_profile(session)
        found = [self._blocked(channel, mail, sms, profile) for channel in (Channel.EMAIL, Channel.SMS)]
        of_mail, of_sms = (WayState.OPEN if each is None else each.state for each in found)
        return of_mail, of_sms

    def _blocked(
        self, channel: Channel, mail: MailSettings, sms: SmsSettings, profile: StudioProfile
    ) -> Blocked | None:
        if channel is Channel.EMAIL:
            set_up, near, secret = (
                bool(mail.host and mail.from_address),
                is_this_pc(mail.host),
                bool(mail.user),
            )
        else:
            set_up, near = bool(sms.url), is_near(sms.url)
            secret = sms.needs_secret
        if profile.demo and not near:  # nobody has to set up what would write to nobody
            return Blocked(WayState.DEMO, DEMO)
        if not set_up:
            words = MAIL_NOT_SET_UP if channel is Channel.EMAIL else SMS_NOT_SET_UP
            return Blocked(WayState.NOT_SET_UP, words)
        return Blocked(WayState.LOCKED, LOCKED) if secret and self._secrets.needs_master else None

    def _opened(
        self,
        channel: Channel,
        hurry: threading.Event,
        mail: MailSettings,
        sms: SmsSettings,
        profile: StudioProfile,
    ) -> Way:
        """Raises what the secret store raises."""
        if channel is Channel.SMS:
            return SmsWay(sms, (self._secrets.read(SMS_SECRET) or "") if sms.needs_secret else "")
        password = self._secrets.read(MAIL_SECRET) or "" if mail.user else ""
        return mail_way(mail, password, profile, lambda: real_now(self._core.clock), hurry)


def mail_way(
    settings: MailSettings,
    password: str,
    profile: StudioProfile,
    now: Callable[[], datetime],
    hurry: threading.Event,
) -> MailWay:
    """The way of these settings, not connected yet."""
    server = MailServer(settings.host, settings.port, settings.security, settings.user, password)
    return MailWay(server, MailHead(settings, profile.name, profile.zone), now, hurry=hurry)
