"""The services of progress; each is loaded when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitnesscrm_desktop.bootstrap.lazy import Vaulted

if TYPE_CHECKING:
    from fitnesscrm_desktop.services.imports.scans import ScanService
    from fitnesscrm_desktop.services.progress.body_service import BodyService
    from fitnesscrm_desktop.services.progress.brief import BriefService
    from fitnesscrm_desktop.services.progress.chart_marks import ChartMarkService
    from fitnesscrm_desktop.services.progress.goals import GoalService
    from fitnesscrm_desktop.services.progress.injuries import InjuryService
    from fitnesscrm_desktop.services.progress.metrics import MetricService
    from fitnesscrm_desktop.services.progress.reports import ProgressReportService
    from fitnesscrm_desktop.services.progress.service import ProgressService


class Progress(Vaulted):
    """What is measured of clients, and what it comes to."""

    @property
    def metrics(self) -> MetricService:
        """What can be measured."""
        from fitnesscrm_desktop.services.progress.metrics import MetricService

        return self._one(MetricService, self.core)

    @property
    def bodies(self) -> BodyService:
        """What the formulas know of a client, and units."""
        from fitnesscrm_desktop.services.progress.body_service import BodyService

        return self._one(BodyService, self.core)

    @property
    def progress(self) -> ProgressService:
        """What was measured of clients."""
        from fitnesscrm_desktop.services.progress.service import ProgressService

        return self._one(ProgressService, self.core)

    @property
    def scans(self) -> ScanService:
        """Files of body scanners."""
        from fitnesscrm_desktop.services.imports.scans import ScanService

        return self._one(ScanService, self.core)

    @property
    def goals(self) -> GoalService:
        """What clients want to come to."""
        from fitnesscrm_desktop.services.progress.goals import GoalService

        return self._one(GoalService, self.core)

    @property
    def injuries(self) -> InjuryService:
        """What hurts or must not be."""
        from fitnesscrm_desktop.services.progress.injuries import InjuryService

        return self._one(InjuryService, self.core)

    @property
    def chart_marks(self) -> ChartMarkService:
        """Remarks and phases beside the values."""
        from fitnesscrm_desktop.services.progress.chart_marks import ChartMarkService

        return self._one(ChartMarkService, self.core)

    @property
    def brief(self) -> BriefService:
        """What a trainer should know before a session."""
        from fitnesscrm_desktop.services.progress.brief import BriefService

        return self._one(BriefService, self.core)

    @property
    def progress_reports(self) -> ProgressReportService:
        """What is told a client on paper."""
        from fitnesscrm_desktop.services.forms.signed_before import said_about_photos
        from fitnesscrm_desktop.services.progress.reports import ProgressReportService

        return self._one(ProgressReportService, self.core, self._content(), said_about_photos)
