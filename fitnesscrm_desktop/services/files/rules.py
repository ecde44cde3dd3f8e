"""What may be done with files; nothing here looks at a database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fitnesscrm_desktop.models.base import NAME_LENGTH
from fitnesscrm_desktop.models.files import TAG_LENGTH
from fitnesscrm_desktop.models.values import FileCategory, Permission
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line
from fitnesscrm_desktop.services.files.results import Points

HEALTH = frozenset({FileCategory.ASSESSMENT, FileCategory.PHOTO})
"""Files that say something about a body."""
MOST_TAGS = 20
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def may_see(actor: Actor, category: FileCategory, *, of_staff: bool) -> bool:
    """Whether somebody who may see files may see this one."""
    if of_staff:
        return actor.may(Permission.MANAGE_FILES)
    return category not in HEALTH or actor.may(Permission.VIEW_HEALTH)


def require_sight(actor: Actor, category: FileCategory, *, of_staff: bool) -> None:
    """Raise ``NotAllowed`` unless ``may_see``."""
    if of_staff:
        actor.require(Permission.MANAGE_FILES)
    elif category in HEALTH:
        actor.require(Permission.VIEW_HEALTH)


def good_name(name: str) -> str:
    """The name of a file. Raises ``RuleBroken``."""
    return one_line(name, NAME_LENGTH, needed="A file needs a name.")


def good_tags(tags: Iterable[str]) -> dict[str, str]:
    """Tags by their folded form, each once. Raises ``RuleBroken``."""
    found: dict[str, str] = {}
    for tag in tags:
        line = one_line(tag, TAG_LENGTH)
        if folded := fold(line)[:TAG_LENGTH]:
            found.setdefault(folded, line)
    if len(found) > MOST_TAGS:
        raise RuleBroken(f"A file has at most {MOST_TAGS} tags.")
    return found


def good_expiry(day: date | None) -> date | None:
    """The last day on which a file holds; one that is past already is a fact, too. Raises ``RuleBroken``."""
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        raise RuleBroken("A file expires on a day between 1900 and 2200.")
    return day


def good_photo_day(day: date, today: date, born: date | None) -> date:
    """The day of a photo. Raises ``RuleBroken``."""
    if not FIRST_DAY <= day <= today:
        raise RuleBroken("A photo was taken between 1900 and today. Nothing was stored.")
    if born is not None and day < born:
        raise RuleBroken("This day lies before the client was born. Nothing was stored.")
    return day


def photo_day(said: date | None, taken_on: date | None, today: date, born: date | None) -> date:
    """What a person says holds; a camera whose clock is wrong is not believed."""
    if said is not None:
        return good_photo_day(said, today, born)
    if taken_on is None or not (born or FIRST_DAY) <= taken_on <= today:
        return today
    return taken_on


def good_points(points: Points) -> Points:
    """Two places inside a photo that are not the same. Raises ``RuleBroken``."""
    places = (points.first_x, points.first_y, points.second_x, points.second_y)
    if not all(0.0 <= place <= 1.0 for place in places):  # also false for what is no number
        raise RuleBroken("The points have to lie inside the photo.")
    if (points.first_x, points.first_y) == (points.second_x, points.second_y):
        raise RuleBroken("The two points have to lie apart.")
    return points


def search_key(name: str, tags: Iterable[str]) -> str:
    """What search looks in."""
    return fold(" ".join([name, *tags]))
