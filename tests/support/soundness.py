"""What has to be true of every studio at any moment, whoever was killed and how many desks were at work."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.maintenance.results import FindingState
from fitnesscrm_desktop.services.maintenance.roll_ups import examine_roll_ups
from fitnesscrm_desktop.services.settings.profile import studio_profile

NEVER: dict[str, str] = {
    "a member number is used twice or left out": """
        SELECT count(*), min(member_number), max(member_number) FROM client
        HAVING count(*) <> coalesce(max(member_number), 0)
            OR count(*) <> coalesce((SELECT value FROM counter WHERE name = 'member_number'), 0)""",
    "a receipt number is used twice or left out": """
        SELECT count(*), min(receipt_number), max(receipt_number) FROM payment
        HAVING count(*) <> coalesce(max(receipt_number), 0)
            OR count(*) <> coalesce((SELECT value FROM counter WHERE name = 'receipt_number'), 0)""",
    "a pack holds something else than its entries say": """
        SELECT m.id, m.visits_left, coalesce(sum(e.delta), 0) FROM membership m
        LEFT JOIN pack_entry e ON e.membership_id = m.id
        WHERE m.visits_left IS NOT NULL GROUP BY m.id, m.visits_left
        HAVING m.visits_left <> coalesce(sum(e.delta), 0) OR m.visits_left < 0""",
    "a visit is spent twice, or spent although it was taken back": """
        SELECT v.id, sum(e.delta) FROM visit v JOIN pack_entry e ON e.visit_id = v.id
        GROUP BY v.id, v.cancelled_at
        HAVING sum(e.delta) < -1 OR sum(e.delta) > 0 OR (v.cancelled_at IS NOT NULL AND sum(e.delta) <> 0)""",
    "a visit and its cancellation do not agree": """
        SELECT v.id, v.cancelled_at, c.at FROM visit v LEFT JOIN visit_cancellation c ON c.visit_id = v.id
        WHERE (v.cancelled_at IS NULL) <> (c.id IS NULL)""",
    "a visit is not in the audit log exactly once": """
        SELECT v.id, count(a.id) FROM visit v LEFT JOIN audit a
            ON a.entity = 'visit' AND a.entity_id = v.id
            AND a.action IN ('checkin.create', 'checkin.override')
        GROUP BY v.id HAVING count(a.id) <> 1""",
    "an hour's count is not its visits": """
        SELECT kept, counted FROM
            (SELECT coalesce(sum(count), 0) AS kept FROM visit_hour) k,
            (SELECT count(*) AS counted FROM visit WHERE cancelled_at IS NULL) c
        WHERE kept <> counted""",
    "a day's hours are not its visits": """
        SELECT h.day, sum(h.count) FROM visit_hour h GROUP BY h.day
        HAVING sum(h.count) <> (
            SELECT count(*) FROM visit v WHERE v.day = h.day AND v.cancelled_at IS NULL)""",
    "a payment is not in the audit log exactly once": """
        SELECT p.id, count(a.id) FROM payment p LEFT JOIN audit a
            ON a.entity = 'payment' AND a.entity_id = p.id
            AND a.action IN ('billing.take', 'billing.refund')
        GROUP BY p.id HAVING count(a.id) <> 1""",
    "more is given back than was paid": """
        SELECT p.id, p.amount, sum(r.amount) FROM payment p JOIN payment r ON r.refund_of_id = p.id
        GROUP BY p.id, p.amount HAVING p.amount + sum(r.amount) < 0""",
    "a payment settles more than it is": """
        SELECT o.id, sum(a.amount) FROM allocation a JOIN payment p ON p.id = a.payment_id
        JOIN payment o ON o.id = coalesce(p.refund_of_id, p.id)
        GROUP BY o.id, o.amount HAVING sum(a.amount) < 0 OR sum(a.amount) >
            o.amount + (SELECT coalesce(sum(r.amount), 0) FROM payment r WHERE r.refund_of_id = o.id)""",
    "a charge is settled by more than it is": """
        SELECT c.id, c.amount, sum(a.amount) FROM charge c JOIN allocation a ON a.charge_id = c.id
        GROUP BY c.id, c.amount HAVING sum(a.amount) < 0 OR sum(a.amount) > c.amount""",
    "money lies beside an unpaid charge": """
        SELECT client_id FROM (
            SELECT p.client_id AS client_id, sum(p.amount) AS paid,
                (SELECT coalesce(sum(a.amount), 0) FROM allocation a JOIN payment q ON q.id = a.payment_id
                    WHERE q.client_id = p.client_id) AS used,
                (SELECT coalesce(sum(c.amount), 0) FROM charge c WHERE c.client_id = p.client_id) AS charged
            FROM payment p GROUP BY p.client_id) sums
        WHERE paid > used AND charged > used""",
    "a membership was sold without term, fact or charge": """
        SELECT m.id FROM membership m
        WHERE NOT EXISTS (SELECT 1 FROM membership_fact f WHERE f.membership_id = m.id)
            OR NOT EXISTS (SELECT 1 FROM membership_term t WHERE t.membership_id = m.id)""",
    "a term that costs something has no charge of that amount": """
        SELECT t.id, t.price, c.amount FROM membership_term t LEFT JOIN charge c ON c.id = t.charge_id
        WHERE t.price > 0 AND (c.id IS NULL OR c.amount <> t.price)""",
    "a membership is charged without a term": """
        SELECT c.id FROM charge c WHERE c.kind = 'membership' AND c.reverses_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM membership_term t WHERE t.charge_id = c.id)
            AND NOT EXISTS (SELECT 1 FROM charge r JOIN charge again ON again.id > c.id
                WHERE r.reverses_id = c.id AND again.kind = 'membership' AND again.reverses_id IS NULL
                    AND again.membership_id = c.membership_id AND again.amount = c.amount
                    AND (again.text = c.text OR again.at = r.at))""",
    "there are more or fewer terms than sales and renewals": """
        SELECT m.id FROM membership m WHERE
            (SELECT count(*) FROM membership_term t WHERE t.membership_id = m.id) <>
            (SELECT count(*) FROM membership_fact f
                WHERE f.membership_id = m.id AND f.kind IN ('sold', 'renewed'))""",
    "stock is below zero": "SELECT id, stock FROM product WHERE stock < 0",
    "a client has no figures": """
        SELECT c.id FROM client c LEFT JOIN client_figures f ON f.client_id = c.id
        WHERE f.client_id IS NULL""",
    "a client came with an import that does not exist": """
        SELECT c.id FROM client c LEFT JOIN import_run r ON r.id = c.import_id
        WHERE c.import_id IS NOT NULL AND r.id IS NULL""",
}
"""What must not be, and the query that would find it."""

_SEARCH = "INSERT INTO client_search(client_search, rank) VALUES ('integrity-check', 1)"


def faults(services: Services) -> list[str]:
    """Everything that is wrong with a studio; nothing, if all is well."""
    with services.core.read() as session:
        profile = studio_profile(session)
        stay = timedelta(hours=profile.auto_checkout_hours)
        found = [*_of_the_file(services, session), *_of_the_rows(session), *_inside_twice(session, stay)]
        found += [
            each.text for each in examine_roll_ups(session, profile) if each.state is not FindingState.OK
        ]
    return found


def assert_sound(services: Services) -> None:
    """Fail with everything that is wrong with a studio."""
    found = faults(services)
    assert not found, "\n".join(found)


def _of_the_file(services: Services, session: Session) -> Iterator[str]:
    if not services.core.database.is_sqlite:
        return
    for pragma in ("integrity_check", "foreign_key_check"):
        rows: list[Any] = list(session.execute(text(f"PRAGMA {pragma}")))
        yield from (f"{pragma}: {tuple(row)}" for row in rows if tuple(row) != ("ok",))
    with services.core.write() as work:
        work.session.execute(text(_SEARCH))  # raises when the search index differs from the clients


def _of_the_rows(session: Session) -> Iterator[str]:
    for what, query in NEVER.items():
        yield from (f"{what}: {tuple(row)}" for row in session.execute(text(query)).all())


def _inside_twice(session: Session, stay: timedelta) -> Iterator[str]:
    """Who came longer ago than people stay counts as gone, even if nobody has written that down yet."""
    still_in = select(Visit.client_id, Visit.at).where(Visit.left_at.is_(None), Visit.cancelled_at.is_(None))
    rows = session.execute(still_in.order_by(Visit.client_id, Visit.at)).all()
    for one, other in itertools.pairwise(rows):
        if one.client_id == other.client_id and other.at - one.at < stay:
            yield f"client {one.client_id} is inside twice, since {one.at} and since {other.at}"
