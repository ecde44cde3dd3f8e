"""The QPalette of a theme: what Qt paints without asking the style sheet must not stay grey."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from fitnesscrm_desktop.ui.core.tokens import Colors

Role = QPalette.ColorRole


def palette_of(c: Colors) -> QPalette:
    """The palette, complete for all three groups."""
    palette = QPalette()
    for role, colour in (
        (Role.Window, c.window),
        (Role.WindowText, c.text),
        (Role.Base, c.surface),
        (Role.AlternateBase, c.alternate),
        (Role.Text, c.text),
        (Role.Button, c.surface),
        (Role.ButtonText, c.text),
        (Role.BrightText, c.on_accent),
        (Role.ToolTipBase, c.tooltip),
        (Role.ToolTipText, c.on_tooltip),
        (Role.PlaceholderText, c.muted),
        (Role.Highlight, c.accent),
        (Role.HighlightedText, c.on_accent),
        (Role.Accent, c.accent),
        (Role.Link, c.accent_text),
        (Role.LinkVisited, c.accent_text),
        (Role.Light, c.raised),
        (Role.Midlight, c.hover),
        (Role.Mid, c.border),
        (Role.Dark, c.border_strong),
        (Role.Shadow, c.border_strong),
    ):
        palette.setColor(role, QColor(colour))
    for role in (Role.WindowText, Role.Text, Role.ButtonText, Role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, Role.Highlight, QColor(c.pressed))
    return palette
