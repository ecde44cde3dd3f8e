"""Why somebody gets no message, in a sentence."""

from __future__ import annotations

from fitnesscrm_desktop.services.messaging.approved_files import FILES_CHANGED
from fitnesscrm_desktop.services.messaging.holding import RULE_CHANGED, RULE_OFF, RULE_ON, SO_AGAIN
from fitnesscrm_desktop.services.messaging.results import NotComposed, SkipReason
from fitnesscrm_desktop.services.messaging.words_anew import FIGURES_ANEW, FIGURES_CHANGED

SENTENCES = {
    SkipReason.ARCHIVED: "This client is in the archive.",
    SkipReason.BLOCKED: "This client is blocked.",
    SkipReason.NO_CONSENT: "This client has not agreed to advertising.",
    SkipReason.OPTED_OUT: "This client does not want such messages.",
    SkipReason.NO_ADDRESS: "There is no address for this kind of message.",
    SkipReason.NO_GUARDIAN: "This client is under age, and nobody who pays or signs is known.",
    SkipReason.WEEKLY_CAP: "This client has had enough messages this week.",
    SkipReason.NO_TRAINER: "This client has no trainer.",
    SkipReason.NO_STAFF: "Nobody on the staff has this role.",
    SkipReason.NO_TEMPLATE: "The template is in the archive, or has no words for this.",
    SkipReason.MISSING_FIELD: "The words need something that is not known of this client.",
    SkipReason.TOO_LATE: "It would come too late.",
    SkipReason.SETTLED: "It is settled already.",
    SkipReason.MERGED: "The same was written to another record of this client.",
    SkipReason.NOT_RESPONSIBLE: "Somebody else has to read this for the client by now.",
    SkipReason.FOLLOWED: "Another membership of this client goes on after this one.",
    SkipReason.FIGURES_CHANGED: "Something has changed since this was written: read it again.",
    SkipReason.UNMET: "The rule's conditions do not hold for this client any more.",
}

WAITS_AGAIN = {
    RULE_OFF: "The rule was switched off, so this waits for a yes.",
    RULE_CHANGED: "The rule was changed, so this waits for a yes.",
    RULE_ON: "The rule was switched on again.",
    FILES_CHANGED: "The files of its template are others than were approved, so this waits for another yes.",
    FIGURES_ANEW: "What this tells has changed since, so it was written anew.",
    FIGURES_CHANGED: "Something has changed since these words were written: read them again.",
    SO_AGAIN: "It is so again after all.",
}
"""What the program did about a message that may yet go out, by the stable word in its history."""


def sentence_of(refused: NotComposed) -> str:
    """Why nobody is written to."""
    detail = f" ({refused.detail})" if refused.detail else ""
    return f"{SENTENCES[refused.reason]}{detail}"
