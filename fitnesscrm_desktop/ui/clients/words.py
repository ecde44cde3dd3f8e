"""What the clients' pages call things, in the language of the person in front of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import (
    ClientStage,
    ConsentKind,
    CustomFieldKind,
    MembershipState,
    StageReason,
)
from fitnesscrm_desktop.services.clients.results import NO_VISIT_DAYS, Likeness, SavedList
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone

translate = QCoreApplication.translate

STAGE_TONES = {
    ClientStage.LEAD: Tone.NEUTRAL,
    ClientStage.TRIAL: Tone.BLUE,
    ClientStage.ACTIVE: Tone.GREEN,
    ClientStage.FROZEN: Tone.BLUE,
    ClientStage.OVERDUE: Tone.AMBER,
    ClientStage.CANCELLED: Tone.NEUTRAL,
    ClientStage.EXPIRED: Tone.RED,
    ClientStage.FORMER: Tone.NEUTRAL,
}
STATE_TONES = {
    MembershipState.UPCOMING: Tone.BLUE,
    MembershipState.RUNNING: Tone.GREEN,
    MembershipState.FROZEN: Tone.BLUE,
    MembershipState.ENDED: Tone.RED,
    MembershipState.CANCELLED: Tone.NEUTRAL,
}


def stage_word(stage: ClientStage) -> str:
    """A stage as a pill says it."""
    return {
        ClientStage.LEAD: translate("clients", "Lead"),
        ClientStage.TRIAL: translate("clients", "Trial"),
        ClientStage.ACTIVE: translate("clients", "Active"),
        ClientStage.FROZEN: translate("clients", "Frozen"),
        ClientStage.OVERDUE: translate("clients", "Overdue"),
        ClientStage.CANCELLED: translate("clients", "Cancelled"),
        ClientStage.EXPIRED: translate("clients", "Expired"),
        ClientStage.FORMER: translate("clients", "Former"),
    }[stage]


def reason_word(reason: StageReason) -> str:
    """Why somebody stands there."""
    return {
        StageReason.NEVER_JOINED: translate("clients", "has not joined yet"),
        StageReason.TRIAL_RUNNING: translate("clients", "a trial is running"),
        StageReason.MEMBERSHIP_RUNNING: translate("clients", "a membership is running"),
        StageReason.HOLD: translate("clients", "the membership rests"),
        StageReason.UNPAID: translate("clients", "something is unpaid"),
        StageReason.CANCELLED_BY_CLIENT: translate("clients", "cancelled by the client"),
        StageReason.CANCELLED_BY_STUDIO: translate("clients", "cancelled by the studio"),
        StageReason.RAN_OUT: translate("clients", "the membership ran out"),
        StageReason.USED_UP: translate("clients", "the pack is used up"),
        StageReason.LONG_GONE: translate("clients", "gone for a long time"),
    }[reason]


def state_word(state: MembershipState) -> str:
    """A membership's state as a pill says it."""
    return {
        MembershipState.UPCOMING: translate("clients", "Upcoming"),
        MembershipState.RUNNING: translate("clients", "Running"),
        MembershipState.FROZEN: translate("clients", "Frozen"),
        MembershipState.ENDED: translate("clients", "Ended"),
        MembershipState.CANCELLED: translate("clients", "Cancelled"),
    }[state]


def days_word(count: int) -> str:
    """So many days."""
    return translate("clients", "1 day") if count == 1 else translate("clients", "%n days", None, count)


def clients_word(count: int, formats: Formats) -> str:
    """So many clients, as the locale writes the number."""
    if count == 1:
        return translate("clients", "1 client")
    return translate("clients", "{count} clients").format(count=formats.number(count))


def list_word(saved: SavedList | None, ends_soon_days: int) -> str:
    """The name of a saved list; None: everybody."""
    if saved is None:
        return translate("clients", "All clients")
    return {
        SavedList.ACTIVE: translate("clients", "Active"),
        SavedList.LEADS: translate("clients", "Leads"),
        SavedList.ENDS_SOON: translate("clients", "Ends in {days}").format(days=days_word(ends_soon_days)),
        SavedList.NO_RECENT_VISIT: translate("clients", "No visit for {days}").format(
            days=days_word(NO_VISIT_DAYS)
        ),
        SavedList.OWES_MONEY: translate("clients", "Owes money"),
        SavedList.BIRTHDAYS: translate("clients", "Birthdays this week"),
        SavedList.FROZEN: translate("clients", "Frozen"),
        SavedList.WITHOUT_PHOTO: translate("clients", "Without photo"),
        SavedList.NEW_THIS_MONTH: translate("clients", "New this month"),
        SavedList.ARCHIVED: translate("clients", "Archived"),
    }[saved]


def consent_word(kind: ConsentKind) -> str:
    """What a client agrees to."""
    return {
        ConsentKind.EMAIL: translate("clients", "E-mail"),
        ConsentKind.SMS: translate("clients", "Text messages"),
        ConsentKind.PHOTO: translate("clients", "Photo"),
        ConsentKind.PHOTO_REPORT: translate("clients", "Photos in reports"),
        ConsentKind.MARKETING: translate("clients", "Offers and news"),
        ConsentKind.GUARDIAN: translate("clients", "Guardian’s consent"),
    }[kind]


def consent_meaning(kind: ConsentKind) -> str:
    """What that allows the studio."""
    return {
        ConsentKind.EMAIL: translate("clients", "Messages about the membership by e-mail"),
        ConsentKind.SMS: translate("clients", "Messages about the membership to the phone"),
        ConsentKind.PHOTO: translate("clients", "Photos at check-in, on the card, and to show progress"),
        ConsentKind.PHOTO_REPORT: translate("clients", "Photos stand in the progress reports of the client"),
        ConsentKind.MARKETING: translate("clients", "Messages that are not about the membership"),
        ConsentKind.GUARDIAN: translate("clients", "A minor may train here"),
    }[kind]


def field_kind_word(kind: CustomFieldKind) -> str:
    """What a field of the studio's own holds."""
    return {
        CustomFieldKind.TEXT: translate("clients", "Text"),
        CustomFieldKind.NUMBER: translate("clients", "Number"),
        CustomFieldKind.DATE: translate("clients", "Date"),
        CustomFieldKind.YES_NO: translate("clients", "Yes or no"),
        CustomFieldKind.CHOICE: translate("clients", "Choice"),
    }[kind]


def field_word(field: str) -> str:
    """The name of a client's field, as forms and the timeline say it."""
    words = {
        "first_name": translate("clients", "First name"),
        "last_name": translate("clients", "Last name"),
        "email": translate("clients", "E-mail"),
        "phone": translate("clients", "Phone"),
        "born": translate("clients", "Date of birth"),
        "street": translate("clients", "Street"),
        "postal_code": translate("clients", "Postal code"),
        "city": translate("clients", "City"),
        "country": translate("clients", "Country"),
        "emergency_name": translate("clients", "Emergency contact"),
        "emergency_phone": translate("clients", "Emergency phone"),
        "medical_alert": translate("clients", "Medical alert"),
        "goals": translate("clients", "Goals"),
        "referral_source": translate("clients", "How they found us"),
        "language": translate("clients", "Language of messages"),
        "trainer": translate("clients", "Trainer"),
    }
    return words.get(field, translate("clients", "another field"))


def likeness_word(why: Likeness) -> str:
    """Why somebody may be the same person."""
    return {
        Likeness.NAME: translate("clients", "same name"),
        Likeness.NAME_AND_BIRTH: translate("clients", "same name and date of birth"),
        Likeness.PHONE: translate("clients", "same phone"),
        Likeness.EMAIL: translate("clients", "same e-mail"),
    }[why]
