"""The e-mail as it goes over the wire."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.messaging.email_building import MailHead, mail_address
from fitnesscrm_desktop.services.messaging.outbox_results import MailSettings
from fitnesscrm_desktop.services.messaging.ways import Attachment, Outgoing
from tests.support.clock import START

MAIL = MailSettings(from_address="desk@studio.example", reply_to="answers@studio.example")
HEAD = MailHead(MAIL, "Studio Süd", "Europe/Berlin")
MESSAGE = Outgoing(
    id=1,
    channel=Channel.EMAIL,
    to_name="Anna Müller",
    to_address="anna@example.com",
    subject="Grüße",
    text="Hallo Anna\n.\nBis bald",
    html="",
    wire_id="<fitnesscrm.abc123@studio.example>",
    tries=0,
    deadline=START + timedelta(days=1),
)


def built(message: Outgoing = MESSAGE, head: MailHead = HEAD) -> EmailMessage:
    content = head.envelope(message, START).content
    return email.message_from_bytes(content, policy=email.policy.default)


def test_the_headers_say_who_writes_to_whom_about_what() -> None:
    mail = built()
    assert mail["From"] == "Studio Süd <desk@studio.example>"
    assert mail["To"] == "Anna Müller <anna@example.com>"
    assert mail["Reply-To"] == "answers@studio.example"
    assert mail["Subject"] == "Grüße"
    assert mail["Message-ID"] == "<fitnesscrm.abc123@studio.example>"
    assert mail["Date"] == "Wed, 04 Mar 2026 10:00:00 +0100"
    assert mail.get_content().splitlines() == ["Hallo Anna", ".", "Bis bald"]


def test_clients_can_unsubscribe_by_mail_and_staff_are_not_asked() -> None:
    expected = "<mailto:desk@studio.example?subject=unsubscribe>"
    assert built()["List-Unsubscribe"] == expected
    elsewhere = MailHead(replace(MAIL, unsubscribe_to="out@studio.example"), "Studio", "UTC")
    assert "<mailto:out@studio.example?" in built(head=elsewhere)["List-Unsubscribe"]
    assert built(replace(MESSAGE, to_client=False))["List-Unsubscribe"] is None


def test_what_a_rule_wrote_is_answered_by_no_machine() -> None:
    assert built()["Auto-Submitted"] is None
    assert built(replace(MESSAGE, by_rule=True))["Auto-Submitted"] == "auto-generated"


def test_html_and_files_stand_beside_the_plain_text() -> None:
    file = Attachment("Preise\r\nBcc: x@y.z.pdf", "application/pdf", b"%PDF")
    mail = built(replace(MESSAGE, html="<p>Hallo</p>", attachments=(file,)))
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    assert [part.get_filename() for part in mail.iter_attachments()] == ["Preise Bcc: x@y.z.pdf"]


@given(injected=st.text(max_size=30), ends=st.sampled_from(["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"]))
def test_no_text_begins_a_header_of_its_own(injected: str, ends: str) -> None:
    evil = f"{injected}{ends}Bcc: victim@example.com"
    mail = built(replace(MESSAGE, subject=evil, to_name=evil))
    assert mail["Bcc"] is None
    assert sorted(set(mail.keys())) == sorted(set(built().keys()))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "@example.com",
        "anna@",
        "anna@example.com\r\nBcc: victim@example.com",
        "anna@example.com, victim@example.com",
        "anna@example.com>\nRCPT TO:<victim@example.com",
        "an na@example.com",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(RuleBroken, match="is not an e-mail address"):
        HEAD.envelope(replace(MESSAGE, to_address=address), START)


def test_domains_go_out_in_ascii_and_names_may_need_a_newer_server() -> None:
    assert mail_address("anna@müller.example") == "anna@xn--mller-kva.example"
    envelope = HEAD.envelope(replace(MESSAGE, to_address="änna@müller.example"), START)
    assert (envelope.to, envelope.utf8) == ("änna@xn--mller-kva.example", True)
