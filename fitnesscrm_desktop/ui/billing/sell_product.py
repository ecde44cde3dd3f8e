"""Sell something over the counter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.billing.results import Account, ChargeMade, ProductView
from fitnesscrm_desktop.ui.billing.about_client import ClientDialog
from fitnesscrm_desktop.ui.billing.undoing import offer_undo, pay_at_once
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.number_field import NumberField
from fitnesscrm_desktop.ui.widgets.picker_field import PickerField

MOST_PIECES = 999
HITS = 12


class SellProductDialog(ClientDialog):
    """``outcome`` is the ``ChargeMade``. Products are found by name or by scanning their barcode."""

    def __init__(self, desk: Desk, client_id: int | None = None, product_id: int | None = None) -> None:
        super().__init__(desk, self.tr("Sell a product"), self.tr("Sell"), client_id=client_id)
        actor, products = desk.actor, desk.services.products
        self.product: PickerField[ProductView] = PickerField(
            lambda text: _matching(products.list(actor), text),
            desk.tasks,
            label=lambda product: product.name,
            detail=self._about,
            hint=self.tr("Name or barcode of the product"),
        )
        self.product.picked.connect(lambda _product: self._say_total())
        self.quantity = NumberField(1, MOST_PIECES, value=1)
        self.quantity.valueChanged.connect(lambda _count: self._say_total())
        self.total = Label("", "strong", wrap=True)
        self.pay_now = QCheckBox(self.tr("Take the payment right away"))
        self.pay_now.setChecked(True)
        self.add_field("product", self.tr("Product"), self.product, required=True)
        self.add_field("quantity", self.tr("How many"), self.quantity)
        self.form.add_wide(self.total)
        self.form.add_wide(self.pay_now)
        self.begin()
        if product_id is not None:
            self.load(lambda: products.get(actor, product_id), self._offer)

    def _offer(self, product: ProductView) -> None:
        self.product.set_value(product)
        self._say_total()
        self.remember_typed()

    def account_shown(self, account: Account) -> None:
        """Go on with what is sold."""
        (self.quantity if self.product.value() else self.product).setFocus()

    def _about(self, product: ProductView) -> str:
        price = self.desk.formats.money(product.price)
        if product.stock is None:
            return price
        return self.tr("{price} · {count} left").format(price=price, count=product.stock)

    def _say_total(self) -> None:
        product, count = self.product.value(), self.quantity.value()
        if product is None:
            self.total.setText("")
            return
        total = self.tr("Together {amount}").format(amount=self.desk.formats.money(product.price * count))
        short = product.stock is not None and product.stock < count
        if short:
            few = self.tr("Only {count} left").format(count=product.stock)
            total = few if product.stock else self.tr("Sold out")
        self.total.setText(total)
        self.total.set_tone(Tone.RED if short else None)

    def deed(self) -> Callable[[], ChargeMade] | None:
        """Sell it."""
        client_id, product = self.chosen_client(), self.product.value()
        if client_id is None:
            return None
        if product is None:
            self.form.set_error(self.product, self.tr("Choose a product: type its name or scan it."))
            return None
        actor, products = self.desk.actor, self.desk.services.products
        product_id, count, key = product.id, self.quantity.value(), self.key
        return lambda: products.sell(actor, client_id, product_id, count, key=key)

    def succeeded(self, outcome: ChargeMade) -> None:
        """Offer to take it back, and go on to the payment."""
        desk, actor = self.desk, self.desk.actor
        name = self.account.name if self.account else ""
        text = self.tr("{what} sold to {name}.").format(what=outcome.text, name=name)
        if actor.may(Permission.REFUND):
            reason, billing = self.tr("Sold by mistake"), desk.services.billing
            offer_undo(desk, text, lambda: billing.reverse(actor, outcome.charge_id, reason))
        else:
            desk.toasts.show_toast(text, tone="good")
        super().succeeded(outcome)
        if self.pay_now.isChecked():
            pay_at_once(desk, outcome.client_id, outcome.balance)


def _matching(products: Sequence[ProductView], text: str) -> list[ProductView]:
    """Those whose barcode is *text*, else those with all its words in their name."""
    exact = [product for product in products if product.barcode == text]
    words = text.casefold().split()
    named = [product for product in products if all(word in product.name.casefold() for word in words)]
    return (exact or named)[:HITS]
