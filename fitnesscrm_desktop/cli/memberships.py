"""``fitnesscrm plans`` and ``fitnesscrm memberships``: what is sold, and to whom."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Annotated, Any

import typer

from fitnesscrm_desktop.cli.amounts import shown
from fitnesscrm_desktop.cli.runtime import answer, at_desk, bad_usage
from fitnesscrm_desktop.cli.typed import AN_ID, MAY_START_WITH_A_DASH, a_day, a_number, amount_of
from fitnesscrm_desktop.models.values import CancelReason, Period, PlanKind
from fitnesscrm_desktop.services.memberships.plan_rules import PlanDraft, useless_fields
from fitnesscrm_desktop.services.memberships.results import (
    MembershipChange,
    MembershipSold,
    MembershipView,
    PlanView,
)

plans_app = typer.Typer(help="What the studio sells.", no_args_is_help=True)
_OPTIONS = {
    "period": "--every",
    "visits": "--visits",
    "days": "--days",
    "visits_per_week": "--visits-per-week",
}
_PERIODS = {
    Period.MONTH: "month",
    Period.FOUR_WEEKS: "4 weeks",
    Period.QUARTER: "quarter",
    Period.YEAR: "year",
}
_KINDS = {
    PlanKind.RECURRING: "A recurring plan",
    PlanKind.PACK: "A pack",
    PlanKind.DAY: "A day pass",
    PlanKind.TRIAL: "A trial",
}
app = typer.Typer(help="Sell, renew, freeze, extend and cancel memberships.", no_args_is_help=True)


@plans_app.command("list")
def list_plans(
    *, archived: Annotated[bool, typer.Option("--archived", help="Archived plans too.")] = False
) -> None:
    """List the plans with their price of today."""
    with at_desk() as desk:
        found = desk.services.plans.list(desk.actor, archived=archived)
    answer([_plan(plan) for plan in found], lambda: "\n".join(map(_plan_line, found)) or "No plans yet.")


@plans_app.command("add", context_settings=MAY_START_WITH_A_DASH)
def add_plan(  # noqa: PLR0913 - one option for each thing a plan is
    *,
    name: Annotated[str, typer.Option(help="What it is called.")],
    kind: Annotated[PlanKind, typer.Option(help="How it lets people in.")],
    price: Annotated[
        int, typer.Option(parser=amount_of("price"), metavar="N", help="In minor units, tax contained.")
    ],
    every: Annotated[Period | None, typer.Option(help="How often a recurring plan is paid.")] = None,
    visits: Annotated[
        int | None, typer.Option(parser=a_number, metavar="N", help="Visits of a pack.")
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(parser=a_number, metavar="N", help="Days a pack, day pass or trial is valid."),
    ] = None,
    visits_per_week: Annotated[
        int | None, typer.Option(parser=a_number, metavar="N", help="At most so many visits a week.")
    ] = None,
    signup_fee: Annotated[
        int,
        typer.Option(parser=amount_of("signup_fee"), metavar="N", help="Charged once, in minor units."),
    ] = 0,
    tax_rate: Annotated[
        int, typer.Option(parser=a_number, metavar="N", help="Hundredths of a percent: 1900 is 19 %.")
    ] = 0,
) -> None:
    """Add a plan. A recurring one is paid every month unless --every says otherwise."""
    draft = PlanDraft(
        name=name,
        kind=kind,
        period=every,
        visits=visits,
        days=days,
        visits_per_week=visits_per_week,
        signup_fee=signup_fee,
        tax_rate=tax_rate,
    )
    _refuse_what_does_not_fit(draft)
    with at_desk() as desk:
        added = desk.services.plans.add(desk.actor, _with_the_usual(draft), price)
    answer(_plan(added), lambda: f"Added plan {added.id}: {_plan_line(added)}")


def _refuse_what_does_not_fit(draft: PlanDraft) -> None:
    """The editor of the window hides these fields; here, what was typed must not be dropped silently."""
    useless = useless_fields(draft)
    if useless:
        options = " and ".join(_OPTIONS[field] for field in useless)
        text = f"{_KINDS[draft.kind]} has no use for {options}."
        if draft.kind is PlanKind.RECURRING and "visits" in useless:
            text = f"{text} Limit how often members come with --visits-per-week."
        bad_usage(f"{text} Nothing was stored.")


def _with_the_usual(draft: PlanDraft) -> PlanDraft:
    period = Period.MONTH if draft.kind is PlanKind.RECURRING else None
    days = {PlanKind.PACK: 365, PlanKind.TRIAL: 14, PlanKind.DAY: 1}.get(draft.kind)
    return replace(draft, period=draft.period or period, days=days if draft.days is None else draft.days)


def _plan(plan: PlanView) -> dict[str, Any]:
    document = asdict(plan)
    return {"id": plan.id, **document.pop("draft"), **document}


def _plan_line(plan: PlanView) -> str:
    every = f", every {_PERIODS[plan.period]}" if plan.period else ""
    return f"{plan.id:5}  {plan.name}  ({plan.kind}{every})  {shown(plan.price, plan.currency)}"


@app.command("sell", context_settings=MAY_START_WITH_A_DASH)
def sell(
    client: Annotated[int, typer.Argument(help="Id of the client.", **AN_ID)],
    plan: Annotated[int, typer.Argument(help="Id of the plan.", **AN_ID)],
    *,
    from_day: Annotated[
        date | None,
        typer.Option("--from", parser=a_day, metavar="YYYY-MM-DD", help="First day; today without it."),
    ] = None,
    key: Annotated[str | None, typer.Option(help="The same key twice sells once.")] = None,
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="Sell it even if the client has it for these days already.")
    ] = False,
) -> None:
    """Sell a plan to a client, from today on unless --from says otherwise."""
    with at_desk() as desk:
        sold = desk.services.memberships.sell(
            desk.actor, client, plan, from_day, key=key, confirmed=confirmed
        )
    _answer_sold(sold, "Sold")


@app.command("renew", context_settings=MAY_START_WITH_A_DASH)
def renew(
    membership: Annotated[int, typer.Argument(help="Id of the membership.", **AN_ID)],
    *,
    key: Annotated[str | None, typer.Option(help="The same key twice renews once.")] = None,
) -> None:
    """Add one more term; renewing early never costs a day."""
    with at_desk() as desk:
        sold = desk.services.memberships.renew(desk.actor, membership, key)
    _answer_sold(sold, "Renewed")


def _answer_sold(sold: MembershipSold, verb: str) -> None:
    document = {"id": sold.membership_id, **asdict(sold)}
    answer(document, f"{verb} {sold.plan_name}: membership {sold.membership_id} runs until {sold.ends_on}.")


@app.command("list", context_settings=MAY_START_WITH_A_DASH)
def list_memberships(client: Annotated[int, typer.Argument(help="Id of the client.", **AN_ID)]) -> None:
    """List a client's memberships, the one that lasts longest first."""
    with at_desk() as desk:
        found = desk.services.memberships.of_client(desk.actor, client)
    answer([asdict(one) for one in found], lambda: "\n".join(map(_line, found)) or "No membership yet.")


def _line(one: MembershipView) -> str:
    until = f"until {one.ends_on}" if one.ends_on else "until it is resumed"
    if one.never_ran:
        until = "on, but never ran"
    return f"{one.id:5}  {one.plan_name}  {one.state}  from {one.starts_on} {until}"


@app.command("freeze", context_settings=MAY_START_WITH_A_DASH)
def freeze(
    membership: Annotated[int, typer.Argument(help="Id of the membership.", **AN_ID)],
    *,
    from_day: Annotated[
        date | None,
        typer.Option(
            "--from", parser=a_day, metavar="YYYY-MM-DD", help="First day of rest; today without it."
        ),
    ] = None,
    to_day: Annotated[
        date | None,
        typer.Option(
            "--to",
            parser=a_day,
            metavar="YYYY-MM-DD",
            help="Last day of rest; until it is resumed without it.",
        ),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """Let it rest; the days of rest are added to its end."""
    with at_desk() as desk:
        done = desk.services.memberships.freeze(desk.actor, membership, from_day, to_day, reason)
    _answer_change(done, "is frozen")


@app.command("resume", context_settings=MAY_START_WITH_A_DASH)
def resume(
    membership: Annotated[int, typer.Argument(help="Id of the membership.", **AN_ID)],
    *,
    on_day: Annotated[
        date | None,
        typer.Option(
            "--on", parser=a_day, metavar="YYYY-MM-DD", help="The day it runs again; today without it."
        ),
    ] = None,
) -> None:
    """Let it run again from today, or from --on."""
    with at_desk() as desk:
        done = desk.services.memberships.resume(desk.actor, membership, on_day)
    if done.called_off is None:
        _answer_change(done, "runs again")
    else:
        _answer_change(done, "does not rest", f"The freeze planned from {done.called_off} is called off.")


@app.command("extend", context_settings=MAY_START_WITH_A_DASH)
def extend(
    membership: Annotated[int, typer.Argument(help="Id of the membership.", **AN_ID)],
    days: Annotated[int, typer.Argument(parser=a_number, help="Days to add to its end.")],
    *,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    key: Annotated[str | None, typer.Option(help="The same key twice extends once.")] = None,
) -> None:
    """Add days to its end as a gift."""
    with at_desk() as desk:
        done = desk.services.memberships.extend(desk.actor, membership, days, reason, key)
    _answer_change(done, "is extended")


@app.command("cancel", context_settings=MAY_START_WITH_A_DASH)
def cancel(
    membership: Annotated[int, typer.Argument(help="Id of the membership.", **AN_ID)],
    *,
    on_day: Annotated[
        date | None,
        typer.Option("--on", parser=a_day, metavar="YYYY-MM-DD", help="The first day it no longer holds."),
    ] = None,
    reason: Annotated[CancelReason, typer.Option(help="Why.")] = CancelReason.OTHER,
    note: Annotated[str, typer.Option(help="More about why.")] = "",
    keep_charges: Annotated[
        bool, typer.Option("--keep-charges", help="Leave charged what belongs to terms that never begin.")
    ] = False,
) -> None:
    """End it early: today, or --on, is the first day it no longer holds.

    What is charged for terms that never begin is taken back, unless --keep-charges says otherwise. A term
    in which somebody came in has begun and stays charged.
    """
    with at_desk() as desk:
        done = desk.services.memberships.cancel(
            desk.actor, membership, on_day, reason, note, take_back_unbegun=not keep_charges
        )
    said = (
        "Taken back, because it never begins" if done.taken_back else "Still charged, though it never begins"
    )
    more = [_charges(said, done)]
    if done.used_on is not None:
        more.append(
            f"It was used on {done.used_on}, after its new last day: what had begun by then stays charged."
        )
    _answer_change(done, "is cancelled", " ".join(filter(None, more)))


@app.command("uncancel", context_settings=MAY_START_WITH_A_DASH)
def uncancel(
    membership: Annotated[int, typer.Argument(help="Id of the membership.", **AN_ID)],
    *,
    confirmed: Annotated[
        bool,
        typer.Option("--confirmed", help="Even if the client has the plan for these days already."),
    ] = False,
) -> None:
    """Take a cancellation back, and charge again what it took back."""
    with at_desk() as desk:
        done = desk.services.memberships.uncancel(desk.actor, membership, confirmed=confirmed)
    _answer_change(done, "is no longer cancelled", _charges("Charged again", done))


def _charges(said: str, done: MembershipChange) -> str:
    """The charges that a change is about, each with its amount in minor units."""
    parts = [f"{each.text} ({shown(each.amount, each.currency)})" for each in done.unbegun]
    return f"{said}: {'; '.join(parts)}." if parts else ""


def _answer_change(done: MembershipChange, deed: str, more: str = "") -> None:
    until = f"ends on {done.ends_on}" if done.ends_on else "rests until it is resumed"
    text = f"{more} Membership {done.membership_id} {deed}; it {until}.".lstrip()
    answer({"id": done.membership_id, **asdict(done)}, text)
