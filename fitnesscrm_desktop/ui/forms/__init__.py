"""Forms: the page, the dialogs that have them filled in and looked at, and their part of a client's page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.events import ClientsMerged
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.forms.events import FormsChanged, FormTemplatesChanged
from fitnesscrm_desktop.ui.core.desk import (
    ClientPart,
    ClientPartSpec,
    Desk,
    Feature,
    Page,
    PageCount,
    PageSpec,
    StudioDialog,
)
from fitnesscrm_desktop.ui.forms.words import count_text

PAGE = "forms.main"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Forms", text)


def _page(desk: Desk) -> Page:
    from fitnesscrm_desktop.ui.forms.page import FormsPage

    return FormsPage(desk)


def _part(desk: Desk) -> ClientPart:
    from fitnesscrm_desktop.ui.forms.client_part import FormsPart

    return FormsPart(desk)


def _fill(desk: Desk, *, client_id: int, template_id: int | None = None) -> StudioDialog:
    from fitnesscrm_desktop.ui.forms.fill_dialog import FillFormDialog

    return FillFormDialog(desk, client_id=client_id, template_id=template_id)


def _paper(desk: Desk, *, form_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.forms.paper_dialog import SignedPaperDialog

    return SignedPaperDialog(desk, form_id=form_id)


def _clearance(desk: Desk, *, form_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.forms.clearance_dialog import ClearanceDialog

    return ClearanceDialog(desk, form_id=form_id)


def _void(desk: Desk, *, form_id: int) -> StudioDialog:
    from fitnesscrm_desktop.ui.forms.clearance_dialog import VoidFormDialog

    return VoidFormDialog(desk, form_id=form_id)


def _edit(desk: Desk, *, template_id: int | None = None) -> StudioDialog:
    from fitnesscrm_desktop.ui.forms.template_dialog import TemplateDialog

    return TemplateDialog(desk, template_id=template_id)


def _to_look_after(services: Services, actor: Actor) -> int:
    return len(services.forms.missing(actor))


FEATURE = Feature(
    "forms",
    pages=(
        PageSpec(
            PAGE,
            _tr("Forms"),
            "file",
            _page,
            Permission.FILL_FORMS,
            64,
            PageCount(_to_look_after, (FormsChanged, FormTemplatesChanged, ClientsMerged), count_text),
        ),
    ),
    dialogs={
        "forms.fill": _fill,
        "forms.paper": _paper,
        "forms.clearance": _clearance,
        "forms.void": _void,
        "forms.edit": _edit,
    },
    client_parts=(ClientPartSpec("forms", _tr("Forms"), _part, Permission.FILL_FORMS, order=68),),
)
