"""The services of forms; each is loaded when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitnesscrm_desktop.bootstrap.lazy import Vaulted

if TYPE_CHECKING:
    from fitnesscrm_desktop.services.forms.service import FormService
    from fitnesscrm_desktop.services.forms.templates import FormTemplateService


class Forms(Vaulted):
    """What clients fill in and sign."""

    @property
    def forms(self) -> FormService:
        """What clients have signed, and who lacks which form."""
        from fitnesscrm_desktop.services.forms.service import FormService

        return self._one(FormService, self.core, self._content())

    @property
    def form_templates(self) -> FormTemplateService:
        """The forms that the studio hands out."""
        from fitnesscrm_desktop.services.forms.templates import FormTemplateService

        return self._one(FormTemplateService, self.core)
