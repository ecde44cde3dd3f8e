"""Two desks changed the same plan or product: asks whose value is kept."""

from __future__ import annotations

from collections.abc import Mapping

from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog, ConflictRow


def kept_of_mine(desk: Desk, conflict: Conflict, captions: Mapping[str, str]) -> dict[str, object] | None:
    """The values of mine that are kept, by field; None: the person went back."""
    rows = [
        ConflictRow(name, captions.get(name, name), _text(value), _text(conflict.theirs.get(name)))
        for name, value in conflict.mine.items()
    ]
    dialog = ConflictDialog(conflict.text, rows)
    if not desk.dialogs.show(dialog):
        return None
    kept = dialog.keeps_mine()
    return {name: value for name, value in conflict.mine.items() if name in kept}


def _text(value: object) -> str:
    return "" if value is None else str(value)
