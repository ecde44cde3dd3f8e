"""Opens the ways out of the studio: what the settings, the secret store and a made-up studio allow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.messaging.email_building import MailHead
from fitnesscrm_desktop.services.messaging.mail import MailServer, MailWay, is_this_pc
from fitnesscrm_desktop.services.messaging.outbox_results import MailSettings, WayState
from fitnesscrm_desktop.services.messaging.stored_settings import mail_settings, sms_settings
from fitnesscrm_desktop.services.messaging.ways import Blocked, Way
from fitnesscrm_desktop.services.security.secrets import SecretStore
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

MAIL_SECRET = "smtp.password"  # noqa: S105 - the name of the secret, not the secret
SMS_SECRET = "sms.secret"  # noqa: S105 - as above

MAIL_NOT_SET_UP = "E-mail is not set up yet. See Settings, E-mail."
SMS_NOT_SET_UP = "Text messages are not set up yet. See Settings, Text messages."
LOCKED = "The master password is missing. Type it in Settings, then messages go out."
DEMO = "This studio is made up: nothing is sent to real people."


class Ways:
    """What ``Round`` asks for a way out."""

    def __init__(self, core: Core, secrets: SecretStore) -> None:
        self._core, self._secrets = core, secrets

    def open(self, channel: Channel) -> Way | Blocked:
        """The way of *channel*, not connected yet; or why there is none."""
        return self._mail() if channel is Channel.EMAIL else self._sms()

    def states(self) -> tuple[WayState, WayState]:
        """Of mail and text messages; nobody is called for that."""
        found = [self.open(channel) for channel in (Channel.EMAIL, Channel.SMS)]
        mail, sms = (each.state if isinstance(each, Blocked) else WayState.OPEN for each in found)
        return mail, sms

    def _mail(self) -> Way | Blocked:
        with self._core.read() as session:
            settings, profile = mail_settings(session), studio_profile(session)
        if not settings.host or not settings.from_address:
            return Blocked(WayState.NOT_SET_UP, MAIL_NOT_SET_UP)
        if profile.demo and not is_this_pc(settings.host):
            return Blocked(WayState.DEMO, DEMO)
        password = ""
        if settings.user:
            found = self._secret(MAIL_SECRET)
            if isinstance(found, Blocked):
                return found
            password = found
        return mail_way(settings, password, profile, self._core.clock.now)

    def _sms(self) -> Way | Blocked:
        from fitnesscrm_desktop.services.messaging.sms import SmsWay, is_near

        with self._core.read() as session:
            settings, profile = sms_settings(session), studio_profile(session)
        if not settings.url:
            return Blocked(WayState.NOT_SET_UP, SMS_NOT_SET_UP)
        if profile.demo and not is_near(settings.url):
            return Blocked(WayState.DEMO, DEMO)
        found = self._secret(SMS_SECRET)
        return found if isinstance(found, Blocked) else SmsWay(settings, found)

    def _secret(self, name: str) -> str | Blocked:
        try:
            return self._secrets.read(name) or ""
        except RuleBroken:
            return Blocked(WayState.LOCKED, LOCKED)
        except StorageTrouble as error:
            return Blocked(WayState.LOCKED, error.text)


def mail_way(
    settings: MailSettings, password: str, profile: StudioProfile, now: Callable[[], datetime]
) -> MailWay:
    """The way of these settings, not connected yet."""
    server = MailServer(settings.host, settings.port, settings.security, settings.user, password)
    return MailWay(server, MailHead(settings, profile.name, profile.zone), now)
