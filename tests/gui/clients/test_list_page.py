"""The clients page: the search and the list always say the same."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.clients.results import ListQuery
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.clients.list_columns import fitting
from fitnesscrm_desktop.ui.core.columns import SORT_ROLE
from fitnesscrm_desktop.ui.core.theme import apply_theme
from fitnesscrm_desktop.ui.shell.look import application
from tests.gui.clients.screen import ClientsScreen
from tests.support.actors import an_actor
from tests.support.people import People
from tests.support.studio_rows import StudioRows

MANY = 260
"""More than one block of rows."""


def test_the_search_looks_at_everybody_and_says_how_many(screen: ClientsScreen, people: People) -> None:
    for number in range(MANY):
        people.add(f"Client {chr(97 + number % 26)}{number}")
    people.add("Zoë Müller", phone="0151 1058756")
    page = screen.list_page()
    assert f"{MANY + 1} clients" in screen.said(page)
    assert page.model.loaded_blocks() < 3
    screen.type(page.search, "8756")
    assert screen.names(page) == ["Zoë"]
    assert f"1 of {MANY + 1} clients" in screen.said(page)


def test_text_and_list_agree_after_going_away_and_after_news(
    screen: ClientsScreen, services: Services, owner: Actor, people: People
) -> None:
    people.add("Anna Ivanova")
    people.add("Bo Novak")
    page = screen.list_page()
    screen.type(page.search, "anna")
    assert screen.names(page) == ["Anna"]
    page.leave()
    people.add("Annabel Meyer")
    page.arrive()
    screen.settle()
    assert page.search.text() == "anna"
    assert sorted(screen.names(page)) == ["Anna", "Annabel"]
    people.add("Cara Novak")
    people.add("Joanna Zorn")
    screen.settle()
    assert sorted(screen.names(page)) == ["Anna", "Annabel", "Joanna"]
    assert "3 of 5 clients" in screen.said(page)
    page.presenter.refresh()
    screen.settle()
    assert (page.search.text(), page.model.rowCount()) == ("anna", 3)
    screen.press(page.search, Qt.Key.Key_Escape)
    assert (page.search.text(), page.model.rowCount()) == ("", 5)


def test_a_list_narrows_what_was_searched_and_can_be_asked_for(
    screen: ClientsScreen, people: People, rows: StudioRows
) -> None:
    rows.debt(people.add("Anna Ivanova"), 100, rows.today)
    rows.debt(people.add("Bo Novak"), 100, rows.today)
    people.add("Anna Paid")
    page = screen.list_page()
    screen.type(page.search, "anna")
    page.lists.choose("owes_money")
    screen.settle()
    assert (screen.names(page), page.search.text()) == (["Anna"], "anna")
    page.arrive(saved="owes_money", text="")
    screen.settle()
    assert sorted(screen.names(page)) == ["Anna", "Bo"]
    assert page.lists.current_key() == "owes_money"
    assert page.search.text() == ""


def test_a_tag_is_a_list_too(screen: ClientsScreen, services: Services, owner: Actor, people: People) -> None:
    anna = people.add("Anna Ivanova")
    people.add("Bo Novak")
    vip = services.records.create_tag(owner, "VIP")
    services.records.tag(owner, [anna], vip.id)
    page = screen.list_page()
    page.lists.choose(f"tag:{vip.id}")
    screen.settle()
    assert screen.names(page) == ["Anna"]
    page.lists.choose("all")
    screen.settle()
    assert len(screen.names(page)) == 2


def test_a_header_sorts(screen: ClientsScreen, people: People, rows: StudioRows) -> None:
    rows.debt(people.add("Bo Abel"), 100, rows.today)
    rows.debt(people.add("Anna Zorn"), 500, rows.today)
    page = screen.list_page()
    assert screen.names(page) == ["Bo", "Anna"]
    page.table.sort_requested.emit("balance", True)
    screen.settle()
    assert screen.names(page) == ["Anna", "Bo"]


def test_columns_come_back_as_wide_as_they_were_with_the_text(
    screen: ClientsScreen, people: People, rows: StudioRows
) -> None:
    rows.member("Anna Ivanova", phone="+353209195892")
    people.add("Bo Novak")
    page = screen.list_page()
    page.resize(1232, 700)
    screen.settle()

    def widths() -> list[int]:
        screen.settle()
        return [page.table.columnWidth(column) for column in range(page.model.columnCount())]

    before = widths()
    apply_theme(application(), "light", scale=1.5)
    assert widths() != before
    apply_theme(application(), "light")
    assert widths() == before


def test_a_search_that_finds_nobody_on_a_list_says_so_and_goes_on_among_all(
    screen: ClientsScreen, people: People, rows: StudioRows
) -> None:
    rows.debt(people.add("Bo Novak"), 100, rows.today)
    people.add("Anna Paid")
    page = screen.list_page()
    page.lists.choose("owes_money")
    screen.type(page.search, "anna")
    assert "Nobody on “Owes money” fits “anna”" in screen.said(page)
    page.table.empty_state().acted.emit()
    screen.settle()
    assert (screen.names(page), page.search.text()) == (["Anna"], "anna")


def test_every_header_sorts_or_leaves_the_arrow_alone(screen: ClientsScreen, people: People) -> None:
    people.add("Anna Zorn")
    page = screen.list_page()
    for column in range(page.model.columnCount()):
        key = page.model.headerData(column, Qt.Orientation.Horizontal, SORT_ROLE)
        page.table.horizontalHeader().sectionClicked.emit(column)
        screen.settle()
        assert not key or page.presenter.state.query.sort == key


def test_enter_and_a_scan_open_whom_is_meant(screen: ClientsScreen, people: People) -> None:
    for name in ("Anna Ivanova", "Bo Novak"):
        people.add(name)
    page = screen.list_page()
    page.search.setText("novak")
    screen.press(page.search, Qt.Key.Key_Return)
    assert page.scanned("1")
    screen.settle()
    page.scanned("FOB-9")
    screen.settle()
    window, toasts = screen.at_hand.window, screen.at_hand.toasts
    assert window.went == [("clients.client", {"client_id": 2}), ("clients.client", {"client_id": 1})]
    assert toasts.texts == ["Nobody has the code FOB-9"]
    page.table.select_row(0)
    screen.press(page.table, Qt.Key.Key_Return)
    assert len(window.went) == 3


def test_the_search_of_the_top_line_is_taken(screen: ClientsScreen, people: People) -> None:
    people.add("Anna Ivanova")
    people.add("Bo Novak")
    page = screen.list_page()
    assert page.searched("bo")
    screen.settle()
    assert (page.search.text(), screen.names(page)) == ("bo", ["Bo"])


def test_many_at_once(screen: ClientsScreen, people: People) -> None:
    ids = {people.add(f"Client {number:03}") for number in range(MANY)}
    page = screen.list_page()
    assert not page.bulk.isVisible()
    page.table.selectAll()
    screen.settle()
    assert f"{MANY} clients selected" in screen.said(page)
    page.bulk.tag.click()
    ((dialog, about),) = screen.at_hand.window.opened
    assert (dialog, set(about["client_ids"])) == ("clients.tag", ids)
    page.bulk.clear.click()
    screen.settle()
    assert not page.bulk.isVisible()


def test_html_and_endless_names_are_just_text(screen: ClientsScreen, people: People) -> None:
    people.add("<b>Bold</b> <img src='x'>")
    people.add("x" * 200 + " " + "y" * 200)
    page = screen.list_page()
    first = page.model.index(0, 0)
    screen.names(page)
    assert first.data() == "<img src='x'>, <b>Bold</b>"
    assert "<b>" not in first.data(Qt.ItemDataRole.ToolTipRole).replace("&lt;b&gt;", "")
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in page.findChildren(QLabel))


def test_an_empty_studio_offers_the_first_step(screen: ClientsScreen) -> None:
    page = screen.list_page()
    assert "No clients yet" in screen.said(page)
    screen.click(page, "Add the first client")
    assert screen.at_hand.window.opened == [("clients.new", {})]


def test_nobody_found_says_so_and_offers_the_way_back(screen: ClientsScreen, people: People) -> None:
    people.add("Anna Ivanova")
    page = screen.list_page()
    screen.type(page.search, "<b>zz")
    assert "Nobody fits “<b>zz”" in screen.said(page)
    screen.click(page, "Clear the search")
    assert (page.search.text(), page.model.rowCount()) == ("", 1)


def test_a_list_is_exported_as_it_is_shown(screen: ClientsScreen, people: People, tmp_path: Path) -> None:
    people.add("Anna Ivanova")
    people.add("Bo Novak")
    page = screen.list_page()
    screen.type(page.search, "bo")
    path = tmp_path / "out.csv"
    screen.at_hand.dialogs.then(path, tmp_path / "none" / "out.csv", None)
    screen.click(page, "Export")
    assert path.read_text(encoding="utf-8-sig").count("Novak") == 1
    said = screen.at_hand.toasts.said[-1]
    assert (said.text, said.action) == (f"out.csv is in {tmp_path} · 1 client", "Open folder")
    screen.click(page, "Export")
    assert "could not be written" in str(screen.at_hand.window.reported[0])
    screen.click(page, "Export")
    assert len(screen.at_hand.window.reported) == 1


def test_archive_has_a_way_back(
    screen: ClientsScreen, services: Services, owner: Actor, people: People
) -> None:
    people.add("Anna Ivanova")
    page = screen.list_page()
    page.presenter.archive(screen.rows(page)[0])
    screen.settle()
    assert page.model.rowCount() == 0
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert page.model.rowCount() == 1
    assert services.directory.ids(owner, ListQuery())


def test_who_may_less_sees_less(screen: ClientsScreen, people: People, rows: StudioRows) -> None:
    rows.debt(people.add("Anna Ivanova"), 100, rows.today)
    screen.at_hand.desk.actor = an_actor(Role.TRAINER)
    page = screen.list_page()
    assert not page.export_button.isVisible()
    assert not page.new_button.isVisible()
    titles = [
        page.model.headerData(column, Qt.Orientation.Horizontal) for column in range(page.model.columnCount())
    ]
    assert "Owes" not in titles
    assert "Owes money" not in [page.lists.item(row).text() for row in range(page.lists.count())]


def test_columns_give_way_in_their_order() -> None:
    names, widths = ("name", "phone", "stage", "visits"), (0, 100, 100, 100)
    assert fitting(names, widths, 1000) == set(names)
    assert fitting(names, widths, 400) == {"name", "stage", "phone"}
    assert fitting(names, widths, 50) == {"name"}
