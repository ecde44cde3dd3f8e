"""What the outbox says about what waits: how many, for what, and until when."""

from __future__ import annotations

from dataclasses import replace

from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.messaging.outbox_results import OutboxCounts, Waits, WaitsFor
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.messaging.words import translate


def waiting_text(counts: OutboxCounts, formats: Formats) -> str:
    """What waits, and what is done, in a line below the title."""
    if not counts.unsent:
        waits = translate("Nothing waits")
    else:
        waits = translate("1 waits") if counts.unsent == 1 else translate("{count} wait")
    sent = translate("{sent} sent today")
    line = f"{waits} · {sent}".format(count=counts.unsent, sent=counts.sent_today)
    return " · ".join([line, *(_wait_text(each, formats) for each in _joined(counts.waits))])


def pause_text(waits: Waits, formats: Formats) -> str:
    """That a server takes nothing, why, and when it is asked again."""
    many = waits.messages != 1
    if waits.channel is Channel.EMAIL:
        words = translate("{count} e-mails wait for the mail server, which is asked again at {time}. {why}")
        one = translate("1 e-mail waits for the mail server, which is asked again at {time}. {why}")
    else:
        words = translate("{count} text messages wait for the gateway, which is asked again at {time}. {why}")
        one = translate("1 text message waits for the gateway, which is asked again at {time}. {why}")
    return (words if many else one).format(
        count=formats.number(waits.messages), time=formats.time(waits.until), why=waits.text
    )


def _wait_text(waits: Waits, formats: Formats) -> str:
    words = {
        WaitsFor.QUIET_HOURS: translate("{count} until the quiet hours end, {moment}"),
        WaitsFor.WEEKLY_CAP: translate("{count} because of the weekly cap, the first until {moment}"),
        WaitsFor.ITS_DAY: translate("{count} for their day, the first until {moment}"),
        WaitsFor.NEXT_TRY: translate("{count} for another try, the first until {moment}"),
    }[waits.what]
    return words.format(count=formats.number(waits.messages), moment=formats.moment(waits.until))


def _joined(waits: tuple[Waits, ...]) -> list[Waits]:
    """Both channels together; what waits for a server has a line of its own."""
    found: dict[WaitsFor, Waits] = {}
    for each in waits:
        so_far = found.get(each.what, replace(each, messages=0))
        both = so_far.messages + each.messages
        found[each.what] = replace(each, messages=both, until=min(each.until, so_far.until))
    found.pop(WaitsFor.SERVER, None)
    return list(found.values())
