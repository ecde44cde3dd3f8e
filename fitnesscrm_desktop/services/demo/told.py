"""What everybody may know who looks at a made-up studio, so that nobody is locked in, or out."""

from __future__ import annotations

from sqlalchemy import select

from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.demo.results import ToldSecrets
from fitnesscrm_desktop.services.demo.staff import KIOSK_PIN, KIOSK_PIN_HASH, PASSWORD, PASSWORD_HASH, STAFF

NOTHING = ToldSecrets()


def told_secrets(core: Core) -> ToldSecrets:
    """Only in a made-up studio, and only what came with it and was not changed since."""
    made_up = {each.pin_hash: each.pin for each in STAFF}
    with core.read() as session:
        studio = session.get(Studio, 1)
        if studio is None or not studio.demo:
            return NOTHING
        people = session.scalars(select(Staff).where(Staff.left_at.is_(None)).order_by(Staff.id)).all()
        return ToldSecrets(
            password=PASSWORD if any(one.password_hash == PASSWORD_HASH for one in people) else "",
            pins=tuple((one.name, made_up[one.pin_hash]) for one in people if one.pin_hash in made_up),
            kiosk_pin=KIOSK_PIN if studio.kiosk_pin_hash == KIOSK_PIN_HASH else "",
        )
