"""What the outbox does by itself."""

from __future__ import annotations

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.core.typed_text import shortened
from fitnesscrm_desktop.services.jobs.results import Every, JobContext, JobSpec
from fitnesscrm_desktop.services.messaging.opening import DEMO
from fitnesscrm_desktop.services.messaging.outbox import OutboxService
from fitnesscrm_desktop.services.messaging.outbox_results import Delivered


class MailWaits(StudioError):
    """Messages that were due could not leave; the text says what was sent, and why not more."""


def messaging_jobs(outbox: OutboxService) -> tuple[JobSpec, ...]:
    """Sends what is due."""

    def deliver(context: JobContext) -> str:
        done = outbox.deliver(context.actor, context.stop)
        real = "\n".join(each for each in done.troubles if each != DEMO)  # which is as it should be
        troubles = shortened(real, TEXT_LENGTH)
        before = context.mark
        if not troubles and done == Delivered() and before and outbox.still_waits(context.actor, before):
            raise MailWaits(f"Messages wait for their next try. {before}")
        if troubles != before:
            context.keep_mark(troubles)
        if troubles:
            raise MailWaits(told(done))
        return told(done)

    about = "Sends e-mails and text messages that are approved, and tries again what failed for now."
    return (JobSpec("outbox", "Outbox", about, Every(1), deliver),)


def told(done: Delivered) -> str:
    """What a round has done, in a sentence; nothing if it had nothing to do."""
    counts = (
        (done.sent, "sent"),
        (done.failed, "refused for good"),
        (done.later, "to be tried again"),
        (done.too_late, "too late"),
        (done.dropped, "no longer true"),
    )
    parts = [f"{number} {what}" for number, what in counts if number]
    sentence = f"Messages: {', '.join(parts)}." if parts else ""
    if done.paused and not sentence:
        sentence = "Messages wait for their next try."
    return " ".join(part for part in (sentence, *done.troubles) if part)
