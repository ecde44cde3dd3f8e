"""Forms as the desk has them signed, and answers that people give."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.forms.results import FilledForm, FormTemplateRow, SignedForm
from fitnesscrm_desktop.services.forms.template_rules import FormDraft

HEALTHY = dict.fromkeys(
    (
        "heart chest breath dizzy metabolism joints operation pregnancy medicine advice".split()  # noqa: SIM905 - a list to read
    ),
    "no",
) | {"activity": "2"}
"""The answers of somebody who is well, to the health questionnaire that ships."""
PEN = (((0.0, 10.0), (40.0, 0.0), (80.0, 20.0)), ((10.0, 5.0), (70.0, 5.0)))


class FormDesk:
    """Has forms signed as the desk does."""

    def __init__(self, services: Services, actor: Actor) -> None:
        self.forms, self.templates = services.forms, services.form_templates
        self.actor = actor

    def template(self, key: str) -> FormTemplateRow:
        """A form by its key or name."""
        return self.templates.named(self.actor, key)

    def require(self, key: str, **settings: Any) -> FormTemplateRow:
        """Change who needs a form, and what happens without it."""
        row = self.template(key)
        detail = self.templates.get(self.actor, row.id)
        draft = FormDraft(row.name, detail.content, row.kind, valid_months=row.valid_months)
        return self.templates.edit(self.actor, row.id, row.version, replace(draft, **settings)).row

    def sign(
        self, client_id: int, key: str, answers: dict[str, str] | None = None, **filled: Any
    ) -> SignedForm:
        """Have a form signed."""
        usual = {
            "health": HEALTHY,
            "waiver": {"rules": "yes"},
            "photo_consent": {"photos": "yes", "report": "no"},
        }
        given = usual.get(key, {}) if answers is None else answers
        told = {"signed_by": "Anna Ivanova", **filled}
        return self.forms.fill(
            self.actor, client_id, self.template(key).id, FilledForm(answers=given, **told)
        )
