"""A form is filled in and signed on the screen."""

from datetime import date

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import FormAudience, FormSigner, FormState
from fitnesscrm_desktop.ui.checkin.desk_page import CheckInPage
from fitnesscrm_desktop.ui.forms.fill_dialog import FillFormDialog
from fitnesscrm_desktop.ui.forms.signature_pad import SignaturePad
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl
from tests.support.form_desk import HEALTHY, FormDesk
from tests.support.people import People
from tests.support.studio_rows import StudioRows
from tests.support.window import StudioWindow


def opened(screen: StudioWindow, client_id: int, template_id: int | None = None) -> FillFormDialog:
    screen.work.window.open_dialog("forms.fill", client_id=client_id, template_id=template_id)
    screen.settle()
    dialog = screen.dialog
    assert isinstance(dialog, FillFormDialog)
    return dialog


def choose(screen: StudioWindow, dialog: FillFormDialog, key: str, word: str) -> None:
    assert dialog.questions is not None
    field = dialog.questions.field(key)
    assert isinstance(field, SegmentedControl)
    screen.click(field.button(word))


def draw(pad: SignaturePad) -> None:
    """Draw a line with the mouse."""
    for kind, place, buttons in (
        (QEvent.Type.MouseButtonPress, QPointF(20, 60), Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseMove, QPointF(80, 30), Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseMove, QPointF(150, 70), Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseButtonRelease, QPointF(150, 70), Qt.MouseButton.NoButton),
    ):
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        where = pad.mapToGlobal(place)
        event = QMouseEvent(kind, place, where, button, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(pad, event)


def test_signed_with_the_mouse(screen: StudioWindow, desk: FormDesk, people: People) -> None:
    anna = people.add()
    dialog = opened(screen, anna, desk.template("waiver").id)
    assert "Training at your own risk" in screen.words(dialog)
    assert dialog.signed_by.text() == "Anna Ivanova"
    choose(screen, dialog, "rules", "yes")
    draw(dialog.pad)
    screen.click(dialog.verb)
    [form] = desk.forms.of_client(desk.actor, anna)
    assert desk.forms.read(desk.actor, form.id).strokes == (((0.0, 30.0), (60.0, 0.0), (130.0, 40.0)),)
    assert screen.toasts() == ["Training at your own risk of Anna Ivanova is signed."]


def test_signed_by_typed_name_and_taken_back(screen: StudioWindow, desk: FormDesk, people: People) -> None:
    anna = people.add()
    dialog = opened(screen, anna, desk.template("waiver").id)
    choose(screen, dialog, "rules", "yes")
    screen.click(dialog.verb)
    [toast] = screen.work.toaster.host.toasts()
    screen.click(screen.find(QPushButton, "Undo", toast))
    [form] = desk.forms.of_client(desk.actor, anna)
    assert form.state is FormState.VOID


def test_a_signature_is_wiped(screen: StudioWindow, desk: FormDesk, people: People) -> None:
    dialog = opened(screen, people.add(), desk.template("waiver").id)
    draw(dialog.pad)
    assert dialog.pad.strokes()
    QTest.keyClick(dialog.pad, Qt.Key.Key_Delete)
    assert dialog.pad.strokes() == ()
    draw(dialog.pad)
    QTest.mouseClick(dialog.wipe, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert dialog.pad.strokes() == ()


def test_open_questions_are_said_beside_them(screen: StudioWindow, desk: FormDesk, people: People) -> None:
    anna = people.add()
    dialog = opened(screen, anna, desk.template("health").id)
    screen.click(dialog.verb)
    assert screen.dialog is dialog
    assert screen.words(dialog).count("is not answered yet.") == 11
    choose(screen, dialog, "heart", "yes")
    assert screen.words(dialog).count("is not answered yet.") == 10
    screen.click(dialog.verb)
    assert "After a yes there is more to say" in screen.words(dialog)
    assert desk.forms.of_client(desk.actor, anna) == ()


def seen(dialog: FillFormDialog) -> list[str]:
    """The questions whose answers are wholly in sight."""
    assert dialog.questions is not None
    port = dialog.paper.viewport()
    found = []
    for key in HEALTHY:
        field = dialog.questions.field(key)
        top = field.mapTo(port, QPoint(0, 0)).y()
        if top >= 0 and top + field.height() <= port.height():
            found.append(key)
    return found


def test_many_questions_are_in_sight_above_a_place_to_sign(
    screen: StudioWindow, desk: FormDesk, people: People
) -> None:
    dialog = opened(screen, people.add(), desk.template("health").id)
    dialog.resize(1000, 720)
    screen.settle()
    assert len(seen(dialog)) >= 5
    dialog.paper.verticalScrollBar().setValue(250)
    assert len(seen(dialog)) >= 7
    pad = dialog.pad.mapTo(dialog, QPoint(0, 0)).y()
    assert pad > dialog.paper.geometry().bottom()
    assert pad + dialog.pad.height() <= dialog.height()


def test_the_first_open_question_comes_into_sight(
    screen: StudioWindow, desk: FormDesk, people: People
) -> None:
    dialog = opened(screen, people.add(), desk.template("health").id)
    *answered, last = [key for key in HEALTHY if HEALTHY[key] == "no"]
    for key in answered:
        choose(screen, dialog, key, "no")
    dialog.paper.verticalScrollBar().setValue(0)
    assert last not in seen(dialog)
    screen.click(dialog.verb)
    screen.until(lambda: last in seen(dialog))


def test_answers_stay_when_the_form_speaks_another_language(
    screen: StudioWindow, desk: FormDesk, people: People
) -> None:
    dialog = opened(screen, people.add(), desk.template("health").id)
    assert dialog.questions is not None
    choose(screen, dialog, "heart", "yes")
    more = dialog.questions.field("heart.more")
    assert isinstance(more, QLineEdit)
    screen.write("stents", on=more)
    dialog.language.set_code("de")
    dialog.language.chosen.emit("de")
    screen.settle()
    assert "Fragen zur Gesundheit" in screen.words(dialog)
    assert dialog.questions.typed() == {"heart": "yes", "heart.more": "stents"}


def test_a_signature_is_not_lost_by_one_key(screen: StudioWindow, desk: FormDesk, people: People) -> None:
    dialog = opened(screen, people.add(), desk.template("contract").id)
    draw(dialog.pad)
    screen.press("Escape", on=dialog)
    assert dialog.isVisible()
    assert dialog.pad.strokes()
    screen.press("Escape", on=dialog)
    assert QApplication.activeModalWidget() is None


def test_a_signature_below_one_form_does_not_stand_below_another(
    screen: StudioWindow, desk: FormDesk, people: People
) -> None:
    anna = people.add()
    dialog = opened(screen, anna, desk.template("health").id)
    draw(dialog.pad)
    dialog.relation.setText("mother")
    dialog.which.chosen.emit(str(desk.template("waiver").id))
    screen.settle()
    assert (dialog.pad.strokes(), dialog.relation.text()) == ((), "")
    choose(screen, dialog, "rules", "yes")
    draw(dialog.pad)
    dialog.language.chosen.emit("de")
    screen.settle()
    assert dialog.pad.strokes() == (), "it was drawn below words in another language"
    draw(dialog.pad)
    dialog.language.chosen.emit("de")
    screen.settle()
    assert len(dialog.pad.strokes()) == 1, "the words are the same"


def test_what_another_desk_has_signed_meanwhile_is_not_signed_twice(
    screen: StudioWindow, desk: FormDesk, people: People
) -> None:
    anna = people.add()
    dialog = opened(screen, anna, desk.template("waiver").id)
    desk.sign(anna, "waiver")
    choose(screen, dialog, "rules", "yes")
    screen.click(dialog.verb)
    assert screen.dialog is dialog
    assert "at another desk" in screen.words(dialog)
    assert len(desk.forms.of_client(desk.actor, anna)) == 1


def test_another_language_does_not_make_one_form_two(
    screen: StudioWindow, desk: FormDesk, people: People
) -> None:
    anna = people.add()
    dialog = opened(screen, anna, desk.template("waiver").id)
    desk.sign(anna, "waiver")
    dialog.language.set_code("de")
    dialog.language.chosen.emit("de")
    screen.settle()
    choose(screen, dialog, "rules", "yes")
    screen.click(dialog.verb)
    assert screen.dialog is dialog
    assert len(desk.forms.of_client(desk.actor, anna)) == 1


def test_a_minor_has_somebody_sign(screen: StudioWindow, desk: FormDesk, people: People) -> None:
    tim = people.add("Tim Bauer", date(2012, 5, 1))
    dialog = opened(screen, tim, desk.template("waiver").id)
    assert "not of age" in " ".join(each.text() for each in dialog.findChildren(Banner))
    choose(screen, dialog, "rules", "yes")
    dialog.signed_by.setText("Eva Bauer")
    screen.click(dialog.verb)
    assert "Say in what relation" in screen.words(dialog)
    dialog.relation.setText("mother")
    screen.click(dialog.verb)
    [form] = desk.forms.of_client(desk.actor, tim)
    assert form.signer is FormSigner.GUARDIAN


def test_the_door_offers_to_fill_it_in(
    services: Services, screen: StudioWindow, desk: FormDesk, rows: StudioRows
) -> None:
    anna = rows.member("Anna Ivanova")
    desk.require("waiver", required_for=FormAudience.ALL, blocks_checkin=True)
    page = screen.go("checkin.desk")
    assert isinstance(page, CheckInPage)
    screen.write(rows.number_of(anna), on=page.field)
    screen.press("Return", on=page.field)
    screen.until(lambda: "is not signed yet" in screen.words(page))
    button = next(each for each in screen.page.findChildren(QPushButton) if "Fill in now" in each.text())
    screen.click(button)
    dialog = screen.dialog
    assert isinstance(dialog, FillFormDialog)
    choose(screen, dialog, "rules", "yes")
    screen.click(dialog.verb)
    screen.until(lambda: "is not signed yet" not in screen.words(page))
    assert services.visits.occupancy(desk.actor).inside == 1
