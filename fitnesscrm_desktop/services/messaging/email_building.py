"""Makes the e-mail that goes over the wire out of a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import tidy_line
from fitnesscrm_desktop.services.messaging.outbox_results import MailSettings
from fitnesscrm_desktop.services.messaging.ways import Outgoing
from fitnesscrm_desktop.services.messaging.wire_headers import named_address, wire_policy


@dataclass(frozen=True, slots=True)
class Envelope:
    """An e-mail and between whom it goes."""

    sender: str
    to: str
    content: bytes
    utf8: bool = False
    """Needs a server that knows addresses with letters beyond ASCII."""


@dataclass(frozen=True, slots=True)
class MailHead:
    """What every e-mail of this studio has in common."""

    mail: MailSettings
    studio: str
    zone: str

    def envelope(self, message: Outgoing, now: datetime) -> Envelope:
        """*message* as an e-mail. Raises ``RuleBroken`` for an address that is none.

        Nothing in it can begin a header of its own: all texts are in one line, addresses are taken apart.
        """
        sender, to = mail_address(self.mail.from_address), mail_address(message.to_address)
        utf8 = not (sender.isascii() and to.isascii())
        email = EmailMessage(policy=wire_policy(utf8=utf8))
        email["From"] = named_address(self.mail.from_name or self.studio, sender)
        email["To"] = named_address(message.to_name, to)
        if self.mail.reply_to:
            email["Reply-To"] = mail_address(self.mail.reply_to)
        email["Subject"] = tidy_line(message.subject)
        email["Date"] = format_datetime(now.astimezone(ZoneInfo(self.zone)))
        email["Message-ID"] = tidy_line(message.wire_id)
        if message.to_client:
            email["List-Unsubscribe"] = self._unsubscribe(sender)
        if message.by_rule:
            email["Auto-Submitted"] = "auto-generated"
        email.set_content(message.text)
        if message.html:
            email.add_alternative(message.html, subtype="html")
        for each in message.attachments:
            kind, _slash, subtype = each.content_type.partition("/")
            email.add_attachment(
                each.content,
                maintype=kind or "application",
                subtype=subtype or "octet-stream",
                filename=tidy_line(each.file_name),
            )
        return Envelope(sender, to, email.as_bytes(), utf8)

    def _unsubscribe(self, sender: str) -> str:
        """A mail to the studio, which says whose it is by its sender."""
        to = mail_address(self.mail.unsubscribe_to) if self.mail.unsubscribe_to else sender
        return f"<mailto:{quote(to, safe='@.+-_')}?subject=unsubscribe>"


def mail_address(text: str) -> str:
    """*text* as an address for the wire: its domain in ASCII. Raises ``RuleBroken`` if it is none."""
    local, at, domain = text.strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
        address = Address(username=local, domain=ascii_domain)
    except ValueError as error:
        raise RuleBroken(f"“{tidy_line(text)[:100]}” is not an e-mail address.") from error
    if not (at and local and ascii_domain) or any(each in text for each in "\r\n<>,; "):
        raise RuleBroken(f"“{tidy_line(text)[:100]}” is not an e-mail address.")
    return f"{address.username}@{address.domain}"
