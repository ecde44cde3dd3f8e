"""In which language a client is written to, and who looks after them, as it is chosen at the desk."""

import pytest
from PySide6.QtWidgets import QDialog

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.clients.edit_dialog import EditClientDialog
from fitnesscrm_desktop.ui.clients.trainer_dialog import NOBODY, TrainerDialog
from fitnesscrm_desktop.ui.widgets.conflict import ConflictDialog
from tests.gui.clients.screen import ClientsScreen
from tests.support.people import People
from tests.support.staff import hire, make_hashing_cheap


def test_a_language_is_chosen_by_name(screen: ClientsScreen, people: People) -> None:
    anna = people.add(language="pt_PT")
    dialog = screen.dialog(EditClientDialog, "clients.edit", client_id=anna, field="language")
    assert dialog.details.language.currentText() == "Portuguese (Portugal)"
    place = dialog.details.language.findText("German")
    dialog.details.language.setCurrentIndex(place)
    dialog.submit()
    screen.settle()
    assert people.detail(anna).details.language == "de"
    assert "Language | German" in screen.said(screen.client_page(anna))


def test_two_who_choose_a_language_are_asked(
    screen: ClientsScreen, services: Services, owner: Actor, people: People
) -> None:
    anna = people.add()
    dialog = screen.dialog(EditClientDialog, "clients.edit", client_id=anna)
    services.clients.edit(owner, anna, 1, {"language": "fr"})

    def choose(asked: ConflictDialog) -> bool:
        assert "French" in screen.said(asked) + " ".join(
            button.text() for button in (*asked.mine.values(), *asked.theirs.values())
        )
        asked.mine["language"].setChecked(True)
        return True

    screen.at_hand.dialogs.then(choose)
    dialog.details.language.set_value("de")
    dialog.submit()
    screen.settle()
    assert people.detail(anna).details.language == "de"


def test_a_trainer_is_chosen_with_a_way_back(
    screen: ClientsScreen, services: Services, owner: Actor, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_hashing_cheap(monkeypatch)
    hire(services, "owner", Role.OWNER)
    tom = hire(services, "tom", Role.TRAINER)
    anna = people.add()
    dialog = screen.dialog(TrainerDialog, "clients.trainer", client_id=anna)
    assert dialog.trainer.code() == NOBODY
    assert [dialog.trainer.itemText(place) for place in range(dialog.trainer.count())] == [
        "Nobody",
        "Tom",
        "Owner",
    ]
    dialog.trainer.set_code(str(tom.id))
    dialog.submit()
    screen.settle()
    assert dialog.result() == QDialog.DialogCode.Accepted
    trainer = people.detail(anna).trainer
    assert trainer is not None
    assert trainer.name == "Tom"
    assert "Trainer | Tom" in screen.said(screen.client_page(anna))
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert people.detail(anna).trainer is None
