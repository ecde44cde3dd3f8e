"""The settings of messages as they are stored; a studio that never opened them has the first ones."""

from __future__ import annotations

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.message import MessagingSettings
from fitnesscrm_desktop.services.messaging.outbox_results import MailSettings, SendingRules, SmsSettings


def sending_rules(session: Session) -> SendingRules:
    """What messages of rules have to keep to."""
    row = session.get(MessagingSettings, 1)
    if row is None:
        return SendingRules()
    return SendingRules(row.quiet_from, row.quiet_to, row.weekly_cap, row.language)


def mail_settings(session: Session) -> MailSettings:
    """How e-mail leaves the studio; no host: not set up."""
    row = session.get(MessagingSettings, 1)
    if row is None:
        return MailSettings()
    return MailSettings(
        host=row.smtp_host,
        port=row.smtp_port,
        security=row.smtp_security,
        user=row.smtp_user,
        from_address=row.from_address,
        from_name=row.from_name,
        reply_to=row.reply_to,
        unsubscribe_to=row.unsubscribe_to,
    )


def sms_settings(session: Session) -> SmsSettings:
    """The gateway of text messages; no URL: not set up."""
    row = session.get(MessagingSettings, 1)
    if row is None:
        return SmsSettings()
    return SmsSettings(
        url=row.sms_url,
        method=row.sms_method,
        headers=row.sms_headers,
        body=row.sms_body,
        sender=row.sms_sender,
        price=row.sms_price,
        yes=row.sms_yes or "",
        status_url=row.sms_status_url or "",
    )
