"""Forms and signed papers written straight into the tables, for tests of what comes after signing."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from fitnesscrm_desktop.models.forms import ClientForm, FormTemplate, FormVersion
from fitnesscrm_desktop.models.values import FormAudience, FormKind, FormSigner
from fitnesscrm_desktop.services.core.unit_of_work import Work


def form_template(work: Work, name: str = "Waiver", required_for: FormAudience = FormAudience.NOBODY) -> int:
    """The id of the form of this name, which is made if it is not there."""
    found = work.session.scalar(select(FormTemplate.id).where(FormTemplate.folded == name.lower()))
    if found is not None:
        return found
    template = FormTemplate(
        kind=FormKind.WAIVER, name=name, folded=name.lower(), required_for=required_for, latest=1
    )
    work.session.add(template)
    work.session.flush()
    work.session.add(FormVersion(template_id=template.id, number=1, at=work.now, content={}))
    work.session.flush()
    return template.id


def sign(
    work: Work, client_id: int, template_id: int, signed_on: date, *, expires_on: date | None = None
) -> ClientForm:
    """Write down that a client has signed the first version of a form."""
    version_id = work.session.scalars(
        select(FormVersion.id).where(FormVersion.template_id == template_id, FormVersion.number == 1)
    ).one()
    row = ClientForm(
        client_id=client_id,
        template_id=template_id,
        version_id=version_id,
        language="en",
        signed_on=signed_on,
        signed_by="Anna Bauer",
        signer=FormSigner.CLIENT,
        at=work.now,
        expires_on=expires_on,
        paper_sha256="0" * 64,
        answers_sha256="0" * 64,
        consents=[],
    )
    work.session.add(row)
    work.session.flush()
    return row
