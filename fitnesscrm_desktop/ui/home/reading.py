"""Reads all that a home page shows in one go, so that its figures and lists belong together."""

from __future__ import annotations

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.analytics.results import TodayFigures
from fitnesscrm_desktop.services.automation.staff_tasks import TaskList
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.home.state import Beginning, HomeState

MOST_OWING = 30
MOST_TASKS = 30
MONTHS = 12


def read_owner(services: Services, actor: Actor, days: int) -> HomeState:
    """The owner's page; *days* is how early an end counts as near."""
    figures = services.figures.today(actor) if actor.may(Permission.VIEW_CLIENTS) else None
    return HomeState(
        figures=figures,
        months=services.figures.takings_by_month(actor, MONTHS),
        ending=tuple(services.memberships.ending_soon(actor, days)) if figures else (),
        owing=tuple(services.billing.who_owes(actor).fetch(None, MOST_OWING).rows)
        if actor.may(Permission.VIEW_MONEY)
        else (),
        beginning=_beginning(services, actor, figures),
        loaded=True,
    )


def read_desk(services: Services, actor: Actor, days: int) -> HomeState:
    """The desk's page, as far as this person may see it."""
    figures = services.figures.today(actor) if actor.may(Permission.VIEW_CLIENTS) else None
    return HomeState(
        figures=figures,
        ending=tuple(services.memberships.ending_soon(actor, days)) if figures else (),
        owing=tuple(services.billing.who_owes(actor).fetch(None, MOST_OWING).rows)
        if actor.may(Permission.VIEW_MONEY)
        else (),
        occupancy=services.visits.occupancy(actor),
        inside=services.visits.inside(actor),
        birthdays=tuple(services.directory.birthdays(actor)) if figures else (),
        tasks=tuple(services.staff_tasks.rows(actor, TaskList.MINE, limit=MOST_TASKS).rows)
        if figures
        else (),
        mine=tuple(services.directory.looked_after(actor)) if figures and leads_with_clients(actor) else (),
        beginning=_beginning(services, actor, figures),
        loaded=True,
    )


def leads_with_clients(actor: Actor) -> bool:
    """Whether the day of this person is made of sessions: trainers."""
    return actor.role is Role.TRAINER and actor.may(Permission.VIEW_PROGRESS)


def _beginning(services: Services, actor: Actor, figures: TodayFigures | None) -> Beginning:
    if figures is None or figures.active:
        return Beginning()
    return Beginning(
        has_plans=bool(services.plans.list(actor)), has_clients=services.directory.counts(actor).current > 0
    )
