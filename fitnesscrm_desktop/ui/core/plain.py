"""Show text as text: Qt guesses rich text, and a client may be called ``<img src=...>``."""

from __future__ import annotations

import html

# A cell shows a few dozen characters; laying out a name of megabytes would freeze the window for seconds.
LONGEST = 500


def clipped(text: str, longest: int = LONGEST) -> str:
    """*text*, cut to what anybody could read in one place."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def one_line(text: str, longest: int = LONGEST) -> str:
    """*text* on a single line, for table cells."""
    return " ".join(clipped(text, longest).split("\n"))


def tooltip(text: str, longest: int = 2000) -> str:
    """*text* for ``setToolTip``: shown letter by letter, wrapped, never interpreted."""
    if not text:
        return ""
    return f"<p style='white-space:pre-wrap'>{html.escape(clipped(text, longest))}</p>"
