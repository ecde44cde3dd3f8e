"""Add a product, change one, count its stock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit

from fitnesscrm_desktop.services.billing.products import MOST_STOCK, ProductDraft
from fitnesscrm_desktop.services.billing.results import ProductView
from fitnesscrm_desktop.services.billing.rules import WHOLE
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.widgets.conflict import kept_of_mine
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.money_field import MoneyField
from fitnesscrm_desktop.ui.widgets.number_field import NumberField


class ProductEditor(FormDialog):
    """``outcome`` is the ``ProductView``. The stock of one that exists is changed by ``StockDialog``."""

    def __init__(self, desk: Desk, product_id: int | None = None) -> None:
        title = self.tr("New product") if product_id is None else self.tr("Edit product")
        verb = self.tr("Add product") if product_id is None else self.tr("Save")
        super().__init__(desk, title, verb, width=520, columns=2)
        self._product: ProductView | None = None
        formats = desk.formats
        self.name, self.barcode = QLineEdit(), QLineEdit()
        self.name.setMaxLength(200)
        self.barcode.setMaxLength(80)
        self.barcode.setPlaceholderText(self.tr("Scan it"))
        self.price = MoneyField(formats.currency, digits=formats.decimals)
        self.tax = MoneyField("%", largest=WHOLE)
        self.counted = QCheckBox(self.tr("Count the stock"))
        self.counted.setChecked(True)
        self.stock = NumberField(0, MOST_STOCK)
        self.add_field("name", self.tr("Name"), self.name, required=True, wide=True)
        self.add_field("barcode", self.tr("Barcode"), self.barcode, wide=True)
        self.add_field("price", self.tr("Price with tax"), self.price, required=True)
        self.add_field("tax_rate", self.tr("Tax in it"), self.tax)
        self.form.add_wide(self.counted)
        self.add_field("stock", self.tr("Pieces in stock"), self.stock)
        self.counted.toggled.connect(self._show_stock)
        self._show_stock()
        self.name.setFocus()
        if product_id is not None:
            self.verb.setEnabled(False)
            actor, products = desk.actor, desk.services.products
            self.load(lambda: products.get(actor, product_id), self._loaded)

    def _show_stock(self) -> None:
        self.form.set_visible(self.stock, self._product is None and self.counted.isChecked())

    def _loaded(self, product: ProductView) -> None:
        self._product = product
        self.name.setText(product.name)
        self.barcode.setText(product.barcode or "")
        self.price.set_value(product.price)
        self.tax.set_value(product.tax_rate)
        self.counted.setChecked(product.stock is not None)
        self._show_stock()
        self.verb.setEnabled(True)
        self.remember_typed()

    def deed(self) -> Callable[[], ProductView] | None:
        """Store it."""
        price = self.price.value()
        if price is None:
            self.form.set_error(self.price, self.price.problem() or self.tr("What does it cost?"))
        if self.tax.problem():
            self.form.set_error(self.tax, self.tax.problem())
        if price is None or self.tax.problem():
            return None
        draft = ProductDraft(
            self.name.text(), price, self.tax.value() or 0, self.barcode.text(), self.counted.isChecked()
        )
        actor, products, known = self.desk.actor, self.desk.services.products, self._product
        if known is None:
            stock = self.stock.value()
            return lambda: products.add(actor, draft, stock)
        return lambda: products.edit(actor, known.id, draft, known.version)

    def show_error(self, error: Exception) -> None:
        """Two desks at once: ask whose values are kept, and store these."""
        if not isinstance(error, Conflict) or not error.mine or self._product is None:
            super().show_error(error)
            return
        captions = {
            "name": self.tr("Name"),
            "barcode": self.tr("Barcode"),
            "price": self.tr("Price with tax"),
            "tax_rate": self.tr("Tax in it"),
        }
        kept = kept_of_mine(self.desk.dialogs, error, captions)
        if kept is not None:
            self.run_deed(self._merging(self._product.id, kept))

    def _merging(self, product_id: int, kept: dict[str, Any]) -> Callable[[], ProductView]:
        actor, products = self.desk.actor, self.desk.services.products

        def merge() -> ProductView:
            theirs = products.get(actor, product_id)
            draft = ProductDraft(
                theirs.name, theirs.price, theirs.tax_rate, theirs.barcode, theirs.stock is not None
            )
            return products.edit(actor, product_id, replace(draft, **kept), theirs.version)

        return merge


class StockDialog(FormDialog):
    """``outcome`` is the ``ProductView``. Says how many are there; the difference is booked."""

    def __init__(self, desk: Desk, product_id: int) -> None:
        super().__init__(desk, self.tr("Stock"), self.tr("Save"))
        self._product_id = product_id
        self._known = 0
        self.there = NumberField(0, MOST_STOCK)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(self.tr("Delivery, counted anew, broken …"))
        self.effect = Label("", "muted", wrap=True)
        self.add_field("stock", self.tr("Pieces there now"), self.there)
        self.add_field("reason", self.tr("Reason"), self.reason)
        self.form.add_wide(self.effect)
        self.there.valueChanged.connect(lambda _count: self._say_effect())
        self.verb.setEnabled(False)
        actor, products = desk.actor, desk.services.products
        self.load(lambda: products.get(actor, product_id), self._loaded)

    def _loaded(self, product: ProductView) -> None:
        self.set_sub(product.name)
        if product.stock is None:
            self.say(self.tr("The stock of this product is not counted."))
            return
        self._known = product.stock
        self.there.setValue(product.stock)
        self._say_effect()
        self.verb.setEnabled(True)
        self.there.setFocus()
        self.there.selectAll()
        self.remember_typed()

    def _say_effect(self) -> None:
        by = self.there.value() - self._known
        text = self.tr("Known so far: {count}.").format(count=self._known)
        if by:
            text = self.tr("Known so far: {count}. Booked: {by}.").format(count=self._known, by=f"{by:+d}")
        self.effect.setText(text)

    def deed(self) -> Callable[[], ProductView] | None:
        """Book the difference: what is sold meanwhile at another desk stays sold."""
        by, reason, product_id = self.there.value() - self._known, self.reason.text(), self._product_id
        actor, products = self.desk.actor, self.desk.services.products
        if by == 0:
            return lambda: products.get(actor, product_id)
        return lambda: products.move_stock(actor, product_id, by, reason)
