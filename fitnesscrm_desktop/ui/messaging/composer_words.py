"""What is said about a message before it is sent: whom it goes to, what is in the way, what it costs."""

from __future__ import annotations

from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.messaging.results import NotComposed, Reach, Recipient, SkipReason
from fitnesscrm_desktop.services.messaging.sms_parts import sms_parts
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.messaging.composer_state import ComposerState
from fitnesscrm_desktop.ui.messaging.words import translate

HUNDREDTHS = 100


def reader_text(state: ComposerState) -> str:
    """Whom it goes to, and where."""
    answer = state.answer
    if not isinstance(answer, Recipient):
        return ""
    address = ", ".join(answer.address.splitlines())
    text = translate("To {name}, {address}") if address else translate("To {name}")
    return text.format(name=answer.name, address=address)


def problem(state: ComposerState, *, unchanged: bool) -> tuple[str, Tone]:
    """What is in the way, or worth knowing; empty if nothing is. *unchanged*: the template's own words."""
    if state.trouble:
        return state.trouble, Tone.RED
    if isinstance(state.answer, NotComposed) and state.reach is not None:
        return refusal_text(state.answer.reason, state.channel, state.reach.client_name), Tone.RED
    missing = state.rendered.missing if state.rendered is not None else ()
    if missing and unchanged:
        text = translate("The words need something that is not known: {fields}. Fill in the gaps first.")
        return text.format(fields=", ".join(missing)), Tone.AMBER
    if isinstance(state.answer, Recipient) and state.reach is not None and _is_guardian(state, state.answer):
        text = translate("{client} is under age: it goes to {name}.")
        return text.format(client=state.reach.client_name, name=state.answer.name), Tone.BLUE
    return "", Tone.BLUE


def blocks(state: ComposerState, *, unchanged: bool) -> bool:
    """Whether it cannot be stored as it is."""
    missing = state.rendered is not None and bool(state.rendered.missing)
    return (
        state.busy
        or bool(state.trouble)
        or not isinstance(state.answer, Recipient)
        or (missing and unchanged)
    )


def _is_guardian(state: ComposerState, reader: Recipient) -> bool:
    return reader.id != state.client_id


def refusal_text(reason: SkipReason, channel: Channel, name: str) -> str:
    """Why nobody is written to this way, and what helps."""
    no_address = {
        Channel.EMAIL: translate("{name} has no e-mail address."),
        Channel.SMS: translate("{name} has no phone number."),
        Channel.LETTER: translate("{name} has no postal address."),
    }
    texts = {
        SkipReason.ARCHIVED: translate("{name} is in the archive."),
        SkipReason.BLOCKED: translate("{name} is blocked."),
        SkipReason.NO_CONSENT: translate("{name} has not agreed to offers and news."),
        SkipReason.OPTED_OUT: translate("{name} does not want such messages. Choose another way."),
        SkipReason.NO_ADDRESS: no_address.get(channel, translate("{name} has no address.")),
        SkipReason.NO_GUARDIAN: translate("{name} is under age, and nobody who pays and signs is known."),
    }
    return texts.get(reason, translate("{name} cannot be written to this way.")).format(name=name)


def cost_text(text: str, reach: Reach | None, formats: Formats) -> str:
    """How many parts a text message has, and what they cost."""
    parts, price = sms_parts(text), 0 if reach is None else reach.sms_price
    said = translate("1 part") if parts == 1 else translate("{count} parts")
    said = said.format(count=parts)
    if not price:
        return said
    # Rounded up: a cost of nothing would be a lie.
    amount = formats.money(-(-parts * price // HUNDREDTHS))
    return translate("{parts}, about {amount}").format(parts=said, amount=amount)
