"""The demo studio itself: its name, staff, plans and counter."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.membership import Plan, PlanPrice, Product
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.services.demo.catalogue import MEMBERSHIP_TAX, PLANS, PRODUCT_TAX, PRODUCTS, DemoPlan
from fitnesscrm_desktop.services.demo.insert import Rows
from fitnesscrm_desktop.services.demo.seasons import moment
from fitnesscrm_desktop.services.demo.staff import KIOSK_PIN_HASH, PASSWORD_HASH, STAFF

NAME = "Harbour Street Fitness"
ZONE, CURRENCY, LOCALE, COUNTRY = "Europe/Dublin", "EUR", "en_IE", "IE"
FEWEST_PLACES, CLIENTS_A_PLACE = 40, 45


def furnish(session: Session, rows: Rows, opened_at: int, clients: int) -> None:
    """Name the studio and mark it as a demo."""
    studio = session.get(Studio, 1, with_for_update=True, populate_existing=True)
    if studio is None:
        studio = Studio(id=1)
        session.add(studio)
    studio.name, studio.demo = NAME, True
    studio.zone, studio.currency, studio.locale, studio.country = ZONE, CURRENCY, LOCALE, COUNTRY
    studio.address = "7 Harbour Street\nDublin D02\nIreland"
    studio.phone, studio.email = "+353 20 910 0000", "hello@example.com"
    studio.tax_number = "IE 0000000 DEMO"
    studio.receipt_footer = "Thank you for training with us. This is a receipt of a made-up studio."
    studio.capacity = max(FEWEST_PLACES, clients // CLIENTS_A_PLACE)
    studio.kiosk_pin_hash = KIOSK_PIN_HASH
    studio.created_at = moment(opened_at)
    session.flush()
    rows.flush()


def hire(session: Session, rows: Rows, opened_at: int) -> dict[str, int]:
    """Store the staff; their ids by login. Somebody who has such a login already stays who they are."""
    found = dict(session.execute(select(Staff.login, Staff.id)).all())
    for each in STAFF:
        if each.login not in found:
            found[each.login] = rows.next_id(Staff)
            rows.add(
                Staff,
                id=found[each.login],
                login=each.login,
                name=each.name,
                role=each.role,
                password_hash=PASSWORD_HASH,
                pin_hash=each.pin_hash,
                failed_tries=0,
                created_at=moment(opened_at),
                version=1,
            )
    rows.flush()
    return found


def stock(rows: Rows, first: date, today: date) -> tuple[dict[str, int], list[int]]:
    """Store plans with the prices of all years, and products; plan ids by name, product ids in order."""
    plans: dict[str, int] = {}
    for position, plan in enumerate(PLANS):
        plans[plan.name] = rows.next_id(Plan)
        rows.add(
            Plan,
            id=plans[plan.name],
            name=plan.name,
            description=plan.description,
            kind=plan.kind,
            period=plan.period,
            visits=plan.visits,
            days=plan.days,
            visits_per_week=plan.visits_per_week,
            same_day_once=True,
            signup_fee=plan.signup_fee,
            tax_rate=MEMBERSHIP_TAX,
            weekdays=plan.weekdays,
            from_minute=plan.from_minute,
            to_minute=plan.to_minute,
            position=position,
            version=1,
        )
        _price(rows, plan, plans[plan.name], first, today)
    products = []
    for product in PRODUCTS:
        products.append(rows.next_id(Product))
        rows.add(
            Product,
            id=products[-1],
            name=product.name,
            barcode=product.barcode,
            price=product.price,
            tax_rate=PRODUCT_TAX,
            stock=product.stock,
            version=1,
        )
    rows.flush()
    return plans, products


def _price(rows: Rows, plan: DemoPlan, plan_id: int, first: date, today: date) -> None:
    days = [first, *(date(year, 1, 1) for year in range(first.year + 1, today.year + 1))]
    changes: list[tuple[date, int]] = []
    for day in days:
        price = plan.price_on(day, today)
        if not changes or changes[-1][1] != price:
            changes.append((day, price))
    for position, (day, price) in enumerate(changes):
        last = changes[position + 1][0] - timedelta(days=1) if position + 1 < len(changes) else None
        rows.add(
            PlanPrice, id=rows.next_id(PlanPrice), plan_id=plan_id, price=price, from_day=day, to_day=last
        )
