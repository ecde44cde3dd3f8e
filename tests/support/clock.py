"""A clock that stands still until it is moved."""

from datetime import UTC, datetime, timedelta

from fitnesscrm_desktop.services.core.clock import SystemClock

START = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
"""A Wednesday morning, far from any change of the clocks."""


class FakeClock:
    """Stands in for ``SystemClock``."""

    def __init__(self, moment: datetime = START) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """Give the moment it was set to, in UTC."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Go to *moment*, which must have a zone."""
        if moment.tzinfo is None:
            message = f"{moment} has no zone"
            raise ValueError(message)
        self._moment = moment.astimezone(UTC)

    def advance(self, by: timedelta | None = None, **units: float) -> None:
        """Go on, or back: ``advance(days=7)``, ``advance(minutes=-5)``."""
        self._moment += (by or timedelta()) + timedelta(**units)


class SetClock(SystemClock):
    """The computer's clock, set wrong by as much as one likes."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        """Give the moment it shows, in UTC."""
        return super().now() + self.ahead
