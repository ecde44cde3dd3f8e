"""Arrows, ticks and dots for the style sheet.

Once a style sheet touches a combo, spin or date box, Qt draws none of its marks: it wants picture files.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from fitnesscrm_desktop.ui.core.tokens import Colors

_LINE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" fill="none" '
    'stroke="{c}" stroke-width="{s}" stroke-linecap="round" stroke-linejoin="round">{d}</svg>'
)
_DOWN = '<path d="M4 6.25 8 10l4-3.75"/>'
_UP = '<path d="M4 9.75 8 6l4 3.75"/>'
_SMALL_DOWN = '<path d="M3 4 6 7l3-3"/>'
_SMALL_UP = '<path d="M3 7.5 6 4.5l3 3"/>'
_LEFT = '<path d="M9.75 4 6 8l3.75 4"/>'
_RIGHT = '<path d="M6.25 4 10 8l-3.75 4"/>'
_TICK = '<path d="M3.5 8.5 6.6 11.5 12.5 5"/>'
_DASH = '<path d="M4 8h8"/>'
_DOT = '<circle cx="8" cy="8" r="3" fill="{c}" stroke="none"/>'


def write_marks(folder: Path, c: Colors) -> dict[str, str]:
    """Write the pictures for these colours, if they are not there yet; name -> path for ``url(...)``."""
    folder.mkdir(parents=True, exist_ok=True)
    drawings = {
        "down": (_DOWN, 16, 1.75, c.muted),
        "down_off": (_DOWN, 16, 1.75, c.disabled),
        "spin_up": (_SMALL_UP, 12, 1.5, c.muted),
        "spin_down": (_SMALL_DOWN, 12, 1.5, c.muted),
        "spin_up_off": (_SMALL_UP, 12, 1.5, c.disabled),
        "spin_down_off": (_SMALL_DOWN, 12, 1.5, c.disabled),
        "sort_up": (_UP, 16, 1.75, c.accent_text),
        "sort_down": (_DOWN, 16, 1.75, c.accent_text),
        "left": (_LEFT, 16, 1.75, c.text),
        "right": (_RIGHT, 16, 1.75, c.text),
        "tick": (_TICK, 16, 2.2, c.on_accent),
        "tick_off": (_TICK, 16, 2.2, c.disabled),
        "tick_menu": (_TICK, 16, 2.0, c.accent_text),
        "dash": (_DASH, 16, 2.2, c.on_accent),
        "dot": (_DOT, 16, 1.0, c.on_accent),
    }
    return {name: _write(folder, name, *drawing) for name, drawing in drawings.items()}


def _write(folder: Path, name: str, drawing: str, size: int, stroke: float, colour: str) -> str:
    text = _LINE.format(w=size, h=size, c=colour, s=stroke, d=drawing.replace("{c}", colour))
    # The name holds the content: Qt caches pictures by name, and a new colour must be a new picture.
    path = folder / f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.svg"
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    return path.as_posix()
