"""Things sold over the counter, and how many of them are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.membership import Product
from fitnesscrm_desktop.models.values import MAX_AMOUNT, ChargeKind, Permission
from fitnesscrm_desktop.services.billing.charges import charge_by_key, charge_made
from fitnesscrm_desktop.services.billing.events import ChargePosted, ProductsChanged
from fitnesscrm_desktop.services.billing.once import once
from fitnesscrm_desktop.services.billing.posting import post_charge, refuse_archived
from fitnesscrm_desktop.services.billing.results import ChargeMade, ProductView
from fitnesscrm_desktop.services.billing.rules import (
    checked_key,
    checked_note,
    checked_quantity,
    is_whole,
    name_complaint,
    price_complaint,
    refuse_complaints,
    tax_complaint,
)
from fitnesscrm_desktop.services.clients.finding import lock_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import UNWANTED, without_tricks
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.lifecycle.refresh import refresh_client
from fitnesscrm_desktop.services.settings.profile import studio_profile

MOST_STOCK = 1_000_000
BARCODE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product as somebody typed it. Price in minor units, tax in hundredths of a percent."""

    name: str
    price: int
    tax_rate: int = 0
    barcode: str | None = None
    counted: bool = True
    """Whether its stock is counted."""


def checked_product(draft: ProductDraft) -> ProductDraft:
    """*draft* tidied. Raises ``RuleBroken`` with a complaint for every field that is wrong."""
    barcode = "".join((draft.barcode or "").split()) or None
    tidy = ProductDraft(
        without_tricks(" ".join(draft.name.split())), draft.price, draft.tax_rate, barcode, draft.counted
    )
    wrong = name_complaint(tidy.name) | price_complaint("price", tidy.price) | tax_complaint(tidy.tax_rate)
    if barcode and (len(barcode) > BARCODE_LENGTH or UNWANTED.search(barcode)):
        wrong["barcode"] = f"At most {BARCODE_LENGTH} characters"
    refuse_complaints("product", wrong)
    return tidy


class ProductService:
    """Keeps the list of products and their stock, and sells them to clients."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def list(self, actor: Actor, *, archived: bool = False) -> Sequence[ProductView]:
        """All products by name; archived ones only when asked for."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            currency = studio_profile(session).currency
            query = select(Product).order_by(Product.name, Product.id)
            if not archived:
                query = query.where(Product.archived_at.is_(None))
            return [product_view(row, currency) for row in session.scalars(query)]

    def get(self, actor: Actor, product_id: int) -> ProductView:
        """One product. Raises ``NotFound``."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            return product_view(_found(session, product_id), studio_profile(session).currency)

    def add(self, actor: Actor, draft: ProductDraft, stock: int = 0) -> ProductView:
        """Add a product with *stock* pieces. Raises ``RuleBroken`` (also for a barcode that is taken)."""
        actor.require(Permission.MANAGE_PLANS)
        tidy = checked_product(draft)
        if not is_whole(stock) or not 0 <= stock <= MOST_STOCK:
            refuse_complaints("product", {"stock": f"0 to {MOST_STOCK}"})
        with self._core.write() as work:
            _refuse_taken_barcode(work.session, tidy.barcode, None)
            product = Product(
                name=tidy.name,
                barcode=tidy.barcode,
                price=tidy.price,
                tax_rate=tidy.tax_rate,
                stock=stock if tidy.counted else None,
            )
            work.session.add(product)
            _flush_barcode(work.session)
            work.audit(actor, "product.add", "product", product.id, name=tidy.name, price=tidy.price)
            work.record(ProductsChanged(product.id))
            return product_view(product, studio_profile(work.session).currency)

    def edit(self, actor: Actor, product_id: int, draft: ProductDraft, version: int) -> ProductView:
        """Change a product; the stock stays. Raises ``Conflict`` if it was changed since *version*."""
        actor.require(Permission.MANAGE_PLANS)
        tidy = checked_product(draft)
        with self._core.write() as work:
            product = _found(work.session, product_id, lock=True)
            if product.version != version:
                raise _conflict(product, tidy)
            _refuse_taken_barcode(work.session, tidy.barcode, product_id)
            product.name, product.barcode = tidy.name, tidy.barcode
            product.price, product.tax_rate = tidy.price, tidy.tax_rate
            if tidy.counted != (product.stock is not None):
                product.stock = 0 if tidy.counted else None
            _flush_barcode(work.session)
            work.audit(actor, "product.edit", "product", product_id, name=tidy.name, price=tidy.price)
            work.record(ProductsChanged(product_id))
            return product_view(product, studio_profile(work.session).currency)

    def archive(self, actor: Actor, product_id: int) -> None:
        """Take a product off the list; what was sold of it stays."""
        self._set_archived(actor, product_id, archived=True)

    def restore(self, actor: Actor, product_id: int) -> None:
        """Put an archived product back on the list."""
        self._set_archived(actor, product_id, archived=False)

    def _set_archived(self, actor: Actor, product_id: int, *, archived: bool) -> None:
        actor.require(Permission.MANAGE_PLANS)
        with self._core.write() as work:
            product = _found(work.session, product_id, lock=True)
            product.archived_at = work.now if archived else None
            work.audit(actor, "product.archive" if archived else "product.restore", "product", product_id)
            work.record(ProductsChanged(product_id))

    def move_stock(self, actor: Actor, product_id: int, by: int, reason: str = "") -> ProductView:
        """Add *by* pieces (a delivery), or take some away (negative: broken, counted anew).

        Raises ``RuleBroken`` if the product is not counted or fewer pieces are there.
        """
        actor.require(Permission.MANAGE_PLANS)
        if not is_whole(by) or by == 0 or abs(by) > MOST_STOCK:
            raise RuleBroken("A stock movement is a whole number of pieces, not 0. Nothing was changed.")
        why = checked_note(reason, "reason", what="The reason")
        with self._core.write() as work:
            product = _found(work.session, product_id, lock=True)
            _take(work.session, product, -by)
            work.audit(actor, "product.stock", "product", product_id, by=by, reason=why)
            work.record(ProductsChanged(product_id))
            return product_view(product, studio_profile(work.session).currency)

    def sell(
        self, actor: Actor, client_id: int, product_id: int, quantity: int = 1, *, key: str | None = None
    ) -> ChargeMade:
        """Charge a client for *quantity* pieces and take them out of stock, due today.

        The same *key* twice sells once. Raises ``RuleBroken`` when fewer are left.
        """
        actor.require(Permission.SELL)
        pieces, known = checked_quantity(quantity), checked_key(key)
        return once(lambda: self._sell(actor, client_id, product_id, pieces, known), known)

    def _sell(
        self, actor: Actor, client_id: int, product_id: int, pieces: int, key: str | None
    ) -> ChargeMade:
        with self._core.write() as work:
            profile = studio_profile(work.session)
            client = lock_client(work.session, client_id)
            client_id = client.id
            first = charge_by_key(work.session, key, client_id=client_id, product_id=product_id)
            if first is not None:
                return charge_made(work.session, first, repeated=True)
            refuse_archived(client)
            product = _found(work.session, product_id, lock=True)
            if product.archived_at is not None:
                raise RuleBroken(f"“{product.name}” is not sold any more. Nothing was booked.")
            if product.price == 0 or product.price * pieces > MAX_AMOUNT:
                raise RuleBroken(f"“{product.name}” cannot be charged at this price. Nothing was booked.")
            if product.stock is not None:
                _take(work.session, product, pieces)
            made = post_charge(
                work,
                profile,
                client_id=client_id,
                kind=ChargeKind.PRODUCT,
                text=product.name if pieces == 1 else f"{pieces} × {product.name}",
                amount=product.price * pieces,
                due_on=profile.day_of(work.now),
                tax_rate=product.tax_rate,
                product_id=product_id,
                quantity=pieces,
                staff_id=actor.staff_id,
                key=key,
            )
            refresh_client(work.session, client_id, profile)
            work.audit(actor, "product.sell", "product", product_id, client_id=client_id, quantity=pieces)
            work.record(ChargePosted(client_id, made.id))
            work.record(ProductsChanged(product_id))
            return charge_made(work.session, made)


def _take(session: Session, product: Product, pieces: int) -> None:
    """Take *pieces* out of stock if that many are there; the condition and the deed are one statement."""
    if product.stock is None:
        raise RuleBroken(f"The stock of “{product.name}” is not counted. Nothing was changed.")
    taken = session.execute(
        update(Product)
        .where(Product.id == product.id, Product.stock >= pieces)
        .values(stock=Product.stock - pieces)
        .returning(Product.stock)
        .execution_options(synchronize_session=False)
    ).first()
    session.refresh(product, ["stock"])
    if taken is None:
        text = _few_left(product.name, product.stock or 0)
        raise RuleBroken(f"{text} Nothing was changed.", fields={"quantity": text})


def _few_left(name: str, count: int) -> str:
    if count == 0:
        return f"“{name}” is sold out."
    return f"Only {count} of “{name}” {'is' if count == 1 else 'are'} left."


def _found(session: Session, product_id: int, *, lock: bool = False) -> Product:
    product = session.get(Product, product_id, with_for_update=lock or None, populate_existing=lock)
    if product is None:
        raise NotFound(f"There is no product with the id {product_id}. Nothing was changed.")
    return product


def _refuse_taken_barcode(session: Session, barcode: str | None, own_id: int | None) -> None:
    holder = session.scalar(select(Product).where(Product.barcode == barcode)) if barcode else None
    if holder is not None and holder.id != own_id:
        refuse_complaints("product", {"barcode": f"Belongs to “{holder.name}”"})


def _flush_barcode(session: Session) -> None:
    """Send what waits; two desks may have scanned the same new product."""
    try:
        session.flush()
    except IntegrityError:
        refuse_complaints("product", {"barcode": "Another desk has just given it to another product"})


def _conflict(product: Product, draft: ProductDraft) -> Conflict:
    names = ("name", "price", "tax_rate", "barcode")
    differing = [name for name in names if getattr(draft, name) != getattr(product, name)]
    return Conflict(
        f"Somebody else has changed “{product.name}” in the meantime. Your change was not stored yet.",
        mine={name: getattr(draft, name) for name in differing},
        theirs={name: getattr(product, name) for name in differing},
    )


def product_view(product: Product, currency: str) -> ProductView:
    """The product as others see it."""
    return ProductView(
        id=product.id,
        name=product.name,
        barcode=product.barcode,
        price=product.price,
        currency=currency,
        tax_rate=product.tax_rate,
        stock=product.stock,
        archived=product.archived_at is not None,
        version=product.version,
    )
