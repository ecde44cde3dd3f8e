"""Memberships that rest until somebody resumes them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists

from fitnesscrm_desktop.models.membership import Membership, MembershipHold


def rests_until_resumed() -> ColumnElement[bool]:
    """That a membership rests without an end: its written end moves with every day of it."""
    return exists().where(
        MembershipHold.membership_id == Membership.id,
        MembershipHold.to_day.is_(None),
        MembershipHold.from_day <= Membership.ends_on,
    )
