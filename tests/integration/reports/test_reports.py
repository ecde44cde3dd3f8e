"""Reports add up, on the screen as on paper as in a spreadsheet, and nothing in them bites."""

import csv
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import PaymentMethod, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.reports.results import ColumnKind, Report
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.sales import Till

TODAY = date(2026, 3, 4)
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def total(report: Report, label: str) -> int:
    return next(each.value for each in report.totals if each.label == label)


def column(report: Report, key: str) -> list[object]:
    position = [each.key for each in report.columns].index(key)
    return [row[position] for row in report.rows]


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_the_journal_is_the_sum_of_its_rows(
    services: Services, owner: Actor, till: Till, clock: FakeClock
) -> None:
    anna, bert = till.client("Anna"), till.client("Bert")
    till.pay(anna, 5000)
    refunded = services.billing.take_payment(owner, bert, 3000, PaymentMethod.CARD)
    services.billing.refund(owner, refunded.payment_id, 1000, "Too much")
    clock.advance(days=40)
    till.pay(anna, 777)
    journal = services.reports.takings(owner, *MARCH)
    assert column(journal, "amount") == [5000, 3000, -1000]
    assert column(journal, "receipt") == [1, 2, 3]
    assert total(journal, "Total") == 7000
    assert (total(journal, "Cash"), total(journal, "Card")) == (5000, 2000)
    assert total(journal, "Refunds in these sums") == -1000


def test_the_journal_agrees_with_the_day_whatever_becomes_of_a_client(
    services: Services, owner: Actor, till: Till
) -> None:
    anna, bert = till.client("Anna"), till.client("Bert")
    till.pay(anna, 5000)
    till.pay(bert, 3000)
    services.clients.merge(owner, anna, bert)
    services.clients.archive(owner, anna)
    journal = services.reports.takings(owner, TODAY, TODAY)
    till_today = services.billing.day_takings(owner, TODAY)
    assert total(journal, "Total") == till_today.total == services.figures.today(owner).takings == 8000
    assert len(journal.rows) == len(till_today.payments) == 2


def test_the_client_list_tells_the_past(
    services: Services, owner: Actor, till: Till, clock: FakeClock
) -> None:
    plan = till.plan()
    member = till.client("Anna")
    services.memberships.sell(owner, member, plan.id)
    till.pay(member, 4900)
    clock.advance(days=70)
    till.client("Zoe", "Later")
    march = services.reports.clients(owner, *MARCH)
    assert column(march, "client") == ["Anna Example"]
    assert column(march, "stage") == ["Active"]
    assert column(march, "paid") == [4900]
    may = services.reports.clients(owner, date(2026, 5, 1), date(2026, 5, 13))
    assert column(may, "stage") == ["Expired", "Lead"]
    assert column(may, "paid") == [0, 0]


def test_who_was_merged_away_is_counted_once(services: Services, owner: Actor, till: Till) -> None:
    kept, gone = till.client("Anna"), till.client("Anne")
    till.pay(gone, 4900)
    services.clients.merge(owner, kept, gone)
    march = services.reports.clients(owner, *MARCH)
    assert column(march, "client") == ["Anna Example"]
    assert column(march, "paid") == [4900]
    assert len(march.rows) == services.directory.counts(owner).current
    assert march.totals[0].value == 1


def test_a_spreadsheet_gets_the_same_rows_and_no_formulas(
    services: Services, owner: Actor, till: Till, tmp_path: Path
) -> None:
    evil = till.client("=cmd|' /C calc'!A0", "@SUM(1)")
    till.pay(evil, 123456)
    journal = services.reports.takings(owner, *MARCH)
    written = services.reports.save_csv(owner, journal, tmp_path / "journal.csv")
    header, *rows = cells(tmp_path / "journal.csv")
    assert written.rows == len(rows) == len(journal.rows)
    assert header[-1] == "Amount (EUR)"
    assert rows[0][-1] == "1234.56"
    assert all(not cell.startswith(("=", "@")) for row in rows for cell in row)
    people = services.reports.clients(owner, *MARCH)
    services.reports.save_csv(owner, people, tmp_path / "people.csv")
    assert cells(tmp_path / "people.csv")[1][1].startswith("'=cmd")


def test_pages_have_head_period_numbers_and_totals_in_any_script(
    services: Services, owner: Actor, till: Till
) -> None:
    names = ["Дмитро Бойко", "Ελένη Παπαδοπούλου", "Łukasz Żółć", "<b>Bold</b> & Co"]
    for number in range(60):
        till.pay(till.client(names[number % 4], f"No {number}"), 100 + number)
    journal = services.reports.takings(owner, *MARCH)
    pages = [
        page.extract_text() for page in PdfReader(BytesIO(services.reports.render_pdf(owner, journal))).pages
    ]
    text = "\n".join(pages)
    assert len(pages) > 1
    assert "Takings journal" in pages[0]
    assert "1 Mar 2026 – 31 Mar 2026" in pages[0]
    for position, page in enumerate(pages, 1):
        assert f"Page {position} of {len(pages)}" in page
        assert "Receipt" in page
    for name in names:
        assert name in text
    assert "€77.70" in pages[-1]


def test_a_long_name_is_whole_on_paper(services: Services, owner: Actor, till: Till) -> None:
    last = "Wolkenstein Trostburg zu Hohenstein-Lichtenfels"
    till.pay(till.client("Maximiliane", last), 100)
    for report in (services.reports.takings(owner, *MARCH), services.reports.clients(owner, *MARCH)):
        page = PdfReader(BytesIO(services.reports.render_pdf(owner, report))).pages[0].extract_text()
        assert f"Maximiliane {last}" in " ".join(page.split())


def test_an_empty_period_says_so(services: Services, owner: Actor) -> None:
    journal = services.reports.takings(owner, *MARCH)
    page = PdfReader(BytesIO(services.reports.render_pdf(owner, journal))).pages[0].extract_text()
    assert journal.rows == ()
    assert "nothing in this period" in page


def test_days_the_wrong_way_round_are_refused(services: Services, owner: Actor) -> None:
    with pytest.raises(RuleBroken, match="ends before it begins"):
        services.reports.takings(owner, MARCH[1], MARCH[0])


def test_a_place_that_cannot_be_written_is_told(services: Services, owner: Actor, tmp_path: Path) -> None:
    journal = services.reports.takings(owner, *MARCH)
    for save in (services.reports.save_csv, services.reports.save_pdf):
        with pytest.raises(StorageTrouble):
            save(owner, journal, tmp_path / "no such folder" / "journal")


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.TRAINER])
def test_the_desk_takes_no_lists_home(services: Services, owner: Actor, role: Role, tmp_path: Path) -> None:
    journal = services.reports.takings(owner, *MARCH)
    somebody = an_actor(role)
    with pytest.raises(NotAllowed):
        services.reports.takings(somebody, *MARCH)
    with pytest.raises(NotAllowed):
        services.reports.clients(somebody, *MARCH)
    with pytest.raises(NotAllowed):
        services.reports.save_csv(somebody, journal, tmp_path / "journal.csv")
    with pytest.raises(NotAllowed):
        services.reports.render_pdf(somebody, journal)


def test_every_row_fits_its_columns(services: Services, owner: Actor, till: Till) -> None:
    till.pay(till.client(), 100)
    for report in (services.reports.takings(owner, *MARCH), services.reports.clients(owner, *MARCH)):
        kinds = {ColumnKind.NUMBER: int, ColumnKind.MONEY: int, ColumnKind.TEXT: str}
        for row in report.rows:
            assert len(row) == len(report.columns)
            for value, each in zip(row, report.columns, strict=True):
                assert isinstance(value, kinds.get(each.kind, date))
        assert len(report.client_ids) == len(report.rows)
