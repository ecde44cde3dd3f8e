"""The composition root: settings -> database -> services. No Qt here."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.exc import IntegrityError

import fitnesscrm_desktop.models.registry as _all_models  # noqa: F401 - mapped classes refer to each other
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.clock import Clock, SystemClock
from fitnesscrm_desktop.services.core.engine import Database, open_database, sqlite_url
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.core.events import EventBus
from fitnesscrm_desktop.services.core.known_files import KnownFiles
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.maintenance.schema import ensure_current
from fitnesscrm_desktop.services.settings.defaults import add_default_studio
from fitnesscrm_desktop.services.settings.profile import find_profile

if TYPE_CHECKING:
    from fitnesscrm_desktop.services.analytics.service import FiguresService
    from fitnesscrm_desktop.services.automation.service import RuleService
    from fitnesscrm_desktop.services.automation.staff_tasks import StaffTaskService
    from fitnesscrm_desktop.services.billing.products import ProductService
    from fitnesscrm_desktop.services.billing.receipts import ReceiptService
    from fitnesscrm_desktop.services.billing.service import BillingService
    from fitnesscrm_desktop.services.checkin.directory import VisitDirectory
    from fitnesscrm_desktop.services.checkin.service import CheckInService
    from fitnesscrm_desktop.services.clients.directory import ClientDirectory
    from fitnesscrm_desktop.services.clients.records import ClientRecords
    from fitnesscrm_desktop.services.clients.service import ClientService
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
    from fitnesscrm_desktop.services.security.secrets import SecretStore
    from fitnesscrm_desktop.services.security.service import StaffService
    from fitnesscrm_desktop.services.settings.service import SettingsService

S = TypeVar("S")


class _Lazy:
    """Each service is loaded when it is first asked for.

    Signing in needs two of them; the window is usable sooner if it does not wait for all.
    """

    def __init__(self, core: Core, home: Home) -> None:
        self.core, self.home = core, home
        self._made: dict[type[Any], Any] = {}
        self._making = threading.RLock()

    def _one(self, kind: type[S], *parts: Any) -> S:
        """The one service of its *kind*, whichever thread asks first."""
        with self._making:
            if kind not in self._made:
                self._made[kind] = kind(*parts)
            made: S = self._made[kind]
            return made


class _Messages(_Lazy):
    """What is written to clients, and how it leaves the studio."""

    @property
    def outbox(self) -> OutboxService:
        """Messages: what waits, what is on its way, what was sent."""
        from fitnesscrm_desktop.services.messaging.outbox import OutboxService

        return self._one(OutboxService, self.core, self._secrets())

    @property
    def messaging(self) -> MessagingSettingsService:
        """How messages leave the studio."""
        from fitnesscrm_desktop.services.messaging.settings import MessagingSettingsService

        return self._one(MessagingSettingsService, self.core, self._secrets())

    def _secrets(self) -> SecretStore:
        """Passwords for other services; only services get it, never a window."""
        from fitnesscrm_desktop.services.security.secrets import SecretStore

        return self._one(SecretStore, self.home.root)


class _Automation(_Lazy):
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


class _People(_Lazy):
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

        return self._one(SettingsService, self.core, self.home.copies, FirstOwner(), KioskPin())

    @property
    def checkin(self) -> CheckInService:
        """The door."""
        from fitnesscrm_desktop.services.checkin.service import CheckInService

        return self._one(CheckInService, self.core)

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

        return self._one(ClientDirectory, self.core)


class Services(_People, _Messages, _Automation):
    """Everything the studio can do."""

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

        return self._one(DemoService, self.core)

    @property
    def doctor(self) -> Doctor:
        """Examines the database."""
        from fitnesscrm_desktop.services.maintenance.doctor import Doctor

        return self._one(Doctor, self.core, self.home)

    @property
    def jobs(self) -> JobService:
        """What happens by itself."""
        from fitnesscrm_desktop.services.jobs.service import JobService

        return self._one(JobService, self.core, partial(_job_specs, self))

    def close(self) -> None:
        """Close the database."""
        self.core.database.dispose()


def _job_specs(services: Services) -> Iterator[JobSpec]:
    """All jobs, in the order they run: a feature adds one line."""
    from fitnesscrm_desktop.services.automation.jobs import automation_jobs
    from fitnesscrm_desktop.services.checkin.jobs import checkin_jobs
    from fitnesscrm_desktop.services.maintenance.jobs import maintenance_jobs
    from fitnesscrm_desktop.services.messaging.jobs import messaging_jobs

    yield from checkin_jobs(services.checkin)
    yield from automation_jobs(services.core, services.rules)
    yield from messaging_jobs(services.outbox)
    yield from maintenance_jobs(services.core, services.home)


def name_database(home: Home, url: str | None) -> str:
    """The database URL: *url*, or the file in the home folder; nothing is made."""
    return url or sqlite_url(home.database)


def choose_database(home: Home, url: str | None) -> str:
    """The database URL: *url*, or the file in the home folder (which is made)."""
    if url:
        return url
    try:
        home.root.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        message = f"The data folder {home.root} cannot be made: {error.strerror}. Choose another with --home."
        raise StorageTrouble(message, retry=False) from error
    return name_database(home, url)


def build(
    database: Database, home: Home, *, clock: Clock | None = None, bus: EventBus | None = None
) -> Services:
    """Build the services on an open database whose schema is current."""
    core = Core(database, clock or SystemClock(), bus or EventBus())
    return Services(core, home)


def start(home: Home, url: str | None = None, *, clock: Clock | None = None, anew: bool = False) -> Services:
    """Open, upgrade if needed, and build. Raises ``StorageTrouble`` with a sentence for people.

    A database file that was here before and is gone is an error, unless *anew* allows an empty one.
    """
    database = open_database(choose_database(home, url))
    try:
        services = build(_made_current(database, home, anew=anew), home, clock=clock)
        _add_first_settings(services)
    except BaseException:
        database.dispose()
        raise
    return services


def _made_current(database: Database, home: Home, *, anew: bool) -> Database:
    file = database.file
    known = KnownFiles(home.root)
    if file is not None:
        if not file.parent.is_dir():
            message = (
                f"The folder {file.parent} is not there. Check that its disk is connected, "
                "or choose another one."
            )
            raise StorageTrouble(message)
        if not anew:
            known.check(file.absolute())
    ensure_current(database, home)
    if file is not None:
        known.remember(file.absolute())
    return database


def _add_first_settings(services: Services) -> None:
    if _has_settings(services):
        return
    try:
        with services.core.write() as work:
            add_default_studio(work.session, work.now)
    except IntegrityError:
        if not _has_settings(services):  # else another desk was a moment faster with the same
            raise


def _has_settings(services: Services) -> bool:
    with services.core.read() as session:
        return find_profile(session) is not None
