"""Dialogs about money show whom they are about."""

import io

from PIL import Image

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.billing.renew import RenewDialog
from fitnesscrm_desktop.ui.billing.take_payment import TakePaymentDialog
from tests.gui.billing.screen import opened
from tests.support.sales import Till
from tests.support.window import StudioWindow


def test_the_face_of_who_it_is_about_is_shown(
    window: StudioWindow, services: Services, owner: Actor, till: Till
) -> None:
    anna = till.client()
    member = services.memberships.sell(owner, anna, till.plan().id).membership_id
    picture = io.BytesIO()
    Image.new("RGB", (200, 200), "#808080").save(picture, "PNG")
    services.records.set_photo(owner, anna, picture.getvalue())
    for dialog in (
        opened(window, "billing.take_payment", client_id=anna),
        opened(window, "memberships.renew", membership_id=member),
    ):
        assert isinstance(dialog, TakePaymentDialog | RenewDialog)
        assert dialog.person.has_photo
