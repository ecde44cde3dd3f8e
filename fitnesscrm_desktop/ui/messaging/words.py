"""What the pages of messages call things."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import Channel, Purpose
from fitnesscrm_desktop.services.settings.languages import language_name


def translate(text: str) -> str:
    """*text* in the language of the window."""
    return QCoreApplication.translate("messaging", text)


def purpose_word(purpose: Purpose) -> str:
    """What a message is for, in short."""
    return {Purpose.SERVICE: translate("Service"), Purpose.MARKETING: translate("Offers")}[purpose]


def purpose_meaning(purpose: Purpose) -> str:
    """Whom it may go to."""
    return {
        Purpose.SERVICE: translate("About the membership: goes to everybody who has not refused."),
        Purpose.MARKETING: translate("Offers and news: goes only to those who have agreed to that."),
    }[purpose]


def channel_word(channel: Channel) -> str:
    """How a message reaches somebody."""
    return {
        Channel.EMAIL: translate("E-mail"),
        Channel.SMS: translate("Text message"),
        Channel.LETTER: translate("Letter"),
        Channel.COPY: translate("Copy"),
    }[channel]


def field_word(field: str) -> str:
    """What a part of a template is called; ``de.text`` with its language."""
    words = {
        "name": translate("Name"),
        "purpose": translate("Purpose"),
        "subject": translate("Subject"),
        "text": translate("Text"),
        "html": translate("HTML"),
        "sms": translate("Text message"),
        "language": translate("Language"),
        "texts": translate("Languages"),
    }
    language, point, part = field.partition(".")
    if not point:
        return words.get(field, field)
    return translate("{field} ({language})").format(
        field=words.get(part, part), language=language_name(language)
    )
