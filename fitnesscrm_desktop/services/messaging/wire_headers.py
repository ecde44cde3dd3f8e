"""Headers with a grammar of their own, as they go over the wire: folded between words, never encoded whole.

The library encodes or unquotes them when they are long, and then no mail program understands them.
"""

from __future__ import annotations

from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from email.utils import quote as escaped

from fitnesscrm_desktop.services.core.typed_text import tidy_line

NAMES = ("From", "To", "Reply-To", "Message-ID", "List-Unsubscribe")
_LINE = 78
_ATOM = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~ ")


class FinishedHeader(BaseHeader):
    """Its text is what goes over the wire; only the spaces in it may become ends of lines."""

    max_count = 1

    @staticmethod
    def parse(value: str, found: dict[str, object]) -> None:
        """Take it as it is."""
        found["decoded"], found["parse_tree"] = value, None

    def fold(self, *, policy: Policy) -> str:
        """In lines of the usual length; a word that is longer has one of its own."""
        lines = [f"{self.name}:"]
        for word in str(self).split(" "):
            if len(lines[-1]) + 1 + len(word) > _LINE and lines[-1].strip():
                lines.append("")
            lines[-1] += f" {word}"
        return policy.linesep.join(lines) + policy.linesep


def wire_policy(*, utf8: bool) -> EmailPolicy[EmailMessage]:
    """How an e-mail is written down; with *utf8* its addresses may hold letters beyond ASCII."""
    registry = HeaderRegistry()
    for name in NAMES:
        registry.map_to_type(name, FinishedHeader)
    return SMTP.clone(utf8=utf8, header_factory=registry)


def named_address(name: str, address: str) -> str:
    """*address* with the name of whom it belongs to, if there is one."""
    words = tidy_line(name)
    if not words:
        return address
    if not words.isascii():
        words = " ".join(Header(words, "utf-8", header_name="Reply-To").encode().split())
    elif not _ATOM.issuperset(words) or "=?" in words:
        words = f'"{escaped(words)}"'
    return f"{words} <{address}>"
