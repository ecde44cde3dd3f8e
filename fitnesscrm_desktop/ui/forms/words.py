"""What the window says about forms."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import FormAudience, FormState
from fitnesscrm_desktop.services.forms.results import FormTemplateRow, SignedForm
from fitnesscrm_desktop.ui.core.tokens import Tone


def tr(text: str) -> str:
    """*text* in the language of the window."""
    return QCoreApplication.translate("Forms", text)


TONES = {
    FormState.VALID: Tone.GREEN,
    FormState.EXPIRING: Tone.AMBER,
    FormState.EXPIRED: Tone.RED,
    FormState.VOID: Tone.NEUTRAL,
    FormState.MISSING: Tone.RED,
}


def state_word(state: FormState) -> str:
    """What a form is, in a word or two."""
    return {
        FormState.VALID: tr("Valid"),
        FormState.EXPIRING: tr("Expires soon"),
        FormState.EXPIRED: tr("Expired"),
        FormState.VOID: tr("Void"),
        FormState.MISSING: tr("Missing"),
    }[state]


def standing(state: FormState, *, waits: bool) -> tuple[str, Tone]:
    """The same, where somebody may have to look at it first."""
    if waits and state in {FormState.VALID, FormState.EXPIRING}:
        return tr("Needs clearance"), Tone.AMBER
    return state_word(state), TONES[state]


def signer_text(form: SignedForm) -> str:
    """Who has signed."""
    if not form.relation:
        return form.signed_by
    return tr("{name} ({relation})").format(name=form.signed_by, relation=form.relation)


def audience_word(audience: FormAudience) -> str:
    """Who needs a form."""
    return {
        FormAudience.NOBODY: tr("Nobody has to"),
        FormAudience.ALL: tr("Everybody"),
        FormAudience.MINORS: tr("Minors"),
    }[audience]


def months_text(months: int | None) -> str:
    """How long a form counts."""
    if months is None:
        return tr("For good")
    return tr("1 month") if months == 1 else tr("{count} months").format(count=months)


def door_text(row: FormTemplateRow) -> str:
    """What the door does about it."""
    if row.required_for is FormAudience.NOBODY:
        return "–"
    return tr("Refuses") if row.blocks_checkin else tr("Says so")


def count_text(count: int) -> str:
    """What the number in the sidebar counts."""
    return tr("1 form to look after") if count == 1 else tr("{count} forms to look after").format(count=count)
