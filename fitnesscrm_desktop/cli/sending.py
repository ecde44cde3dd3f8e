"""``fitnesscrm smtp``, ``sms`` and ``messages``: how messages leave the studio, and what they keep to."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated

import typer

from fitnesscrm_desktop.cli.runtime import Desk, answer, at_desk, bad_usage
from fitnesscrm_desktop.cli.typed import a_minute, a_number
from fitnesscrm_desktop.cli.vault import asked, unlock, unlock_for
from fitnesscrm_desktop.models.values import Channel, MailSecurity
from fitnesscrm_desktop.services.messaging.outbox_results import (
    MailSettings,
    MessagingSetup,
    SendingRules,
    SmsSettings,
    VaultState,
)

smtp_app = typer.Typer(help="The mail server.", no_args_is_help=True)
sms_app = typer.Typer(help="The gateway of text messages.", no_args_is_help=True)
app = typer.Typer(help="Quiet hours, the weekly cap, and all settings of messages.", no_args_is_help=True)

_HOUR = 60
_LIKE = ("twilio", "json")
Minute = Annotated[int | None, typer.Option(parser=a_minute, metavar="HH:MM", help="By the studio's clock.")]


@smtp_app.command("set")
def smtp_set(
    *,
    host: Annotated[str, typer.Option(help='Name of the server; "" switches e-mail off.')],
    port: Annotated[int, typer.Option(parser=a_number, metavar="NUMBER", help="587, 465 or 25.")] = 587,
    security: Annotated[
        MailSecurity, typer.Option(help="plain only works with a server on this PC.")
    ] = MailSecurity.STARTTLS,
    sender: Annotated[str, typer.Option("--from", metavar="ADDRESS", help="Whom e-mail comes from.")] = "",
    name: Annotated[str, typer.Option(help="The name beside it, if not the studio's.")] = "",
    user: Annotated[str, typer.Option(help="Whom the server knows us as; the password is asked.")] = "",
    reply_to: Annotated[str, typer.Option(metavar="ADDRESS", help="Where answers go.")] = "",
    unsubscribe_to: Annotated[str, typer.Option(metavar="ADDRESS", help='Where "unsubscribe" goes.')] = "",
) -> None:
    """Say which server takes e-mail. The password is asked, or read from standard input.

    Without a keyring the master password of the vault is needed as well. From standard input the two are read
    line by line: first the password of the server, then the master password.
    """
    with at_desk() as desk:
        password = asked(f"Password of {user} at {host}: ") if user else _none_if_locked(desk)
        if user:
            unlock(desk)
        settings = MailSettings(host, port, security, user, sender, name, reply_to, unsubscribe_to)
        service = desk.services.messaging
        stored = service.save_mail(desk.actor, service.get(desk.actor).version, settings, password)
    mail = stored.mail
    answer(
        _mail_document(stored),
        f"E-mail goes out through {mail.host}, port {mail.port}." if mail.host else "E-mail is switched off.",
    )


def _none_if_locked(desk: Desk) -> str | None:
    """No password is needed; an old one is forgotten, unless it lies where nobody can get at it just now."""
    return None if desk.services.messaging.vault(desk.actor) is VaultState.LOCKED else ""


@smtp_app.command("test")
def smtp_test(
    to: Annotated[str, typer.Option(metavar="ADDRESS", help="Where the test goes; else to ourselves.")] = "",
) -> None:
    """Send a test e-mail at once."""
    with at_desk() as desk:
        unlock_for(desk, Channel.EMAIL)
        address = to or desk.services.messaging.get(desk.actor).mail.from_address
        said = desk.services.messaging.test_mail(desk.actor, address)
        answer({"to": address, "answer": said}, f"The test to {address} was taken: {said}")


@sms_app.command("set")
def sms_set(  # noqa: PLR0913 - one option for each thing a gateway needs
    *,
    url: Annotated[str | None, typer.Option(help='Where a message is handed in; "" switches it off.')] = None,
    method: Annotated[str | None, typer.Option(help="POST, GET or PUT.")] = None,
    header: Annotated[
        list[str] | None, typer.Option(metavar="NAME: VALUE", help="May be given again.")
    ] = None,
    body: Annotated[str | None, typer.Option(help="With {{ to }}, {{ text }}, {{ sender }}.")] = None,
    sender: Annotated[str | None, typer.Option(help="Whom text messages come from.")] = None,
    price: Annotated[
        int | None,
        typer.Option(parser=a_number, metavar="N", help="Of a part: hundredths of a cent."),
    ] = None,
    yes: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CONDITION",
            help='An answer that means yes: "status 201", "json status is not failed", "text has OK", '
            '"text has not ERR"; may be given again, all have to hold. "" takes what speaks of no error.',
        ),
    ] = None,
    status_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help='Where it says later what became of a message, with {{ id }}; "": nowhere.'
        ),
    ] = None,
    like: Annotated[str | None, typer.Option(metavar="twilio|json", help="Begin as these do.")] = None,
) -> None:
    """Say which gateway takes text messages; what is not named stays.

    Where {{ secret }} stands in URL, headers or body, the secret is asked, or read from a line of standard
    input (an empty one keeps the one that is there); without a keyring the master password of the vault is
    the line after it.
    """
    typed = {
        "url": url,
        "method": method,
        "headers": None if header is None else "\n".join(header),
        "body": body,
        "sender": sender,
        "price": price,
        "yes": None if yes is None else "\n".join(yes),
        "status_url": status_url,
    }
    named = {name: value for name, value in typed.items() if value is not None}
    if like is not None and like not in _LIKE:
        bad_usage(f"--like is one of: {', '.join(_LIKE)}.")
    if not named and like is None:
        bad_usage("Say what is to be changed: --help lists it.")
    with at_desk() as desk:
        service = desk.services.messaging
        before = service.get(desk.actor)
        settings = replace(_preset(like) or before.sms, **named)  # type: ignore[arg-type]  # names of its fields
        secret: str | None = None
        if settings.needs_secret:
            secret = asked("Secret of the gateway (empty keeps the one that is there): ") or None
            if secret:
                unlock(desk)
        elif not settings.url:
            secret = _none_if_locked(desk)
        stored = service.save_sms(desk.actor, before.version, settings, secret)
    answer(
        _sms_document(stored),
        f"Text messages go out through {stored.sms.url}."
        if stored.sms.url
        else "Text messages are switched off.",
    )


@sms_app.command("test")
def sms_test(to: Annotated[str, typer.Option(metavar="NUMBER", help="Where the test goes.")]) -> None:
    """Send a test message at once; it may cost money."""
    with at_desk() as desk:
        unlock_for(desk, Channel.SMS)
        said = desk.services.messaging.test_sms(desk.actor, to)
        answer({"to": to, "answer": said}, f"The test to {to} was taken: {said}")


@app.command("show")
def show() -> None:
    """Print all settings of messages, without any password."""
    with at_desk() as desk:
        _print(desk.services.messaging.get(desk.actor))


@app.command("set")
def change(
    *,
    quiet_from: Minute = None,
    quiet_to: Minute = None,
    weekly_cap: Annotated[
        int | None,
        typer.Option(parser=a_number, metavar="N", help="Messages of rules a client gets in a week."),
    ] = None,
    language: Annotated[str | None, typer.Option(help='Such as de; "" is the studio\'s.')] = None,
) -> None:
    """Set the hours in which rules write to nobody, the weekly cap, and the language without another."""
    typed = {
        "quiet_from": quiet_from,
        "quiet_to": quiet_to,
        "weekly_cap": weekly_cap,
        "language": language,
    }
    named = {name: value for name, value in typed.items() if value is not None}
    if not named:
        bad_usage("Say what is to be changed: --quiet-from, --quiet-to, --weekly-cap or --language.")
    with at_desk() as desk:
        service = desk.services.messaging
        before = service.get(desk.actor)
        rules: SendingRules = replace(before.rules, **named)  # type: ignore[arg-type]  # names of its fields
        _print(service.save_rules(desk.actor, before.version, rules))


def _preset(like: str | None) -> SmsSettings | None:
    from fitnesscrm_desktop.services.messaging.sms import JSON_STYLE, TWILIO_STYLE

    return {"twilio": TWILIO_STYLE, "json": JSON_STYLE}.get(like or "")


def _print(setup: MessagingSetup) -> None:
    document = {
        "smtp": _mail_document(setup),
        "sms": _sms_document(setup),
        "rules": {
            **asdict(setup.rules),
            "quiet_from": _shown(setup.rules.quiet_from),
            "quiet_to": _shown(setup.rules.quiet_to),
        },
    }
    lines = [f"{part} {name}: {value}" for part, values in document.items() for name, value in values.items()]
    answer(document, "\n".join(" ".join(line.split()) for line in lines))


def _mail_document(stored: MessagingSetup) -> dict[str, object]:
    mail = stored.mail
    return {
        "host": mail.host,
        "port": mail.port,
        "security": mail.security,
        "user": mail.user,
        "from": mail.from_address,
        "name": mail.from_name,
        "reply_to": mail.reply_to,
        "unsubscribe_to": mail.unsubscribe_to,
        "has_password": _known(bool(mail.user), stored.has_password),
    }


def _sms_document(stored: MessagingSetup) -> dict[str, object]:
    return {**asdict(stored.sms), "has_secret": _known(bool(stored.sms.url), stored.has_secret)}


def _known(used: bool, kept: bool | None) -> bool | None:  # noqa: FBT001 - a word for itself
    """Whether there is a password that is used; None: the vault is locked, nobody can say."""
    return kept if used else False


def _shown(minute: int) -> str:
    return f"{minute // _HOUR:02}:{minute % _HOUR:02}"
