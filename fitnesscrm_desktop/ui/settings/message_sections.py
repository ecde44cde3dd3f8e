"""E-mail, text messages, and what the rules that write them keep to."""

from __future__ import annotations

from collections.abc import Callable

from babel import Locale
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit

from fitnesscrm_desktop.models.values import MailSecurity
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.messaging.outbox_results import VaultState
from fitnesscrm_desktop.services.messaging.sms import JSON_STYLE, METHODS, TWILIO_STYLE
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import M, S, Tone
from fitnesscrm_desktop.ui.settings.messaging_records import (
    MailSource,
    SendingRulesSource,
    SmsSource,
    shown_time,
)
from fitnesscrm_desktop.ui.settings.profile_section import ProfileSection
from fitnesscrm_desktop.ui.settings.record_source import RecordSource
from fitnesscrm_desktop.ui.settings.secret_fields import secret_field
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.form import Form
from fitnesscrm_desktop.ui.widgets.number_field import NumberField

LARGEST_PORT, MOST_A_WEEK, DEAREST = 65535, 100, 1_000_000
HALF_HOUR, DAY = 30, 24 * 60
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sv", "da", "nb", "fi", "tr", "ru", "uk")
Send = Callable[[str], str]


class _WaySection(ProfileSection):
    """A way out of the studio: its settings, the state of the vault, and a test."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.locked = Banner("", Tone.AMBER)
        self.locked.acted.connect(lambda: desk.window.open_dialog("settings.master_password"))
        self.locked.hide()
        self.column.addWidget(self.locked)

    def arrive(self) -> None:
        """Read what is stored, and whether passwords can be kept."""
        super().arrive()
        self._look_at_vault()

    def filled(self) -> None:
        """The vault may have been opened in the meantime."""
        self._look_at_vault()

    def edited(self) -> None:
        """A test uses what is stored."""
        if hasattr(self, "test_button"):
            stored = not self.save_button.isEnabled()
            self.test_button.setEnabled(stored and bool(self.test_to.text().strip()))

    def add_test(self, caption: str, send: Send) -> None:
        """Add a card that sends a test."""
        form = Form(above=True)
        card = self.card(self.tr("Test"), self.tr("Sends one message at once, with what is saved above."))
        self.test_to = _line(254)
        form.add(caption, self.test_to)
        card.add(form)
        self._send, self._testing = send, False
        self.test_button = Button(self.tr("Send a test"), self._test, icon="mail")
        self.test_to.textChanged.connect(lambda _text: self.edited())
        self.test_to.returnPressed.connect(self.test_button.click)
        row = QHBoxLayout()
        row.addWidget(self.test_button)
        row.addStretch(1)
        card.body.addLayout(row)
        self.answer = Banner("", Tone.GREEN)
        self.answer.hide()
        card.add(self.answer)

    def _test(self) -> None:
        if self._testing:  # the button stays as it is: one that is switched off gives the keyboard away
            return
        to, send = self.test_to.text(), self._send
        self._testing = True
        self.answer.set_text(self.tr("Sending…"), Tone.BLUE)
        self.answer.show()
        self.desk.tasks.run(lambda: send(to), done=self._taken, failed=self._refused, owner=self)

    def _taken(self, said: str) -> None:
        self._testing = False
        self.answer.set_text(self.tr("It was taken: {answer}").format(answer=said), Tone.GREEN)
        self.edited()

    def _refused(self, error: Exception) -> None:
        self._testing = False
        self.edited()
        if isinstance(error, StudioError):
            self.answer.set_text(error.text, Tone.RED)
            return
        self.answer.hide()
        self.desk.window.report(error)

    def _look_at_vault(self) -> None:
        service, actor = self.desk.services.messaging, self.desk.actor
        self.desk.tasks.run(
            lambda: service.vault(actor),
            done=self._show_vault,
            failed=self.desk.window.report,
            owner=self,
        )

    def _show_vault(self, state: VaultState) -> None:
        self.locked.setVisible(state is not VaultState.OPEN)
        if state is VaultState.LOCKED:
            self.locked.set_text(
                self.tr("Passwords on this PC are locked: nothing that needs one is sent."),
                Tone.AMBER,
                self.tr("Unlock…"),
            )
        elif state is VaultState.MISSING:
            self.locked.set_text(
                self.tr("This PC has no keyring. Choose a master password before you save one."),
                Tone.AMBER,
                self.tr("Choose…"),
            )


class MailSection(_WaySection):
    """The mail server, whom mail comes from, and a test."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._add_server()
        self._add_sender()
        service, actor = desk.services.messaging, desk.actor
        self.add_test(self.tr("To"), lambda to: service.test_mail(actor, to))
        self.ready()

    def source(self) -> RecordSource:
        """The mail server's settings."""
        return MailSource(self.desk)

    def filled(self) -> None:
        """Say whether there is a password, never which."""
        super().filled()
        profile = self.presenter.state.profile if self.presenter is not None else None
        there = profile is not None and profile.has_password
        self.password.setPlaceholderText(self.tr("Kept. Type to replace it.") if there else "")

    def _add_server(self) -> None:
        form = Form(above=True, columns=2)
        card = self.card(
            self.tr("Mail server"),
            self.tr("Your provider tells name, port and security. Without a server no e-mail is sent."),
        )
        card.add(form)
        self.bind("host", form, self.tr("Server"), _line(200), wide=True)
        port = NumberField(1, LARGEST_PORT)
        self.bind("port", form, self.tr("Port"), port)
        kinds = [
            (str(MailSecurity.STARTTLS.value), self.tr("STARTTLS (mostly 587)")),
            (str(MailSecurity.TLS.value), self.tr("TLS (mostly 465)")),
            (str(MailSecurity.PLAIN.value), self.tr("None (this PC only)")),
        ]
        self.bind("security", form, self.tr("Security"), ChoiceField(kinds))
        self.bind("user", form, self.tr("User name"), _line(200))
        self.password = secret_field()
        self.bind("password", form, self.tr("Password"), self.password)

    def _add_sender(self) -> None:
        form = Form(above=True, columns=2)
        self.card(self.tr("Sender")).add(form)
        self.bind("from_address", form, self.tr("Address"), _line(254))
        self.bind(
            "from_name", form, self.tr("Name"), _line(200), hint=self.tr("Empty: the name of the studio.")
        )
        self.bind("reply_to", form, self.tr("Answers go to"), _line(254), hint=self.tr("Empty: the sender."))
        self.bind(
            "unsubscribe_to",
            form,
            self.tr("“Unsubscribe” goes to"),
            _line(254),
            hint=self.tr("Empty: the sender."),
        )


class SmsSection(_WaySection):
    """The gateway of text messages, and a test."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._add_gateway()
        self._add_sender()
        service, actor = desk.services.messaging, desk.actor
        self.add_test(self.tr("Phone number"), lambda to: service.test_sms(actor, to))
        self.ready()

    def source(self) -> RecordSource:
        """The gateway's settings."""
        return SmsSource(self.desk)

    def filled(self) -> None:
        """Say whether there is a secret, never which."""
        super().filled()
        profile = self.presenter.state.profile if self.presenter is not None else None
        there = profile is not None and profile.has_secret and bool(profile.url)
        self.secret.setPlaceholderText(self.tr("Kept. Type to replace it.") if there else "")

    def _add_gateway(self) -> None:
        form = Form(above=True, columns=2)
        card = self.card(
            self.tr("Gateway"),
            self.tr(
                "A provider that sends text messages when it is asked over the web. In address, headers and "
                "body stand {{ to }}, {{ text }}, {{ sender }}, {{ secret }} and {{ reference }}."
            ),
        )
        row = QHBoxLayout()
        row.setSpacing(S)
        self.twilio_button = Button(self.tr("Like Twilio"), lambda: self._prefill(TWILIO_STYLE))
        self.json_button = Button(self.tr("JSON with a key"), lambda: self._prefill(JSON_STYLE))
        row.addWidget(self.twilio_button)
        row.addWidget(self.json_button)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.setSpacing(M)
        card.add(form)
        self.bind("url", form, self.tr("Address"), _line(4000), wide=True)
        methods = [(method, method) for method in METHODS]
        self.bind("method", form, self.tr("Method"), ChoiceField(methods))
        self.secret = secret_field()
        self.bind("secret", form, self.tr("Secret or key"), self.secret)
        self.bind("headers", form, self.tr("Headers, one per line"), _text(3), wide=True)
        self.bind("body", form, self.tr("Body"), _text(4), wide=True)
        self.bind(
            "yes",
            form,
            self.tr("Answer that means yes, one condition per line"),
            _text(3),
            hint=self.tr(
                "Such as: status 201 - json status is not failed, undelivered - text has OK - text has not "
                "ERR. Empty: every answer that speaks of no error."
            ),
            wide=True,
        )
        self.bind(
            "status_url",
            form,
            self.tr("Where it says what became of a message"),
            _line(4000),
            hint=self.tr("With {{ id }}, what the gateway calls the message. Empty: it is not asked."),
            wide=True,
        )

    def _add_sender(self) -> None:
        form = Form(above=True, columns=2)
        self.card(self.tr("Sender and price")).add(form)
        self.bind("sender", form, self.tr("Sender"), _line(40), hint=self.tr("A number, or a short name."))
        self.bind(
            "price",
            form,
            self.tr("Price of one part"),
            NumberField(0, DEAREST),
            hint=self.tr("In hundredths of a cent, for the estimate."),
        )

    def _prefill(self, style: object) -> None:
        for name in ("url", "method", "headers", "body", "yes", "status_url"):
            self.bound[name].write(getattr(style, name))
        self._edited()


class MessageRulesSection(ProfileSection):
    """Quiet hours, the weekly cap and the usual language."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        form = Form(above=True, columns=2)
        self.card(
            self.tr("What rules keep to"),
            self.tr("Messages that a person writes go out at once; those of rules wait for the morning."),
        ).add(form)
        times = [(shown_time(at), shown_time(at)) for at in range(0, DAY, HALF_HOUR)]
        self.bind("quiet_from", form, self.tr("Quiet from"), ChoiceField(times))
        self.bind(
            "quiet_to",
            form,
            self.tr("Quiet until"),
            ChoiceField(times),
            hint=self.tr("The same time twice: never quiet."),
        )
        self.bind(
            "weekly_cap",
            form,
            self.tr("Most messages a week"),
            NumberField(0, MOST_A_WEEK),
            hint=self.tr("To one client, from all rules together. 0: no limit."),
        )
        self.bind(
            "language",
            form,
            self.tr("Usual language"),
            ChoiceField([("", self.tr("The studio’s")), *_languages()]),
            hint=self.tr("Of clients who have none of their own."),
        )
        self.ready()

    def source(self) -> RecordSource:
        """What rules keep to."""
        return SendingRulesSource(self.desk)


def _languages() -> list[tuple[str, str]]:
    """Each in its own words."""
    return [(code, (Locale.parse(code).get_display_name(code) or code).capitalize()) for code in LANGUAGES]


def _line(longest: int) -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(longest)
    return field


def _text(lines: int) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setTabChangesFocus(True)
    field.setFixedHeight(theme().px(18 + 18 * lines))
    return field
