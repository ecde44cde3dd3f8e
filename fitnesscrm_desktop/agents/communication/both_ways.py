"""Makes one template of two messages: to the client, and to whoever pays for or looks after the client."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from random import Random

from fitnesscrm_desktop.agents.writing.phrases import PARAGRAPH, Said, Wording, joined
from fitnesscrm_desktop.agents.writing.writer import Message

_CONDITION = "recipient.name == client.full_name"


def told_by_another(said: Sequence[Said], other: Wording, random: Random) -> Message:
    """The message *said* to the client as it is said about the client; phrases stay where they can."""
    chosen = {each.name: each.phrase for each in said}
    return Message.parse(
        joined(
            [
                Said(
                    each.name,
                    each.glue,
                    chosen[each.name]
                    if chosen.get(each.name) in each.phrases
                    else random.choice(each.phrases),
                )
                for each in other.choices
            ]
        )
    )


def both_ways(own: Message, other: Message) -> Message:
    """The words of a template that chooses between the two by who reads it. Both hold fields already."""
    subject = own.subject
    if own.subject != other.subject:
        subject = f"{{% if {_CONDITION} %}}{own.subject}{{% else %}}{other.subject}{{% endif %}}"
    mine, theirs = own.text.split(PARAGRAPH), other.text.split(PARAGRAPH)
    if len(mine) != len(theirs):
        mine, theirs = [own.text], [other.text]
    pairs = groupby(zip(mine, theirs, strict=True), key=lambda pair: pair[0] == pair[1])
    return Message(subject, PARAGRAPH.join(_paragraphs(tuple(run)) for _alike, run in pairs))


def _paragraphs(pairs: Sequence[tuple[str, str]]) -> str:
    """Neighbours that differ share one condition, so that a person can read the template."""
    own, other = (PARAGRAPH.join(side) for side in zip(*pairs, strict=True))
    if own == other:
        return own
    return f"{{% if {_CONDITION} %}}\n{own}\n{{% else %}}\n{other}\n{{% endif %}}"
