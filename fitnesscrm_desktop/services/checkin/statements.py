"""The statements of a check-in, built once: building one takes longer than SQLite needs to run it.

They are plain table statements with named parameters, run on the connection of the session, so they belong to
the same transaction as everything else. ``tests/benchmarks`` compares a check-in with bare SQLite.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    Insert,
    Select,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from fitnesscrm_desktop.models.base import Base
from fitnesscrm_desktop.models.client import (
    Client,
    ClientCode,
    ClientFigures,
    ClientPhoto,
    Consent,
    StaffNote,
)
from fitnesscrm_desktop.models.forms import ClientForm, FormTemplate
from fitnesscrm_desktop.models.membership import Membership, MembershipHold, PackEntry, Plan
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import ConsentKind, FormAudience
from fitnesscrm_desktop.models.visit import Visit, VisitHour
from fitnesscrm_desktop.services.clients.notes import readable_by
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.prepared import Prepared
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def _table(mapped: type[Base]) -> Table:
    return cast("Table", mapped.__table__)


_studio, _client, _code = _table(Studio).c, _table(Client).c, _table(ClientCode).c
_figures, _photo, _consent = _table(ClientFigures).c, _table(ClientPhoto).c, _table(Consent).c
_membership, _plan, _hold = _table(Membership).c, _table(Plan).c, _table(MembershipHold).c
_note, _audit = _table(StaffNote).c, _table(AuditEntry).c
_visit, _hour = _table(Visit).c, _table(VisitHour).c
_template, _signed = _table(FormTemplate).c, _table(ClientForm).c
_newer = _table(ClientForm).alias("newer").c
_numbered = _table(Client).alias("numbered").c
_later = _table(MembershipHold).alias("later").c

STUDIO = Prepared(select(*(_studio[name] for name in StudioProfile.__slots__)))
"""Without the logo, which no check-in needs."""

_WAITS = and_(_signed.asks_clearance, _signed.cleared_on.is_(None), _signed.voided_at.is_(None))

_AT_DOOR = (
    select(
        _client.id,
        _client.member_number,
        _client.first_name,
        _client.last_name,
        _client.born,
        _client.blocked_reason,
        _client.archived_at,
        _client.merged_into_id,
        _client.medical_alert,
        _figures.balance,
        _figures.oldest_due_on,
        _figures.visits,
        exists().where(_photo.client_id == _client.id).label("has_photo"),
        exists()
        .where(_note.client_id == _client.id, _note.pinned, _note.removed_at.is_(None))
        .label("has_pinned_notes"),
        select(_consent.given)
        .where(_consent.client_id == _client.id, _consent.kind == ConsentKind.GUARDIAN)
        .order_by(_consent.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("guardian_agreed"),
        or_(
            exists().where(_template.required_for != FormAudience.NOBODY, _template.archived_at.is_(None)),
            exists().where(_signed.client_id == _client.id, _WAITS),
        ).label("asks_for_forms"),
    )
    .select_from(_table(Client))
    .outerjoin(_table(ClientFigures), _figures.client_id == _client.id)
    .with_for_update(
        key_share=True, of=_table(Client)
    )  # others may still store rows that refer to the client
)
AT_DOOR_BY_ID = Prepared(_AT_DOOR.where(_client.id == bindparam("client_id")))
AT_DOOR_BY_CODE = Prepared(
    _AT_DOOR.where(
        _client.id
        == func.coalesce(
            select(_code.client_id).where(_code.code == bindparam("code")).scalar_subquery(),
            select(_numbered.id).where(_numbered.member_number == bindparam("number")).scalar_subquery(),
        )
    )
)

FORMS = Prepared(
    select(
        _template.id,
        _template.name,
        _template.required_for,
        _template.blocks_checkin,
        _signed.id,
        _signed.expires_on,
        and_(_signed.id.is_not(None), _WAITS).label("waits"),
    )
    .select_from(_table(FormTemplate))
    .outerjoin(
        _table(ClientForm),
        _signed.id
        == select(_newer.id)
        .where(
            _newer.client_id == bindparam("client_id"),
            _newer.template_id == _template.id,
            _newer.voided_at.is_(None),
        )
        .order_by(_newer.signed_on.desc(), _newer.id.desc())
        .limit(1)
        .scalar_subquery(),
    )
    .where(
        _template.archived_at.is_(None),
        or_(_template.required_for != FormAudience.NOBODY, and_(_signed.id.is_not(None), _WAITS)),
    )
    .order_by(_template.folded, _template.id)
)
"""Asked only where some form is needed by somebody, or one of the client's waits."""

_WILL_REST = exists().where(
    _later.membership_id == _membership.id,
    _later.to_day.is_(None),
    _later.from_day > bindparam("day"),
    _later.from_day <= _membership.ends_on,
)
_MEMBERSHIPS = (
    select(
        _membership.id,
        _plan.name,
        _plan.kind,
        _membership.starts_on,
        _membership.ends_on,
        _membership.cancelled_on,
        _membership.visits_left,
        _plan.visits_per_week,
        _plan.same_day_once,
        _plan.weekdays,
        _plan.from_minute,
        _plan.to_minute,
        _WILL_REST.label("will_rest"),
        _hold.id.label("hold_id"),
        _hold.from_day,
        _hold.to_day,
    )
    .select_from(_table(Membership))
    .join(_table(Plan), _plan.id == _membership.plan_id)
    .outerjoin(
        _table(MembershipHold),
        and_(
            _hold.membership_id == _membership.id,
            _hold.from_day <= bindparam("day"),
            or_(_hold.to_day.is_(None), _hold.to_day >= bindparam("day")),
        ),
    )
    .where(_membership.client_id == bindparam("client_id"))
    .order_by(_membership.ends_on.desc(), _membership.id.desc())
)
_RESTS_UNTIL_RESUMED = and_(
    _hold.id.is_not(None), _hold.to_day.is_(None), _hold.from_day <= _membership.ends_on
)
"""Its end moves with every day, however long ago it was written down."""
MEMBERSHIPS_NOT_OVER = Prepared(
    _MEMBERSHIPS.where(or_(_membership.ends_on >= bindparam("day"), _RESTS_UNTIL_RESUMED))
)
MEMBERSHIP_OVER = Prepared(_MEMBERSHIPS.where(_membership.ends_on < bindparam("day")).limit(1))

VISITS_AROUND = Prepared(
    select(_visit.id, _visit.at, _visit.day, _visit.membership_id, _visit.left_at)
    .where(
        _visit.client_id == bindparam("client_id"),
        _visit.at >= bindparam("first"),
        _visit.at <= bindparam("last"),
        _visit.cancelled_at.is_(None),
    )
    .order_by(_visit.at)
)

VISIT_BY_KEY = (
    select(_visit.id, _visit.at, _visit.day, _visit.membership_id, _visit.left_at)
    .join(_table(AuditEntry), and_(_audit.entity == "visit", _audit.entity_id == _visit.id))
    .where(
        _audit.at >= bindparam("since", type_=_audit.at.type),
        _audit.action.in_(("checkin.create", "checkin.override")),
        _audit.detail.contains(bindparam("key"), autoescape=False),
    )
)
"""Only what is tried again looks for it, from its own moment on."""


@lru_cache(maxsize=32)
def pinned_notes(actor: Actor) -> Select[tuple[Any, ...]]:
    """The pinned notes this actor may read."""
    mine = (_note.client_id == bindparam("client_id"), _note.pinned, _note.removed_at.is_(None))
    return select(_note.text).where(*mine, readable_by(actor)).order_by(_note.at, _note.id)


ADD_VISIT = Prepared(
    insert(_table(Visit)).returning(_visit.id),
    columns=(
        "client_id",
        "membership_id",
        "at",
        "day",
        "verdict",
        "override_reason",
        "staff_id",
        "left_at",
        "left_by_itself",
    ),
)
CLOSE_VISIT = (
    update(_table(Visit))
    .where(_visit.id == bindparam("visit_id"), _visit.left_at.is_(None))
    .values(left_at=bindparam("left"), left_by_itself=True)
)
REOPEN_VISIT = (
    update(_table(Visit)).where(_visit.id == bindparam("visit_id")).values(left_at=None, left_by_itself=False)
)
COUNT_VISIT = Prepared(
    update(_table(ClientFigures))
    .where(_figures.client_id == bindparam("of_client"))
    .values(
        visits=_figures.visits + 1,
        last_visit_on=case(
            (
                or_(_figures.last_visit_on.is_(None), _figures.last_visit_on < bindparam("on_day")),
                bindparam("on_day"),
            ),
            else_=_figures.last_visit_on,
        ),
    )
    .returning(_figures.visits)
)
ADD_FIGURES = insert(_table(ClientFigures))
SPEND_VISIT = (
    update(_table(Membership))
    .where(_membership.id == bindparam("of_membership"), _membership.visits_left > 0)
    .values(visits_left=_membership.visits_left - 1)
    .returning(_membership.visits_left)
)
ADD_PACK_ENTRY = insert(_table(PackEntry))


def _count_hour(dialect: Any) -> Insert:
    counting = dialect.insert(_table(VisitHour)).inline()
    return cast(
        "Insert",
        counting.on_conflict_do_update(
            index_elements=[_hour.day, _hour.hour], set_={"count": _hour.count + 1}
        ),
    )


COUNT_HOUR = {
    name: Prepared(_count_hour(dialect), columns=("day", "hour", "count"))
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
