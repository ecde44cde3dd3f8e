"""Paper: the only door to reportlab. A document is a sequence of blocks that flows over pages.

``Document`` knows headers, tables that repeat their header, totals, codes and "page x of y"; ``member_card``
makes a card to carry. Every text is shown with embedded fonts, whatever script it is written in.
"""

from __future__ import annotations

from fitnesscrm_desktop.services.core.pdf.card import member_card
from fitnesscrm_desktop.services.core.pdf.document import Column, Document, StudioHead
from fitnesscrm_desktop.services.core.pdf.fonts import boxed
from fitnesscrm_desktop.services.core.pdf.letter import Letter, labels_pdf, letters_pdf
from fitnesscrm_desktop.services.core.pdf.paper import Paper
from fitnesscrm_desktop.services.core.pdf.plot import Plot
from fitnesscrm_desktop.services.core.pdf.storing import store

__all__ = [
    "Column",
    "Document",
    "Letter",
    "Paper",
    "Plot",
    "StudioHead",
    "boxed",
    "labels_pdf",
    "letters_pdf",
    "member_card",
    "store",
]
