"""What can go wrong in a way a person must be told.

Anything that is not one of these is a bug and goes to the crash dialog.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date


class StudioError(Exception):
    """Base of all errors whose text is written for the person in front of the screen.

    *days* are the days the text names, in ISO: commands show them so, the window as the studio writes them.
    """

    def __init__(
        self, text: str, *, fields: Mapping[str, str] | None = None, days: Sequence[date] = ()
    ) -> None:
        super().__init__(text)
        self.text = text
        self.fields: Mapping[str, str] = fields or {}
        """Field name -> what is wrong with it, for forms."""
        self.days = tuple(days)

    def write_days(self, write: Callable[[date], str]) -> None:
        """Name its days as *write* does."""
        for day in self.days:
            iso, written = day.isoformat(), write(day)
            self.text = self.text.replace(iso, written)
            self.fields = {name: text.replace(iso, written) for name, text in self.fields.items()}


class RuleBroken(StudioError):
    """What was asked for is against a rule or not valid."""


class NotAllowed(StudioError):
    """The person may not do this."""


class NotFound(StudioError):
    """What was asked for is not there."""


class Conflict(StudioError):
    """Somebody else has changed the same record since it was read.

    ``mine`` and ``theirs`` hold the fields that differ, for the dialog that lets one choose.
    """

    def __init__(
        self,
        text: str,
        *,
        mine: Mapping[str, object] | None = None,
        theirs: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(text)
        self.mine: Mapping[str, object] = mine or {}
        self.theirs: Mapping[str, object] = theirs or {}


class Confirmable(StudioError):
    """Possible, but worth a second look: may be repeated with ``confirmed=True``."""


class StorageTrouble(StudioError):
    """Disk full, file locked, server gone: nothing was stored; trying again later may work."""

    def __init__(self, text: str, *, retry: bool = True) -> None:
        super().__init__(text)
        self.retry = retry
