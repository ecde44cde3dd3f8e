"""All services of a studio; each is loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from fitnesscrm_desktop.bootstrap.files import Files
from fitnesscrm_desktop.bootstrap.forms import Forms
from fitnesscrm_desktop.bootstrap.lazy import Lazy, Vaulted
from fitnesscrm_desktop.bootstrap.progress import Progress

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fitnesscrm_desktop.agents.office import Agents
    from fitnesscrm_desktop.services.analytics.service import FiguresService
    from fitnesscrm_desktop.services.assistant.catalogue import ModelCatalogue
    from fitnesscrm_desktop.services.assistant.facts import FactService
    from fitnesscrm_desktop.services.assistant.runs import RunService
    from fitnesscrm_desktop.services.assistant.settings import AssistantSettingsService
    from fitnesscrm_desktop.services.automation.service import RuleService
    from fitnesscrm_desktop.services.automation.staff_tasks import StaffTaskService
    from fitnesscrm_desktop.services.billing.products import ProductService
    from fitnesscrm_desktop.services.billing.receipts import ReceiptService
    from fitnesscrm_desktop.services.billing.service import BillingService
    from fitnesscrm_desktop.services.checkin.directory import VisitDirectory
    from fitnesscrm_desktop.services.checkin.kept_scans import KeptScans
    from fitnesscrm_desktop.services.checkin.service import CheckInService
    from fitnesscrm_desktop.services.clients.directory import ClientDirectory
    from fitnesscrm_desktop.services.clients.records import ClientRecords
    from fitnesscrm_desktop.services.clients.service import ClientService
    from fitnesscrm_desktop.services.clients.timeline_sources import Source
    from fitnesscrm_desktop.services.demo.service import DemoService
    from fitnesscrm_desktop.services.imports.service import ImportService
    from fitnesscrm_desktop.services.jobs.results import JobSpec
    from fitnesscrm_desktop.services.jobs.service import JobService
    from fitnesscrm_desktop.services.maintenance.doctor import Doctor
    from fitnesscrm_desktop.services.memberships.plans import PlanService
    from fitnesscrm_desktop.services.memberships.service import MembershipService
    from fitnesscrm_desktop.services.messaging.outbox import OutboxService
    from fitnesscrm_desktop.services.messaging.settings import MessagingSettingsService
    from fitnesscrm_desktop.services.messaging.templates import TemplateService
    from fitnesscrm_desktop.services.reports.service import ReportService
    from fitnesscrm_desktop.services.security.service import StaffService
    from fitnesscrm_desktop.services.settings.profile import StudioProfile
    from fitnesscrm_desktop.services.settings.service import SettingsService


class _Messages(Vaulted):
    """What is written to clients, and how it leaves the studio."""

    @property
    def outbox(self) -> OutboxService:
        """Messages: what waits, what is on its way, what was sent."""
        from fitnesscrm_desktop.services.automation.unmet import unmet
        from fitnesscrm_desktop.services.messaging.outbox import OutboxService
        from fitnesscrm_desktop.services.messaging.sent_record import SentRecord

        return self._one(OutboxService, self.core, self._secrets(), SentRecord(self.home.sent), unmet)

    @property
    def messaging(self) -> MessagingSettingsService:
        """How messages leave the studio."""
        from fitnesscrm_desktop.services.messaging.settings import MessagingSettingsService

        return self._one(MessagingSettingsService, self.core, self._secrets())


class _Automation(Lazy):
    """What is done by itself, and what the staff is to do."""

    @property
    def rules(self) -> RuleService:
        """What is done by itself when something happens."""
        from fitnesscrm_desktop.services.automation.service import RuleService

        return self._one(RuleService, self.core)

    @property
    def staff_tasks(self) -> StaffTaskService:
        """What the staff is to do about clients."""
        from fitnesscrm_desktop.services.automation.staff_tasks import StaffTaskService

        return self._one(StaffTaskService, self.core)


class _Assistant(_Messages):
    """What the local assistant is given, and what it has written."""

    _working: Agents | None = None

    @property
    def assistant(self) -> AssistantSettingsService:
        """How the assistant is set up."""
        from fitnesscrm_desktop.services.assistant.settings import AssistantSettingsService

        return self._one(AssistantSettingsService, self.core, self._secrets())

    @property
    def facts(self) -> FactService:
        """What a text to a client may state."""
        from fitnesscrm_desktop.services.assistant.facts import FactService

        return self._one(FactService, self.core)

    @property
    def runs(self) -> RunService:
        """What the assistant has written."""
        from fitnesscrm_desktop.services.assistant.runs import RunService

        return self._one(RunService, self.core)

    @property
    def catalogue(self) -> ModelCatalogue:
        """The model files of this PC."""
        from fitnesscrm_desktop.services.assistant.catalogue import ModelCatalogue

        return self._one(ModelCatalogue, self.core)

    @property
    def agents(self) -> Agents:
        """What the local AI does."""
        from fitnesscrm_desktop.agents.office import Agents

        self._working = self._one(Agents, self)
        return self._working

    def agents_at_work(self) -> Agents | None:
        """The same, if anybody has asked for them yet: looking costs nothing."""
        return self._working


class _People(Lazy):
    """Those who work here and those who come."""

    @property
    def staff(self) -> StaffService:
        """Who works here and signs in."""
        from fitnesscrm_desktop.services.security.service import StaffService

        return self._one(StaffService, self.core)

    @property
    def settings(self) -> SettingsService:
        """The studio's own facts and rules."""
        from fitnesscrm_desktop.services.security.for_settings import FirstOwner, KioskPin
        from fitnesscrm_desktop.services.settings.service import SettingsService

        return self._one(
            SettingsService, self.core, self.home.copies, FirstOwner(), KioskPin(), _count_hours_anew
        )

    @property
    def checkin(self) -> CheckInService:
        """The door."""
        from fitnesscrm_desktop.services.checkin.service import CheckInService

        return self._one(CheckInService, self.core)

    @property
    def kept_scans(self) -> KeptScans:
        """What could not be stored at the door of this PC."""
        from fitnesscrm_desktop.services.checkin.kept_scans import KeptScans

        return self._one(KeptScans, self.core, self.checkin, self.directory, self.home.root)

    @property
    def visits(self) -> VisitDirectory:
        """Who came and who is in."""
        from fitnesscrm_desktop.services.checkin.directory import VisitDirectory

        return self._one(VisitDirectory, self.core)

    @property
    def clients(self) -> ClientService:
        """Adds, changes, archives and merges clients."""
        from fitnesscrm_desktop.services.billing.posting import settle_account
        from fitnesscrm_desktop.services.clients.service import ClientService

        return self._one(ClientService, self.core, settle_account)

    @property
    def records(self) -> ClientRecords:
        """Notes, tags, consents, codes, photos of clients."""
        from fitnesscrm_desktop.services.clients.records import ClientRecords

        return self._one(ClientRecords, self.core)

    @property
    def directory(self) -> ClientDirectory:
        """Looks clients up."""
        from fitnesscrm_desktop.services.clients.directory import ClientDirectory

        return self._one(ClientDirectory, self.core, _more_of_timeline)


class Services(_People, Files, Forms, Progress, _Assistant, _Automation):
    """Everything the studio can do."""

    made_anew = False
    """Whether there was nothing in the database before this start."""

    @property
    def plans(self) -> PlanService:
        """What the studio sells."""
        from fitnesscrm_desktop.services.memberships.plans import PlanService

        return self._one(PlanService, self.core)

    @property
    def products(self) -> ProductService:
        """What is sold over the counter."""
        from fitnesscrm_desktop.services.billing.products import ProductService

        return self._one(ProductService, self.core)

    @property
    def memberships(self) -> MembershipService:
        """Sells, renews, freezes and ends memberships."""
        from fitnesscrm_desktop.services.memberships.service import MembershipService

        return self._one(MembershipService, self.core)

    @property
    def billing(self) -> BillingService:
        """Charges, payments, refunds."""
        from fitnesscrm_desktop.services.billing.service import BillingService

        return self._one(BillingService, self.core)

    @property
    def receipts(self) -> ReceiptService:
        """Receipts on paper."""
        from fitnesscrm_desktop.services.billing.receipts import ReceiptService

        return self._one(ReceiptService, self.core)

    @property
    def figures(self) -> FiguresService:
        """The owner's figures."""
        from fitnesscrm_desktop.services.analytics.service import FiguresService

        return self._one(FiguresService, self.core)

    @property
    def reports(self) -> ReportService:
        """Lists for the accountant."""
        from fitnesscrm_desktop.services.reports.service import ReportService

        return self._one(ReportService, self.core)

    @property
    def imports(self) -> ImportService:
        """Client lists of other programs."""
        from fitnesscrm_desktop.services.imports.service import ImportService

        return self._one(ImportService, self.core)

    @property
    def templates(self) -> TemplateService:
        """Words for messages."""
        from fitnesscrm_desktop.services.messaging.templates import TemplateService

        return self._one(TemplateService, self.core)

    @property
    def demo(self) -> DemoService:
        """Made-up studios."""
        from fitnesscrm_desktop.services.demo.service import DemoService

        return self._one(DemoService, self.core, self._content())

    @property
    def doctor(self) -> Doctor:
        """Examines database and PC."""
        from fitnesscrm_desktop.services.maintenance.doctor import Doctor

        return self._one(Doctor, self.core, self.home, self._examine_engine, self._content())

    def _examine_engine(self) -> str | None:
        return self.agents.examine_engine()

    @property
    def jobs(self) -> JobService:
        """What happens by itself."""
        from fitnesscrm_desktop.services.jobs.service import JobService

        return self._one(JobService, self.core, partial(_job_specs, self))

    def close(self) -> None:
        """End the models of the agents, and close the database."""
        if self._working is not None:
            self._working.close()
        self.core.database.dispose()


def _more_of_timeline() -> tuple[Source, ...]:
    """What other features tell of a client."""
    from fitnesscrm_desktop.services.files.timeline import SOURCES as OF_FILES
    from fitnesscrm_desktop.services.forms.timeline import SOURCES as OF_FORMS
    from fitnesscrm_desktop.services.progress.timeline import SOURCES as OF_PROGRESS

    return (*OF_PROGRESS, *OF_FILES, *OF_FORMS)


def _count_hours_anew(session: Session, profile: StudioProfile) -> None:
    from fitnesscrm_desktop.services.maintenance.roll_ups import rebuild_visit_hours

    rebuild_visit_hours(session, profile)


def _job_specs(services: Services) -> Iterator[JobSpec]:
    """All jobs, in the order they run: a feature adds one line."""
    from fitnesscrm_desktop.services.assistant.jobs import assistant_jobs
    from fitnesscrm_desktop.services.automation.jobs import automation_jobs
    from fitnesscrm_desktop.services.checkin.jobs import checkin_jobs
    from fitnesscrm_desktop.services.files.jobs import file_jobs
    from fitnesscrm_desktop.services.maintenance.jobs import maintenance_jobs
    from fitnesscrm_desktop.services.messaging.jobs import messaging_jobs

    yield from checkin_jobs(services.checkin)
    yield from automation_jobs(services.core, services.rules)
    yield from messaging_jobs(services.outbox)
    yield from file_jobs(services.files)
    yield from assistant_jobs(services.core)
    yield from maintenance_jobs(services.core, services.home)
