"""The lists of the home pages: who ends soon, who owes, who is in, whose birthday it is."""

from __future__ import annotations

from datetime import date

from fitnesscrm_desktop.models.values import ClientStage, Permission, Verdict
from fitnesscrm_desktop.services.automation.results import TaskRow
from fitnesscrm_desktop.services.billing.results import Owing
from fitnesscrm_desktop.services.checkin.results import VisitRow
from fitnesscrm_desktop.services.clients.results import ClientHit
from fitnesscrm_desktop.services.memberships.results import EndingSoon
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.task_words import done_text, due_text, due_tone
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.home.person_cell import About
from fitnesscrm_desktop.ui.home.row_list import Deed, Nothing, RowList
from fitnesscrm_desktop.ui.home.words import counted, ends_text, ends_tone, tr

RENEW, SELL, PAY, TICK = "renew", "sell", "pay", "tick"
LATE = 7
"""Days after which a debt is red."""


def ending_list(desk: Desk) -> RowList[EndingSoon]:
    """Memberships that run out, with Renew in the row; Sell where the plan comes again after a gap."""
    renew = Deed(RENEW, tr("Renew"), tr("Renew…"), 92)
    sell = Deed(SELL, tr("Sell"), tr("Sell…"), 92)

    def open_deed(deed: str, row: EndingSoon) -> None:
        if deed == RENEW:
            desk.window.open_dialog("memberships.renew", membership_id=row.membership_id)
        elif deed == SELL:
            desk.window.open_dialog("memberships.sell", client_id=row.client_id)
        else:
            desk.window.go("clients.client", client_id=row.client_id)

    def about(row: EndingSoon) -> str:
        lines = [row.client_name, f"{row.plan_name} · {desk.formats.day(row.ends_on)}", row.phone]
        return "\n".join(each for each in lines if each)

    made = RowList(
        tr("Ending soon"),
        [
            Column(
                tr("Client"),
                lambda row: f"{row.client_name}, {ends_text(row)}, {row.plan_name}",
                tooltip=about,
            )
        ],
        lambda row: row.membership_id,
        Nothing(
            "check-circle",
            tr("Nothing ends soon"),
            tr("Memberships are listed here a few days before they run out."),
        ),
        deed=renew if desk.actor.may(Permission.SELL) else None,
        instead=lambda row: sell if row.comes_again else None,
        whole=tr("Show all"),
    )
    made.show_persons(lambda row: About(row.client_name, ends_text(row), ends_tone(row), row.plan_name))
    made.wanted.connect(open_deed)
    made.all_wanted.connect(lambda: desk.window.go("clients.list", saved="ends_soon"))
    return made


def owing_list(desk: Desk) -> RowList[Owing]:
    """The largest debts, with Take payment in the row."""

    def open_deed(deed: str, row: Owing) -> None:
        if deed == PAY:
            desk.window.open_dialog("billing.take_payment", client_id=row.client_id)
        else:
            desk.window.go("clients.client", client_id=row.client_id)

    def about(row: Owing) -> str:
        lines = [row.name, row.plan_name, row.phone]
        if row.oldest_due_on is not None:
            since = tr("due since {day}") if row.days_overdue > 0 else tr("due on {day}")
            lines.insert(1, since.format(day=desk.formats.day(row.oldest_due_on)))
        return "\n".join(each for each in lines if each)

    def late(row: Owing) -> str:
        if row.oldest_due_on is None or row.days_overdue < 0:
            return tr("not due yet")
        if row.days_overdue == 0:
            return tr("due today")
        return counted(row.days_overdue, tr("{count} day late"), tr("{count} days late"), desk.formats)

    def tone(row: Owing) -> Tone:
        if row.days_overdue <= 0:
            return Tone.NEUTRAL
        return Tone.RED if row.days_overdue > LATE else Tone.AMBER

    made = RowList(
        tr("Owes most"),
        [
            Column(
                tr("Client"),
                lambda row: f"{row.name}, {desk.formats.money(row.balance)}, {late(row)}",
                tooltip=about,
            )
        ],
        lambda row: row.client_id,
        Nothing(
            "check-circle",
            tr("Nobody owes anything"),
            tr("What is charged and not paid yet is listed here."),
        ),
        deed=Deed(PAY, tr("Take payment"), tr("Take payment…"), 128)
        if desk.actor.may(Permission.TAKE_PAYMENT)
        else None,
        whole=tr("Show all"),
    )
    made.show_persons(lambda row: About(row.name, desk.formats.money(row.balance), tone(row), late(row)))
    made.wanted.connect(open_deed)
    made.all_wanted.connect(lambda: desk.window.go("billing.money", tab="owing"))
    return made


def inside_list(desk: Desk) -> RowList[VisitRow]:
    """Who is in, the newest first."""

    def about(row: VisitRow) -> str:
        return "\n".join(each for each in (row.name, row.plan, row.override_reason) if each)

    def verdict_tone(row: VisitRow) -> Tone:
        return Tone.GREEN if row.verdict is Verdict.ADMITTED else Tone.AMBER

    def verdict_text(row: VisitRow) -> str:
        if row.override_reason:
            return tr("Let in anyway")
        return tr("Admitted") if row.verdict is Verdict.ADMITTED else tr("With a notice")

    made = RowList(
        tr("In the studio now"),
        [
            Column(tr("Since"), lambda row: desk.formats.time(row.at), width=84),
            Column(tr("Client"), lambda row: row.name, tooltip=about),
            Column(tr("Plan"), lambda row: row.plan or "–", tooltip=about, width=160),
            Column(tr("Verdict"), verdict_text, tone=verdict_tone, tooltip=about, width=124),
        ],
        lambda row: row.id,
        Nothing(
            "door-in",
            tr("Nobody is in"),
            tr("Who checks in is listed here until check-out."),
        ),
        whole=tr("Check-in"),
    )
    made.wanted.connect(lambda _deed, row: desk.window.go("clients.client", client_id=row.client_id))
    made.all_wanted.connect(lambda: desk.window.go("checkin.desk"))
    return made


def birthday_list(desk: Desk) -> RowList[ClientHit]:
    """Whom to congratulate."""

    def age(row: ClientHit) -> str:
        today = desk.today()
        return tr("turns {age}").format(age=turns(row.born, today)) if row.born else ""

    made = RowList(
        tr("Birthdays today"),
        [
            Column(tr("Client"), lambda row: row.name, tooltip=lambda row: row.name),
            Column(
                tr("Plan"), lambda row: row.plan_name or "–", tooltip=lambda row: row.plan_name, width=160
            ),
            Column(tr("Age"), age, tone=_birthday_tone, width=104),
        ],
        lambda row: row.id,
        Nothing("gift", tr("Nobody has a birthday today")),
        whole=tr("This week"),
    )
    made.wanted.connect(lambda _deed, row: desk.window.go("clients.client", client_id=row.id))
    made.all_wanted.connect(lambda: desk.window.go("clients.list", saved="birthdays"))
    return made


def task_list(desk: Desk) -> RowList[TaskRow]:
    """What is to be done, with Done in the row."""

    def today() -> date:
        return desk.today()

    def set_done(row: TaskRow, *, done: bool) -> None:
        tasks, actor = desk.services.staff_tasks, desk.actor
        deed = tasks.done if done else tasks.undo_done

        def said(_row: TaskRow) -> None:
            if done:
                desk.toasts.show_toast(done_text(row), undo=lambda: set_done(row, done=False), tone="good")

        desk.tasks.write(lambda: deed(actor, row.id), done=said, failed=desk.window.report)

    def open_deed(deed: str, row: TaskRow) -> None:
        if deed == TICK:
            set_done(row, done=True)
        elif row.client_id is None:
            desk.window.go("tasks.main", tab="mine")
        else:
            desk.window.go("clients.client", client_id=row.client_id)

    def due(row: TaskRow) -> str:
        return due_text(row.due_on, today(), desk.formats)

    made: RowList[TaskRow] = RowList(
        tr("Tasks"),
        [
            Column(
                tr("Task"),
                lambda row: f"{row.text}, {due(row)}, {row.client_name}",
                tooltip=lambda row: f"{row.text}\n{row.client_name}".strip(),
            )
        ],
        lambda row: row.id,
        Nothing("list-check", tr("Nothing to do")),
        deed=Deed(TICK, tr("Done"), tr("Done"), 84),
        whole=tr("Show all"),
    )
    made.show_persons(lambda row: About(row.text, due(row), due_tone(row.due_on, today()), row.client_name))
    made.wanted.connect(open_deed)
    made.all_wanted.connect(lambda: desk.window.go("tasks.main", tab="mine"))
    return made


def turns(born: date, today: date) -> int:
    """The age somebody reaches in the year of *today*."""
    return today.year - born.year


def _birthday_tone(row: ClientHit) -> Tone:
    members = {ClientStage.ACTIVE, ClientStage.TRIAL, ClientStage.OVERDUE, ClientStage.FROZEN}
    return Tone.ACCENT if row.stage in members else Tone.NEUTRAL
