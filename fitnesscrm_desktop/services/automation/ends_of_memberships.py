"""Memberships that end in some days, or have ended: each is an occasion, the one that is followed too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from fitnesscrm_desktop.models.automation import RuleMatch
from fitnesscrm_desktop.models.membership import Membership, MembershipFact, MembershipHold, PackEntry, Plan
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import FactKind, PlanKind, Trigger
from fitnesscrm_desktop.services.automation.looking import Look
from fitnesscrm_desktop.services.automation.occasions import LEFT, USUAL_PATIENCE, Before, Found
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY
from fitnesscrm_desktop.services.memberships.held import Held, held_by, is_followed
from fitnesscrm_desktop.services.messaging.results import SkipReason
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

_ENDS_SOONER = or_(
    MembershipFact.kind.in_((FactKind.RESUMED, FactKind.REINSTATED, FactKind.WITHDRAWN)),
    and_(MembershipFact.kind == FactKind.EXTENDED, MembershipFact.days < 0),
)
"""By these a membership may end sooner than was thought."""
_FOLLOWS_NOT = MembershipFact.kind.in_((FactKind.CANCELLED, FactKind.WITHDRAWN))
"""By these a membership may not follow another one any more."""
_EVER = datetime.min.replace(tzinfo=UTC)


def ending(look: Look) -> Iterator[Found]:
    """A membership ends in n days; not one that rests, is cancelled, or has no visit left and so is over.

    When it runs again after a freeze or a cancellation, lost days it was given, or is followed no more, its
    day may be past by then: the rule that is nearest to the end speaks at once, and the others not at all.
    """
    first, last = look.after()
    profile = studio_profile(look.session)
    known = _end_known_at(look, profile)
    rests = exists().where(
        MembershipHold.membership_id == Membership.id,
        MembershipHold.to_day.is_(None),
        MembershipHold.from_day <= Membership.ends_on,
    )
    rows = look.session.execute(
        select(Membership.id, Membership.client_id, Membership.ends_on, known)
        .join(Plan, Plan.id == Membership.plan_id)
        .where(
            Membership.ends_on.between(look.first, last),
            or_(Membership.ends_on >= first, known.is_not(None)),
            Membership.cancelled_on.is_(None),
            Membership.starts_on <= Membership.ends_on,
            or_(Membership.visits_left.is_(None), Membership.visits_left > 0),
            Plan.kind != PlanKind.DAY,
            ~rests,
        )
    ).all()
    held = held_by(look.session, {row.client_id for row in rows}, profile)
    nearer = look.nearer_rules(Trigger.MEMBERSHIP_ENDING) if rows else ()
    for membership_id, client_id, ends_on, at in rows:
        day = ends_on - timedelta(days=look.n)
        since = _known_on(at, day, profile)
        if since > day:
            if any(ends_on - timedelta(days=n) <= since for n in nearer):
                continue
            day = since
        if not look.first <= day <= min(look.last, ends_on):
            continue
        yield Found(
            client_id,
            f"membership:{membership_id}:{ends_on}",
            day,
            ends_on,
            (ends_on - day).days,
            membership_id,
            good_until=ends_on,
            left_out=_left_out(held[client_id], membership_id, ends_on, at_once=True),
        )


def _end_known_at(look: Look, profile: StudioProfile) -> ScalarSelect[datetime]:
    """When, on one of these days, it became known last that a membership ends, and nothing follows it."""
    other = aliased(Membership)
    return (
        select(func.max(MembershipFact.at))
        .join(other, other.id == MembershipFact.membership_id)
        .where(
            other.client_id == Membership.client_id,
            or_(
                and_(other.id == Membership.id, _ENDS_SOONER),
                and_(other.id != Membership.id, _FOLLOWS_NOT),
            ),
            _within(look, profile),
        )
        .correlate(Membership)
        .scalar_subquery()
    )


def _cancelled_at(look: Look, profile: StudioProfile) -> ScalarSelect[datetime]:
    """When, on one of these days, it became known last that a membership is cancelled."""
    return (
        select(func.max(MembershipFact.at))
        .where(
            MembershipFact.membership_id == Membership.id,
            MembershipFact.kind == FactKind.CANCELLED,
            _within(look, profile),
        )
        .scalar_subquery()
    )


def _told(look: Look) -> ColumnElement[bool]:
    """Whether a message of the rule that looks has left about the end of a membership, on whatever day."""
    name = literal("ended:") + cast(Membership.id, String) + literal(":%")
    return exists().where(
        RuleMatch.rule_id == look.new_for,
        RuleMatch.client_id == Membership.client_id,
        RuleMatch.occurrence.like(name),
        Message.match_id == RuleMatch.id,
        Message.state.in_(LEFT),
    )


def _within(look: Look, profile: StudioProfile) -> ColumnElement[bool]:
    begin, end = start_of_day(look.first, profile.zone), start_of_day(look.last + ONE_DAY, profile.zone)
    return and_(MembershipFact.at >= begin, MembershipFact.at < end)


def _known_on(at: datetime | None, day: date, profile: StudioProfile) -> date:
    return day if at is None else profile.day_of(at)


def ended(look: Look) -> Iterator[Found]:
    """A membership let in for the last time n days ago: run out, used up, or cancelled. Not a day pass.

    When it is cancelled as of a day long enough ago, the last of the rules whose day is past speaks at once,
    and the others not at all.
    """
    passed = timedelta(days=max(look.n, 1) - 1)
    first, last = look.first - passed - ONE_DAY, look.last - passed - ONE_DAY
    profile = studio_profile(look.session)
    cancelled = _cancelled_at(look, profile)
    afterwards = and_(
        Membership.cancelled_on.between(first + ONE_DAY - USUAL_PATIENCE, first), cancelled.is_not(None)
    )
    query = (
        select(Membership.id, Membership.client_id, cancelled, _told(look))
        .join(Plan, Plan.id == Membership.plan_id)
        .where(Plan.kind != PlanKind.DAY, or_(_may_have_ended(first, last, profile), afterwards))
    )
    rows = look.session.execute(query).all()
    held = held_by(look.session, {row.client_id for row in rows}, profile)
    candidates = {membership_id: at for membership_id, _, at, _ in rows}
    told = {membership_id for membership_id, _, _, has_left in rows if has_left}
    later = look.later_rules(Trigger.MEMBERSHIP_ENDED) if rows else ()
    for client_id, theirs in held.items():
        for each in theirs:
            about = each.is_over_on
            if each.membership_id not in candidates or about is None or not each.days.ever_held:
                continue
            day = about + ONE_DAY + passed
            if about < first:
                if each.days.cancelled_on != about + ONE_DAY or each.membership_id in told:
                    continue  # it was over before, used up; or only the day of its cancellation was corrected
                since = _known_on(candidates[each.membership_id], day, profile)
                if any(about + timedelta(days=n) <= since for n in later):
                    continue
                day = since
            if look.first <= day <= look.last:
                yield Found(
                    client_id,
                    f"ended:{each.membership_id}:{about}",
                    day,
                    about,
                    (day - about).days,
                    each.membership_id,
                    before=Before(f"ended:{about}", _EVER),
                    left_out=_left_out(theirs, each.membership_id, about, at_once=False),
                )


def _may_have_ended(first: date, last: date, profile: StudioProfile) -> ColumnElement[bool]:
    """Everything whose last day may be one of these: the last visit of a pack is looked at more closely."""
    begin, end = start_of_day(first, profile.zone), start_of_day(last + ONE_DAY, profile.zone)
    spent = exists().where(
        PackEntry.membership_id == Membership.id, PackEntry.at >= begin, PackEntry.at < end
    )
    return or_(
        Membership.ends_on.between(first, last),
        Membership.cancelled_on.between(first + ONE_DAY, last + ONE_DAY),
        and_(Membership.ends_on > first, Membership.visits_left == 0, spent),
    )


def _left_out(held: Sequence[Held], membership_id: int, day: date, *, at_once: bool) -> SkipReason | None:
    return SkipReason.FOLLOWED if is_followed(held, membership_id, day, at_once=at_once) else None
