"""Setting up e-mail, text messages and what rules keep to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import keyring
import pytest
from keyring.backends.fail import Keyring
from PySide6.QtWidgets import QLineEdit

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import command_line
from fitnesscrm_desktop.services.messaging.outbox_results import MailSettings, SendingRules, VaultState
from fitnesscrm_desktop.ui.settings.message_sections import MailSection, MessageRulesSection, SmsSection
from fitnesscrm_desktop.ui.settings.profile_section import ProfileSection
from fitnesscrm_desktop.ui.settings.secret_dialogs import MasterPasswordDialog
from tests.gui.settings.screen import SettingsScreen
from tests.support.gui_desk import shown_texts
from tests.support.mail_server import MailServer
from tests.support.memory_keyring import MemoryKeyring
from tests.support.outbox_desk import OutboxDesk
from tests.support.sms_gateway import SmsGateway

PASSWORD = "correct horse battery"


@pytest.fixture
def server() -> Iterator[MailServer]:
    """Give a mail server that listens."""
    with MailServer() as running:
        yield running


def write(section: ProfileSection, **values: object) -> None:
    """Type into some fields."""
    for name, value in values.items():
        section.bound[name].write(value)
    section.edited()


def test_a_mail_server_is_set_up_and_its_password_is_never_shown_again(
    services: Services, screen: SettingsScreen, memory_keyring: MemoryKeyring
) -> None:
    mail = screen.section(MailSection, "mail")
    write(mail, port=587, user="studio", from_address="desk@studio.example")
    screen.fill(cast("QLineEdit", mail.bound["host"].field), "smtp.example.com")
    screen.fill(mail.password, PASSWORD)
    screen.click(mail.save_button)
    stored = services.messaging.get(command_line())
    assert (stored.mail.host, stored.mail.user, stored.has_password) == ("smtp.example.com", "studio", True)
    assert memory_keyring.get_password("FitnessCRM", "smtp.password") == PASSWORD
    assert mail.password.text() == ""
    assert mail.password.placeholderText() == "Kept. Type to replace it."
    assert mail.password.echoMode() is QLineEdit.EchoMode.Password
    assert PASSWORD not in " ".join(shown_texts(screen.page))
    assert not mail.save_button.isVisible()
    screen.fill(cast("QLineEdit", mail.bound["from_name"].field), "The desk")
    screen.click(mail.save_button)
    assert services.messaging.get(command_line()).has_password, "another change forgot it"
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert services.messaging.get(command_line()).mail.from_name == ""


def test_what_is_wrong_stands_at_its_field(services: Services, screen: SettingsScreen) -> None:
    mail = screen.section(MailSection, "mail")
    write(mail, security="plain", from_address="nobody")
    screen.fill(cast("QLineEdit", mail.bound["host"].field), "smtp.example.com")
    screen.click(mail.save_button)
    errors = {name: bound.form.error(bound.field) for name, bound in mail.bound.items()}
    assert {name for name, text in errors.items() if text} == {"security", "from_address"}
    assert services.messaging.get(command_line()).mail.host == ""


def test_the_test_says_what_the_server_says(
    services: Services, screen: SettingsScreen, server: MailServer
) -> None:
    OutboxDesk(services).set_up_mail(server.port)
    mail = screen.section(MailSection, "mail")
    assert not mail.test_button.isEnabled()
    screen.fill(mail.test_to, "me@example.com")
    mail.test_button.setFocus()
    screen.click(mail.test_button)
    assert mail.test_button.hasFocus(), "the keyboard is somewhere else"
    assert "It was taken: 250 2.0.0 Taken" in shown_texts(screen.page)
    assert [each.to for each in server.received] == ["me@example.com"]
    server.manners.on_address = lambda _to: "550 No such user"
    screen.click(mail.test_button)
    assert "The test was not taken: 550 No such user" in shown_texts(screen.page)
    screen.fill(cast("QLineEdit", mail.bound["from_name"].field), "Unsaved")
    assert not mail.test_button.isEnabled(), "it would test something else than what is seen"


def test_a_gateway_is_prefilled_saved_and_tested(services: Services, screen: SettingsScreen) -> None:
    with SmsGateway() as gateway:
        sms = screen.section(SmsSection, "sms")
        screen.click(sms.twilio_button)
        assert "twilio" in sms.bound["url"].read()
        screen.click(sms.json_button)
        write(sms, url=gateway.url, sender="Studio", price=750)
        screen.fill(sms.secret, "a key")
        screen.click(sms.save_button)
        stored = services.messaging.get(command_line())
        assert (stored.sms.price, stored.has_secret) == (750, True)
        assert sms.secret.text() == ""
        screen.fill(sms.test_to, "0151 1058756")
        screen.click(sms.test_button)
        assert "It was taken: 201 queued SM123" in shown_texts(screen.page)
        assert gateway.asked[0].headers["Authorization"] == "Bearer a key"


def test_quiet_hours_are_times_of_the_studio(services: Services, screen: SettingsScreen) -> None:
    rules = screen.section(MessageRulesSection, "message_rules")
    assert (rules.bound["quiet_from"].read(), rules.bound["quiet_to"].read()) == ("20:00", "08:00")
    write(rules, quiet_from="21:30", weekly_cap=5, language="de")
    screen.click(rules.save_button)
    assert services.messaging.get(command_line()).rules == SendingRules(21 * 60 + 30, 8 * 60, 5, "de")


def test_what_somebody_else_stores_appears(services: Services, screen: SettingsScreen) -> None:
    mail = screen.section(MailSection, "mail")
    service, other = services.messaging, command_line()
    elsewhere = MailSettings("smtp.example.org", from_address="a@example.org")
    service.save_mail(other, service.get(other).version, elsewhere)
    screen.settle()
    assert mail.bound["host"].read() == "smtp.example.org"


def test_without_a_keyring_a_master_password_is_chosen(services: Services, screen: SettingsScreen) -> None:
    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]  # keyring has no types here
    mail = screen.section(MailSection, "mail")
    assert mail.locked.isVisible()
    screen.click(mail.locked.action_button)
    assert screen.at_hand.window.opened[-1][0] == "settings.master_password"
    dialog = screen.dialog(MasterPasswordDialog, "settings.master_password")
    assert dialog.second.isVisible()
    screen.fill(dialog.first, "a long master")
    screen.fill(dialog.second, "another master")
    screen.click(dialog.verb)
    assert dialog.form.error(dialog.second) == "This is not the same as above."
    screen.fill(dialog.second, "a long master")
    screen.click(dialog.verb)
    assert services.messaging.vault(command_line()) is VaultState.OPEN
    screen.settle()
    assert not mail.locked.isVisible()


def test_a_known_master_password_is_typed_once(
    services: Services, screen: SettingsScreen, at_hand: object
) -> None:
    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]  # keyring has no types here
    Services(services.core, services.home).messaging.unlock(command_line(), "a long master")
    dialog = screen.dialog(MasterPasswordDialog, "settings.master_password")
    assert not dialog.second.isVisible()
    screen.fill(dialog.first, "a wrong master")
    screen.click(dialog.verb)
    assert "The master password is wrong." in shown_texts(dialog)
    screen.fill(dialog.first, "a long master")
    screen.click(dialog.verb)
    assert services.messaging.vault(command_line()) is VaultState.OPEN
