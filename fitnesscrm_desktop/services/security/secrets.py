"""The only door to the system's keyring."""

from __future__ import annotations

import enum
import logging

log = logging.getLogger(__name__)

_WORTHLESS = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
"""None at all, one that loses secrets without a word, one that writes them as plain text."""


class KeyringState(enum.StrEnum):
    """Whether secrets could be kept on this PC."""

    READY = "ready"
    MISSING = "missing"
    BROKEN = "broken"


def keyring_state() -> KeyringState:
    """Look for the system's keyring; nothing is read from or written to it."""
    try:
        import keyring
        from keyring.backends import chainer

        found = keyring.get_keyring()
        backends = found.backends if isinstance(found, chainer.ChainerBackend) else [found]
    except Exception:  # a keyring may fail in any way its system can
        log.info("the keyring cannot be asked", exc_info=True)
        return KeyringState.BROKEN
    usable = [each for each in backends if not type(each).__module__.startswith(_WORTHLESS)]
    return KeyringState.READY if usable else KeyringState.MISSING
