"""What a rule asks of messaging: which words, how, to whom, and on what occasion."""

from __future__ import annotations

from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.services.automation.occasions import Found
from fitnesscrm_desktop.services.automation.rules import CHANNELS
from fitnesscrm_desktop.services.messaging.results import Occasion, Order


def order_of(rule: Rule) -> Order | None:
    """Which words, how and to whom; None for a rule that has none."""
    channel = CHANNELS.get(rule.action)
    if channel is None or rule.template_id is None:
        return None
    return Order(rule.template_id, channel, rule.audience, rule.audience_role)


def occasion_of(rule: Rule, found: Found) -> Occasion:
    """What a message is told of the occasion."""
    return Occasion(found.client_id, found.about, rule.trigger, found.n, found.membership_id)
