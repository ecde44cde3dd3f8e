"""How one photo is laid upon another: turned, scaled and moved so that two places of a body fall together.

Places are complex numbers, x + y·i: one multiplication turns and scales, one addition moves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from fitnesscrm_desktop.services.files.results import Points

NEAREST = 1e-6
"""Places nearer to each other than this part of a picture tell no direction."""


@dataclass(frozen=True, slots=True)
class Laying:
    """Takes a place of one picture to where it belongs on another: ``turn * place + move``."""

    turn: complex = 1
    move: complex = 0

    def __call__(self, place: complex) -> complex:
        """Where *place* falls."""
        return self.turn * place + self.move

    @property
    def scale(self) -> float:
        """How much larger it becomes."""
        return abs(self.turn)

    @property
    def angle(self) -> float:
        """By how many degrees it is turned, clockwise on a screen."""
        return math.degrees(math.atan2(self.turn.imag, self.turn.real))

    def then(self, other: Laying) -> Laying:
        """First this one, then *other*."""
        return Laying(other.turn * self.turn, other(self.move))

    def back(self) -> Laying:
        """The way back."""
        return Laying(1 / self.turn, -self.move / self.turn)


def places_of(points: Points, width: float, height: float) -> tuple[complex, complex]:
    """The two places in a picture of this size."""
    first = complex(points.first_x * width, points.first_y * height)
    return first, complex(points.second_x * width, points.second_y * height)


def points_from(first: complex, second: complex, width: float, height: float) -> Points:
    """The two places as parts of the picture's width and height."""
    parts = (first.real / width, first.imag / height, second.real / width, second.imag / height)
    return Points(*(min(max(part, 0.0), 1.0) for part in parts))


def are_apart(first: complex, second: complex, width: float, height: float) -> bool:
    """Whether two places tell a direction."""
    return abs(first - second) > NEAREST * max(width, height)


def laid_upon(moving: tuple[complex, complex], fixed: tuple[complex, complex]) -> Laying:
    """How *moving* has to lie so that both its places fall upon those of *fixed*."""
    turn = (fixed[1] - fixed[0]) / (moving[1] - moving[0])
    return Laying(turn, fixed[0] - turn * moving[0])


def centred(moving: tuple[float, float], fixed: tuple[float, float]) -> Laying:
    """Without places to go by: as high as the other, and in its middle."""
    turn = complex(fixed[1] / moving[1])
    return Laying(turn, complex(*fixed) / 2 - turn * complex(*moving) / 2)


def fitted(picture: tuple[float, float], room: tuple[float, float]) -> Laying:
    """As large as *room* allows, in its middle."""
    scale = min(room[0] / picture[0], room[1] / picture[1])
    return Laying(complex(scale), complex(*room) / 2 - scale * complex(*picture) / 2)


def zoomed(view: Laying, factor: float, still: complex) -> Laying:
    """*view* larger by *factor*, with the place under *still* where it was."""
    return view.then(Laying(complex(factor), still - factor * still))
