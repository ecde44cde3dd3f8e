"""What an entry of the timeline opens."""

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.clients.timeline_results import TimelineKind
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress.report_results import NewReport
from tests.gui.clients.screen import ClientsScreen
from tests.support.people import People


def test_an_approved_report_is_opened_from_the_timeline(
    screen: ClientsScreen, services: Services, owner: Actor, people: People
) -> None:
    anna = people.add("Anna Ivanova")
    services.progress.measure(owner, anna, {"weight": "80 kg"})
    today = services.settings.profile().day_of(services.core.clock.now())
    draft = services.progress_reports.write(owner, anna, NewReport(today, today))
    services.progress_reports.approve(owner, draft.id, draft.version)
    timeline = screen.client_page(anna, tab="timeline").timeline
    listed = (timeline.feed.row_at(row) for row in range(timeline.feed.rowCount()))
    (entry,) = (each for each in listed if each and each.kind is TimelineKind.PROGRESS_REPORT)
    timeline.opened.emit(entry)
    assert screen.at_hand.window.opened[-1] == (
        "progress.report",
        {"client_id": anna, "report_id": draft.id},
    )
