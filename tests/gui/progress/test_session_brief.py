"""One card before a session, and where its lines lead."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress.goal_results import NewGoal
from fitnesscrm_desktop.services.progress.history_results import NewInjury
from fitnesscrm_desktop.ui.progress.brief_dialog import BriefDialog
from tests.gui.progress.screen import ProgressScreen
from tests.support.actors import an_actor
from tests.support.gui_desk import desk_for
from tests.support.people import People

TODAY = date(2026, 3, 4)


def brief_of(screen: ProgressScreen, client_id: int) -> BriefDialog:
    return screen.dialog(BriefDialog, "progress.brief", client_id=client_id)


def lines(dialog: BriefDialog) -> dict[str, str]:
    return {line.kind: line.text for line in dialog.model.rows()}


def test_the_gravest_comes_first(
    screen: ProgressScreen, services: Services, owner: Actor, people: People
) -> None:
    client_id = people.add("Bo Novak", date(1990, 3, 8), medical_alert="Asthma")
    services.injuries.add(owner, client_id, NewInjury("Left knee"))
    services.records.add_note(owner, client_id, "Likes rowing", pinned=True)
    screen.measure(client_id, TODAY - timedelta(days=7), weight="80 kg")
    screen.measure(client_id, weight="79.2 kg")
    services.goals.add(owner, client_id, NewGoal("weight", 75))
    said = lines(brief_of(screen, client_id))
    assert list(said)[:4] == ["Medical alert", "Injury", "Pinned note", "Weight"]
    assert said["Weight"] == "79.2 kg (−0.8)"
    assert said["Goal, Weight"].startswith("Goal: 75 kg · 4.2 kg to go")
    assert said["Visits"] == "Never here before"
    assert said["Membership"] == "Nothing that lets in today"
    assert said["Birthday"] == "turns 36"


def test_each_line_leads_to_where_it_comes_from(
    screen: ProgressScreen, services: Services, owner: Actor, anna: int
) -> None:
    screen.measure(anna, weight="80 kg")
    goal = services.goals.add(owner, anna, NewGoal("weight", 75))
    window = screen.at_hand.window
    dialog = brief_of(screen, anna)
    screen.press(dialog.table, Qt.Key.Key_Return)
    assert window.went == [("clients.client", {"client_id": anna, "tab": "progress", "metric": "weight"})]
    dialog = brief_of(screen, anna)
    dialog.table.select_row(1)
    screen.press(dialog.table, Qt.Key.Key_Return)
    assert window.opened == [("progress.goal", {"client_id": anna, "goal_id": goal.id})]
    assert not dialog.isVisible()


def test_health_stays_with_those_who_may_see_it(
    qtbot: QtBot, services: Services, owner: Actor, people: People
) -> None:
    client_id = people.add("Bo Novak", medical_alert="Asthma")
    services.injuries.add(owner, client_id, NewInjury("Left knee"))
    trainer = an_actor(Role.TRAINER)
    rights = trainer.permissions - {Permission.VIEW_HEALTH}
    at_hand = desk_for(services, Actor(trainer.name, trainer.role, None, rights))
    screen = ProgressScreen(qtbot, at_hand)
    said = lines(brief_of(screen, client_id))
    assert "Medical alert" not in said
    assert "Injury" not in said
    at_hand.close()


def test_it_is_one_key_away(screen: ProgressScreen, anna: int) -> None:
    screen.measure(anna, weight="80 kg")
    part = screen.tab(anna)
    part.list.table.setFocus()
    screen.press(part.list.table, Qt.Key.Key_B, ctrl=True)
    assert screen.at_hand.window.opened == [("progress.brief", {"client_id": anna})]
