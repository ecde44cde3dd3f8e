"""What a gateway says of a text message it took: its own name for it, and later what became of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.values import Receipt

_IDS = ("sid", "id", "message_id", "messageId", "message-id")
_STATES = ("status", "state", "delivery_status", "message_status")
_WORDS = ("error_code", "error_message", "reason", "description")
_LISTS = ("messages", "results", "data")
_DELIVERED = {"delivered", "read", "received", "delivrd", "seen"}
_UNDELIVERED = {
    "undelivered",
    "undeliverable",
    "undeliv",
    "failed",
    "rejected",
    "rejectd",
    "expired",
    "canceled",
    "cancelled",
    "deleted",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a message, with the gateway's words."""

    state: Receipt
    text: str = ""


def gateway_id(content: str) -> str:
    """What the gateway calls the message it took; empty if it does not say."""
    document = _first(content)
    found = next((document[name] for name in _IDS if isinstance(document.get(name), str | int)), "")
    name = str(found)
    return name if len(name) <= SHORT_TEXT else ""


def told_state(content: str) -> Told:
    """What the gateway says became of a message; what it says nothing of is still on the way."""
    document = _first(content)
    state = next((str(document[name]) for name in _STATES if isinstance(document.get(name), str)), "")
    more = [str(document[name]) for name in _WORDS if _says_something(document.get(name))]
    text = " ".join([state, *more])
    if state.casefold() in _DELIVERED:
        return Told(Receipt.DELIVERED, text)
    return Told(Receipt.UNDELIVERED if state.casefold() in _UNDELIVERED else Receipt.ON_THE_WAY, text)


def _says_something(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and str(value) not in {"", "0"}


def _first(content: str) -> dict[str, Any]:
    """The answer, or the first of the messages it is about."""
    try:
        document = json.loads(content)
    except ValueError:
        return {}
    if isinstance(document, dict):
        about = next((document[name] for name in _LISTS if isinstance(document.get(name), list)), None)
        document = document if about is None else about
    if isinstance(document, list):
        document = document[0] if document else {}
    return document if isinstance(document, dict) else {}
