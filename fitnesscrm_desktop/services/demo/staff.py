"""Who works in the demo studio, and who is at the desk when."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.models.values import Role

PASSWORD = "demo"  # noqa: S105 - everybody may know it: it opens made-up data only
PASSWORD_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$ZGVtbyBzdHVkaW8gb25seQ$"  # noqa: S105 - as above
    "sbcY1U7T2BigvmpIqHjXEotuzCdNGKOaxaPtPtfRSO4"
)
"""Hashed once, with a fixed salt, so that two demo studios are alike."""
KIOSK_PIN = "7410"
_PIN = "4:$argon2id$v=19$m=19456,t=2,p=1$"
KIOSK_PIN_HASH = _PIN + "ZGVtbyBraW9zay4uLi4uLg$k1PekI8VsE/JIL7FywuQCjE7aF+OdpS+Je9u+ddVMGU"
DAY = 86_400
NOON_SHIFT = 14 * 3600


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """Somebody who signs in with the password "demo", or with a PIN."""

    login: str
    name: str
    role: Role
    pin: str
    pin_hash: str


STAFF = (
    DemoStaff(
        "owner",
        "Nora Brennan",
        Role.OWNER,
        "4711",
        _PIN + "ZGVtbyBvd25lci4uLi4uLg$JasdlMwDjftppWgfArPjOc+fhOulquHJpBwdiM14jT4",
    ),
    DemoStaff(
        "manager",
        "Tomasz Zieliński",
        Role.MANAGER,
        "2648",
        _PIN + "ZGVtbyBtYW5hZ2VyLi4uLg$565IkndtTvA0Y7QVez9aBh3cWcvA919r0kup1ZRMJU0",
    ),
    DemoStaff(
        "desk",
        "Aisling Keane",
        Role.FRONT_DESK,
        "3571",
        _PIN + "ZGVtbyBkZXNrLi4uLi4uLg$YNGtP7FMIbwAIFPRaKp8HSVmDZo3JLrymyckCHWHrFY",
    ),
    DemoStaff(
        "evening",
        "Kwame Mensah",
        Role.FRONT_DESK,
        "9163",
        _PIN + "ZGVtbyBldmVuaW5nLi4uLg$AJbkY5TKWl4iZYD2qYQvnm5AUxHoFvCF1nxC/js7t5M",
    ),
    DemoStaff(
        "trainer",
        "Priya Nair",
        Role.TRAINER,
        "8264",
        _PIN + "ZGVtbyB0cmFpbmVyLi4uLg$TQ/gLobhP/PqU2LIPtuOGdiBHIleoB2KhFszW1zv34E",
    ),
    DemoStaff(
        "coach",
        "Marco Esposito",
        Role.TRAINER,
        "5937",
        _PIN + "ZGVtbyBjb2FjaC4uLi4uLg$uySVECRdu9XA0c11QOaqk2/6Nqh+IAPoOYMMlIXC7Do",
    ),
)


class Roster:
    """Which member of staff did something; *ids* by login."""

    def __init__(self, ids: dict[str, int]) -> None:
        self._manager = ids["manager"]
        self._early, self._late = ids["desk"], ids["evening"]
        self._trainers = (ids["trainer"], ids["coach"])

    def at_desk(self, at: int) -> int:
        """Who stood at the desk at the moment *at*: two by turns, the manager on every sixth day."""
        if at // DAY % 6 == 0:
            return self._manager
        return self._early if at % DAY < NOON_SHIFT else self._late

    def trainer(self, number: int) -> int:
        """One of the trainers."""
        return self._trainers[number % len(self._trainers)]
