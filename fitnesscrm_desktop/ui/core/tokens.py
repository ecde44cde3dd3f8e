"""Every size and colour of the look; style sheet, palette, icons and charts are made from it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from fitnesscrm_desktop.ui.core.contrast import mixed, readable

SPACE = (4, 8, 12, 16, 24, 32)
XS, S, M, L, XL, XXL = SPACE
RADIUS = 8
RADIUS_CARD = 10
TYPE_SMALL, TYPE_BODY, TYPE_HEADING, TYPE_TITLE, TYPE_HUGE = 12, 13, 16, 20, 28
WEIGHT_TEXT, WEIGHT_STRONG = 400, 600
CONTROL_HEIGHT = 34
ROW_HEIGHT = 40


class Tone(enum.StrEnum):
    """The meaning of a colour; always shown together with a word or an icon."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class ToneColors:
    """One meaning in three uses: words on a card, words on a tinted pill, a filled shape with words on it."""

    text: str
    soft: str
    solid: str
    on_solid: str = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Colors:
    """All colours of one theme, ``#rrggbb``."""

    window: str
    surface: str
    raised: str
    field: str
    alternate: str
    sidebar: str
    border: str
    border_strong: str
    grid: str
    text: str
    muted: str
    disabled: str
    hover: str
    pressed: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_text: str
    accent_soft: str
    selection: str
    focus: str
    tooltip: str
    on_tooltip: str
    skeleton: str
    tones: dict[Tone, ToneColors]

    def tone(self, tone: Tone) -> ToneColors:
        """The colours of a meaning."""
        return self.tones[tone]


LIGHT_ACCENT = "#4F46E5"
DARK_ACCENT = "#6366F1"

_LIGHT = Colors(
    window="#F7F8FB",
    surface="#FFFFFF",
    raised="#FFFFFF",
    field="#FFFFFF",
    alternate="#FAFBFD",
    sidebar="#FFFFFF",
    border="#E5E7EB",
    border_strong="#D3D8E0",
    grid="#EEF0F4",
    text="#0F172A",
    muted="#566176",
    disabled="#9AA3B2",
    hover="#F1F3F8",
    pressed="#E5E9F1",
    accent=LIGHT_ACCENT,
    accent_hover="#4338CA",
    on_accent="#FFFFFF",
    accent_text=LIGHT_ACCENT,
    accent_soft="#EEF0FF",
    selection="#E0E5FF",
    focus=LIGHT_ACCENT,
    tooltip="#0F172A",
    on_tooltip="#F8FAFC",
    skeleton="#E9ECF2",
    tones={
        Tone.NEUTRAL: ToneColors(text="#475569", soft="#EEF1F5", solid="#566176"),
        Tone.ACCENT: ToneColors(text=LIGHT_ACCENT, soft="#EEF0FF", solid=LIGHT_ACCENT),
        Tone.GREEN: ToneColors(text="#166534", soft="#DCFCE7", solid="#15803D"),
        Tone.AMBER: ToneColors(text="#8A4B08", soft="#FEF3C7", solid="#B45309"),
        Tone.RED: ToneColors(text="#B42318", soft="#FEE4E2", solid="#DC2626"),
        Tone.BLUE: ToneColors(text="#1D4ED8", soft="#DBEAFE", solid="#2563EB"),
    },
)

_DARK = Colors(
    window="#0F172A",
    surface="#1E293B",
    raised="#243044",
    field="#141E31",
    alternate="#212D40",
    sidebar="#0F172A",
    border="#334155",
    border_strong="#43526A",
    grid="#2C394D",
    text="#F1F5F9",
    muted="#A3B0C2",
    disabled="#64748B",
    hover="#2A374B",
    pressed="#334155",
    accent=DARK_ACCENT,
    accent_hover="#5558E3",
    on_accent="#FFFFFF",
    accent_text="#A5B4FC",
    accent_soft="#272C54",
    selection="#333A78",
    focus="#A5B4FC",
    tooltip="#E2E8F0",
    on_tooltip="#0F172A",
    skeleton="#2B384C",
    tones={
        Tone.NEUTRAL: ToneColors(text="#CBD5E1", soft="#334155", solid="#526079"),
        Tone.ACCENT: ToneColors(text="#A5B4FC", soft="#272C54", solid=DARK_ACCENT),
        Tone.GREEN: ToneColors(text="#86EFAC", soft="#14412A", solid="#15803D"),
        Tone.AMBER: ToneColors(text="#FCD34D", soft="#47330F", solid="#B45309"),
        Tone.RED: ToneColors(text="#FDA4A4", soft="#521F24", solid="#DC2626"),
        Tone.BLUE: ToneColors(text="#93C5FD", soft="#1C3A6B", solid="#2563EB"),
    },
)


def colors(*, dark: bool, accent: str | None = None) -> Colors:
    """The colours of a theme, with the studio's own *accent* made readable where it is not."""
    base = _DARK if dark else _LIGHT
    own = accent or base.accent
    solid = readable(own, base.on_accent)
    soft = base.accent_soft if accent is None else mixed(own, base.surface, 0.22 if dark else 0.09)
    soft = readable(soft, base.text, base.muted)
    selection = base.selection if accent is None else mixed(own, base.surface, 0.34 if dark else 0.16)
    selection = readable(selection, base.text, base.muted)
    words = base.accent_text if accent is None else own
    words = readable(words, base.window, base.surface, base.raised, base.hover, soft, selection)
    tones = {**base.tones, Tone.ACCENT: ToneColors(text=words, soft=soft, solid=solid)}
    return replace(
        base,
        accent=solid,
        accent_hover=readable(mixed(solid, "#000000", 0.87), base.on_accent),
        accent_text=words,
        accent_soft=soft,
        selection=selection,
        focus=words,
        tones=tones,
    )


def text_pairs(c: Colors) -> list[tuple[str, str, str]]:
    """Every (name, text colour, background) the look puts together; a test measures them all.

    Not in it: ``disabled``. What cannot be used is meant to step back, and WCAG excuses it.
    """
    pairs = [
        (f"{word} on {back}", getattr(c, word), getattr(c, back))
        for word in ("text", "muted", "accent_text")
        for back in (
            "window",
            "surface",
            "raised",
            "field",
            "alternate",
            "sidebar",
            "hover",
            "selection",
            "accent_soft",
        )
    ]
    pairs += [
        ("on_accent on accent", c.on_accent, c.accent),
        ("on_accent on accent_hover", c.on_accent, c.accent_hover),
        ("on_tooltip on tooltip", c.on_tooltip, c.tooltip),
        ("text on pressed", c.text, c.pressed),
    ]
    for tone, shade in c.tones.items():
        pairs += [
            (f"{tone} pill", shade.text, shade.soft),
            (f"{tone} solid", shade.on_solid, shade.solid),
            *[
                (f"{tone} words on {back}", shade.text, getattr(c, back))
                for back in ("window", "surface", "raised")
            ],
            (f"text on {tone} soft", c.text, shade.soft),
        ]
    return pairs
