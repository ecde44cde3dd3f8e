"""The list of everything a template may name, to insert from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from fitnesscrm_desktop.services.messaging.results import FieldDoc
from fitnesscrm_desktop.ui.messaging.words import translate


def insert_menu(
    parent: QWidget,
    fields: Sequence[FieldDoc],
    filters: Sequence[FieldDoc],
    insert: Callable[[str], None],
) -> QMenu:
    """A menu with one submenu per group of fields, and one with the filters; *insert* gets what to type."""
    menu = QMenu(parent)
    groups: dict[str, QMenu] = {}
    for field in fields:
        group = field.name.partition(".")[0]
        if group not in groups:
            groups[group] = menu.addMenu(group_word(group))
        words = translate("{about}  ·  {example}").format(about=field.about, example=field.example)
        groups[group].addAction(_action(menu, words, "{{ " + field.name + " }}", insert))
    menu.addSeparator()
    shapes = menu.addMenu(translate("How it is written"))
    for each in filters:
        words = translate("{name}  ·  {about}").format(name=each.name, about=each.about)
        shapes.addAction(_action(menu, words, each.example or f"|{each.name}", insert))
    choices = menu.addMenu(translate("Only if"))
    for words, text in (
        (translate("The reader is the client"), "{% if recipient.name == client.full_name %}"),
        (translate("Something is owed"), "{% if account.balance > 0 %}"),
        (translate("There is a trainer"), "{% if trainer.name %}"),
    ):
        choices.addAction(_action(menu, words, text + "…{% else %}…{% endif %}", insert))
    return menu


def group_word(group: str) -> str:
    """What a group of fields is called."""
    return {
        "client": translate("Client"),
        "recipient": translate("Reader"),
        "studio": translate("Studio"),
        "membership": translate("Membership"),
        "account": translate("Account"),
        "visit": translate("Visits"),
        "occasion": translate("Occasion"),
        "trainer": translate("Trainer"),
        "staff": translate("Writer"),
    }.get(group, group)


def _action(menu: QMenu, words: str, text: str, insert: Callable[[str], None]) -> QAction:
    action = QAction(words.replace("&", "&&"), menu)
    action.triggered.connect(lambda _checked=False: insert(text))
    return action
