"""A few forms that people of the demo studio have signed: enough to see how it looks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientFigures
from fitnesscrm_desktop.models.forms import ClientForm, FormTemplate
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import QuestionKind, Role
from fitnesscrm_desktop.services.clients.rules import is_minor
from fitnesscrm_desktop.services.core.actor import ROLE_PERMISSIONS, Actor
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.forms.content import FormContent
from fitnesscrm_desktop.services.forms.filling import MORE
from fitnesscrm_desktop.services.forms.results import FilledForm
from fitnesscrm_desktop.services.forms.shipped import add_lacking
from fitnesscrm_desktop.services.forms.signature import Stroke
from fitnesscrm_desktop.services.forms.signing import Store, sign
from fitnesscrm_desktop.services.forms.stored_templates import latest_content
from fitnesscrm_desktop.services.settings.profile import StudioProfile

ONE_IN, MOST = 20, 10
"""Clients who have signed; drawing a paper takes a while."""
SINCE = (3, 40, 340, 90, 200, 350)
"""Days ago: some of the papers expire soon."""
_ILL = (
    ("joints", "The left knee, after a fall while skiing. No deep squats."),
    ("medicine", "Tablets for high blood pressure, one in the morning."),
)
_PARENTS = ("mother", "father")


def sign_forms(work: Work, store: Store, profile: StudioProfile, today: date, seed: int) -> None:
    """Have some of those who train here sign, with the trainer beside them."""
    add_lacking(work)
    draw = Random(f"forms {seed}")
    actor = _trainer(work.session)
    forms = {
        str(row.key): (row.id, latest_content(work.session, row))
        for row in work.session.scalars(select(FormTemplate).where(FormTemplate.key.is_not(None)))
    }
    for place, client in enumerate(who_came_last(work.session)):
        day = max(today - timedelta(days=SINCE[place % len(SINCE)]), profile.day_of(client.created_at))
        keys = ("health", "photo_consent") if place % 3 == 0 else (("health", "waiver")[place % 2],)
        for key in keys:
            template_id, content = forms[key]
            ill = _ILL[place // 3] if key == "health" and place in {0, 3} else None
            filled = _filled(client, content, day, draw, ill, adult_age=profile.adult_age)
            signed = sign(work, actor, store, client.id, template_id, filled, confirmed=True)
            if place:  # the first one still waits for somebody to look at it
                _look_at(work, signed.form_id, actor, day)


def _look_at(work: Work, form_id: int, actor: Actor, day: date) -> None:
    form = work.session.get_one(ClientForm, form_id)
    if form.asks_clearance:
        form.cleared_on, form.cleared_at, form.cleared_by = day, work.now, actor.name


def _trainer(session: Session) -> Actor:
    person = session.scalars(
        select(Staff).where(Staff.role == Role.TRAINER).order_by(Staff.id).limit(1)
    ).one()
    return Actor(person.name, person.role, person.id, ROLE_PERMISSIONS[Role.OWNER])


def who_came_last(session: Session) -> Sequence[Client]:
    """Those who came last; an even few of them."""
    count = session.scalars(
        select(Client.id).where(Client.archived_at.is_(None), Client.merged_into_id.is_(None))
    ).all()
    query = (
        select(Client)
        .join(ClientFigures, ClientFigures.client_id == Client.id)
        .where(Client.archived_at.is_(None), ClientFigures.last_visit_on.is_not(None))
        .order_by(ClientFigures.last_visit_on.desc(), Client.id)
    )
    return session.scalars(query.limit(min(MOST, max(1, len(count) // ONE_IN)))).all()


def _filled(
    client: Client,
    content: FormContent,
    day: date,
    draw: Random,
    ill: tuple[str, str] | None,
    *,
    adult_age: int,
) -> FilledForm:
    usual = {
        QuestionKind.YES_NO: "no",
        QuestionKind.CHOICE: str(draw.randint(1, 2)),
        QuestionKind.NUMBER: "1",
        QuestionKind.DATE: day.isoformat(),
    }
    answers = {each.key: usual[each.kind] for each in content.questions if each.kind in usual}
    answers |= dict.fromkeys(answers.keys() & {"rules", "photos", "report"}, "yes")
    if ill is not None:
        answers |= {ill[0]: "yes", ill[0] + MORE: ill[1]}
    name, relation = f"{client.first_name} {client.last_name}", ""
    if is_minor(client.born, day, adult_age):
        name, relation = f"{draw.choice(('Eva', 'Paul'))} {client.last_name}", draw.choice(_PARENTS)
    return FilledForm(answers, name, relation, strokes=_scrawl(draw, len(name)), on=day)


def _scrawl(draw: Random, letters: int) -> tuple[Stroke, ...]:
    """Something like a name, written in a hurry."""
    points = []
    for step in range(letters * 8):
        slope = step / 8
        points.append((slope * 9 + 4 * math.cos(slope * 5), 30 + draw.uniform(8, 20) * math.sin(slope * 4.2)))
    return (tuple(points),)
