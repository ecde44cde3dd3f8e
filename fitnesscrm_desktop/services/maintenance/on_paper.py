"""Whether letters, cards and receipts can show everybody's name on this PC."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.services.maintenance.results import Finding, good, warning

_NAMED = 3


def names_on_paper(session: Session) -> Iterator[Finding]:
    """Whose name would be printed with boxes, as no font on this PC shows its letters."""
    from fitnesscrm_desktop.services.core.pdf import boxed

    query = select(Client.first_name, Client.last_name).where(Client.archived_at.is_(None))
    names = [f"{first} {last}".strip() for first, last in session.execute(query.order_by(Client.id))]
    lost = frozenset(boxed("".join(dict.fromkeys("".join(names)))))
    if not lost:
        yield good("paper", "Every client's name can be printed on this PC.")
        return
    theirs = [name for name in names if not lost.isdisjoint(name)]
    told = ", ".join(theirs[:_NAMED]) + (" and others" if len(theirs) > _NAMED else "")
    yield warning(
        "paper",
        f"No font on this PC shows the names of some clients ({told}): paper would show boxes. "
        "Install a font with their letters; the help about the outbox names some.",
    )
