"""A signed no to photos in reports counts, also on a photo form that is older than the consent to it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import keyring
import pytest
from keyring.backends.fail import Keyring
from PIL import Image
from sqlalchemy import delete

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Consent
from fitnesscrm_desktop.models.values import ConsentKind, Pose
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.keys import KeyState
from fitnesscrm_desktop.services.files.results import NewPhoto
from fitnesscrm_desktop.services.forms.template_rules import FormDraft
from fitnesscrm_desktop.services.progress.report_results import NewReport
from tests.support.form_desk import FormDesk

TODAY = date(2026, 3, 4)
MASTER = "a long master password"


@pytest.fixture
def desk(services: Services, owner: Actor) -> FormDesk:
    """Have forms signed, whose photo form links no consent to the question about reports."""
    desk = FormDesk(services, owner)
    row = desk.template("photo_consent")
    content = desk.templates.get(owner, row.id).content
    photos, report = content.questions
    assert report.consent is ConsentKind.PHOTO_REPORT
    older = replace(content, questions=(photos, replace(report, consent=None)))
    desk.templates.edit(owner, row.id, row.version, FormDraft(row.name, older, row.kind))
    return desk


@pytest.fixture
def shown(services: Services, owner: Actor, anna: int) -> int:
    """Somebody of whom there is a photo."""
    picture = io.BytesIO()
    Image.new("RGB", (300, 400), "red").save(picture, "JPEG")
    services.photos.add(owner, NewPhoto(anna, Pose.FRONT, picture.getvalue(), TODAY))
    services.progress.measure(owner, anna, {"weight": "80 kg"})
    return anna


def pictures(services: Services, actor: Actor, client_id: int) -> int:
    """How many photos a report of this client shows."""
    from pypdf import PdfReader

    new = NewReport(TODAY, TODAY, with_photos=True)
    report = services.progress_reports.write(actor, client_id, new)
    pages = PdfReader(io.BytesIO(services.progress_reports.pdf(actor, report.id))).pages
    return sum(page.extract_text().count("Front,") for page in pages)


def forget_consent(services: Services, kind: ConsentKind) -> None:
    """As a form was stored before its answer was a consent of its own."""
    with services.core.write() as work:
        work.session.execute(delete(Consent).where(Consent.kind == kind))


@pytest.mark.parametrize(("answer", "count"), [("no", 0), ("yes", 1)])
def test_a_form_without_the_link_is_the_consent_all_the_same(
    services: Services, desk: FormDesk, owner: Actor, shown: int, answer: str, count: int
) -> None:
    desk.sign(shown, "photo_consent", {"photos": "yes", "report": answer})
    consents = {each.kind: each.given for each in services.directory.consents(owner, shown)}
    assert consents == {ConsentKind.PHOTO: True, ConsentKind.PHOTO_REPORT: answer == "yes"}
    assert pictures(services, owner, shown) == count


@pytest.mark.parametrize(("answer", "count"), [("no", 0), ("yes", 1)])
def test_what_was_signed_before_there_was_such_a_consent_counts(
    services: Services, desk: FormDesk, owner: Actor, shown: int, answer: str, count: int
) -> None:
    desk.sign(shown, "photo_consent", {"photos": "yes", "report": answer})
    forget_consent(services, ConsentKind.PHOTO_REPORT)
    assert pictures(services, owner, shown) == count
    said = services.progress_reports.said_about_photos(owner, shown)
    assert said.get(ConsentKind.PHOTO_REPORT, True) is (answer == "yes")


def test_a_later_word_takes_the_place_of_the_form(
    services: Services, desk: FormDesk, owner: Actor, shown: int
) -> None:
    desk.sign(shown, "photo_consent", {"photos": "yes", "report": "no"})
    forget_consent(services, ConsentKind.PHOTO_REPORT)
    yes = ConsentKind.PHOTO_REPORT
    services.records.record_consent(owner, shown, yes, given=True, source="at the desk")
    assert pictures(services, owner, shown) == 1


@pytest.fixture
def in_a_vault(services: Services, owner: Actor) -> None:
    """A PC without a keyring: the key of the files is behind a master password."""
    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]  # keyring has no types here
    services.messaging.unlock(owner, MASTER)


@pytest.mark.usefixtures("in_a_vault")
@pytest.mark.parametrize("answer", ["no", "yes"])
def test_while_the_vault_is_locked_a_form_that_nobody_can_read_counts_as_a_no(
    services: Services, desk: FormDesk, owner: Actor, anna: int, answer: str
) -> None:
    desk.sign(anna, "photo_consent", {"photos": "yes", "report": answer})
    forget_consent(services, ConsentKind.PHOTO_REPORT)
    later = Services(services.core, services.home)
    assert later.file_keys.info(owner).state is KeyState.LOCKED
    reports = later.progress_reports
    assert reports.said_about_photos(owner, anna)[ConsentKind.PHOTO_REPORT] is False
    report = reports.write(owner, anna, NewReport(TODAY, TODAY, with_photos=True))
    assert reports.pages(owner, report.id).pdf.startswith(b"%PDF")
    later.file_keys.unlock(owner, MASTER)
    said = reports.said_about_photos(owner, anna)
    assert said.get(ConsentKind.PHOTO_REPORT, True) is (answer == "yes")
