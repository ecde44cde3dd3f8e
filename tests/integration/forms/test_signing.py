"""A form is filled in and signed; what is kept of it, and what follows from it."""

import hashlib
import io
import json
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.files import StoredContent
from fitnesscrm_desktop.models.forms import ClientForm
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import ConsentKind, FormKind, FormSigner, FormState
from fitnesscrm_desktop.services.clients.events import ConsentRecorded
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import (
    Confirmable,
    NotAllowed,
    NotFound,
    RuleBroken,
    StorageTrouble,
)
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.forms.clearance import LARGEST, Clearance
from fitnesscrm_desktop.services.forms.content import FormContent, FormText
from fitnesscrm_desktop.services.forms.events import FormsChanged
from fitnesscrm_desktop.services.forms.results import FilledForm
from fitnesscrm_desktop.services.forms.service import FormService
from fitnesscrm_desktop.services.forms.template_rules import FormDraft
from tests.support.clock import START, FakeClock
from tests.support.form_desk import HEALTHY, PEN, FormDesk
from tests.support.people import People

TODAY = date(2026, 3, 4)
SECRET = "bypass surgery at the Charite"
ILL = HEALTHY | {"heart": "yes", "heart.more": SECRET}


class Forgery:
    """A store that gives out other bytes than were put in."""

    def put(self, work: Work, data: bytes, media_type: str) -> str:
        return hashlib.sha256(data).hexdigest()

    def get(self, session: Session, digest: str) -> bytes:
        return b"%PDF-1.7 something else"


def words_of(paper: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).split())


def everything_stored(services: Services) -> str:
    """Give all that is in the database, as text."""
    with services.core.read() as session:
        names = session.connection().dialect.get_table_names(session.connection())
        return json.dumps(
            [
                [list(map(str, row)) for row in session.execute(text(f'SELECT * FROM "{name}"'))]  # noqa: S608 - names from the schema
                for name in names
            ],
            ensure_ascii=False,
        )


def consents(services: Services, owner: Actor, client_id: int) -> list[tuple[ConsentKind, bool]]:
    return [(each.kind, each.given) for each in services.directory.consents(owner, client_id)]


def test_what_is_kept_of_a_signed_form(services: Services, desk: FormDesk, people: People) -> None:
    heard: list[FormsChanged] = []
    services.core.bus.subscribe(FormsChanged, heard.append)
    anna = people.add()
    form = desk.sign(anna, "health", strokes=PEN)
    assert (form.client_id, form.kind, form.number, form.language) == (anna, FormKind.HEALTH, 1, "en")
    assert (form.signed_on, form.at, form.signed_by) == (TODAY, START, "Anna Ivanova")
    assert (form.signer, form.relation, form.state) == (FormSigner.CLIENT, "", FormState.VALID)
    assert (form.expires_on, form.asks_clearance) == (date(2027, 3, 3), False)
    assert [each.id for each in desk.forms.of_client(desk.actor, anna)] == [form.id]
    assert heard == [FormsChanged(anna)]


def test_the_paper_says_everything(desk: FormDesk, people: People, services: Services) -> None:
    anna = people.add(born=date(1990, 5, 1))
    form = desk.sign(anna, "health", ILL, strokes=PEN)
    paper = desk.forms.paper(desk.actor, form.id)
    shown = words_of(paper)
    assert hashlib.sha256(paper).hexdigest() == form.paper_sha256
    studio = services.settings.profile().name
    for said in (
        studio,
        "Health questionnaire",
        "Anna Ivanova",
        "1 May 1990",
        "Dear Anna",
        "Is your heart or your circulation being treated",
        SECRET,
        "Once or twice a week",
        "not answered",
        "Signature: Anna Ivanova, 4 March 2026",
        "Stored 4 March 2026, 10:00",
        "version 1",
        "Page 1 of",
    ):
        assert said in shown, said
    with services.core.read() as session:
        digest = session.get_one(ClientForm, form.id).answers_sha256
    assert digest in shown.replace(" ", "")


def test_the_form_speaks_the_language_of_the_client(desk: FormDesk, people: People) -> None:
    anna = people.add(language="de")
    form = desk.sign(anna, "waiver", {"rules": "ja"})
    shown = words_of(desk.forms.paper(desk.actor, form.id))
    assert form.language == "de"
    for said in (
        "Training auf eigene Verantwortung",
        "Ja",
        "Unterschrift: Anna Ivanova, 4. März 2026",
        "Seite 1",
    ):
        assert said in shown, said


def test_a_signature_that_was_drawn_is_on_the_paper(desk: FormDesk, people: People) -> None:
    anna = people.add()
    typed, drawn = desk.sign(anna, "waiver"), desk.sign(anna, "waiver", strokes=PEN)
    lines = [
        PdfReader(io.BytesIO(desk.forms.paper(desk.actor, each.id))).pages[0].get_contents()
        for each in (typed, drawn)
    ]
    assert [each is not None and b"\n1.1 w" in each.get_data() for each in lines] == [False, True]
    assert desk.forms.read(desk.actor, drawn.id).strokes == PEN


def test_nothing_of_the_answers_is_in_the_database(
    services: Services, desk: FormDesk, people: People
) -> None:
    anna = people.add()
    form = desk.sign(anna, "health", ILL)
    desk.forms.read(desk.actor, form.id)
    desk.forms.give_clearance(desk.actor, form.id, Clearance())
    assert SECRET not in everything_stored(services)


def test_health_is_read_by_those_who_may_and_every_look_is_written_down(
    services: Services, desk: FormDesk, people: People, front: Actor, trainer: Actor
) -> None:
    form = desk.sign(people.add(), "health", ILL)
    for look in (desk.forms.read, desk.forms.paper):
        with pytest.raises(NotAllowed):
            look(front, form.id)
    found = desk.forms.read(trainer, form.id)
    assert (found.answers[0].answer, found.answers[0].more) == ("yes", SECRET)
    with services.core.read() as session:
        looks = select(AuditEntry.actor).where(AuditEntry.action == "form.read")
        assert session.scalars(looks).all() == [trainer.name]


def test_the_desk_has_a_health_form_filled_in_but_does_not_read_it(
    services: Services, desk: FormDesk, people: People, front: Actor
) -> None:
    anna = people.add()
    filled = FilledForm(answers=ILL, signed_by="Anna Ivanova")
    form = desk.forms.fill(front, anna, desk.template("health").id, filled)
    assert form.waits_for_clearance
    with pytest.raises(NotAllowed):
        desk.forms.give_clearance(front, form.id, Clearance())


def test_a_paper_that_was_changed_is_noticed(services: Services, desk: FormDesk, people: People) -> None:
    form = desk.sign(people.add(), "waiver")
    deceived = FormService(services.core, Forgery())
    with pytest.raises(StorageTrouble, match="have changed"):
        deceived.paper(desk.actor, form.id)


def test_a_minor_has_somebody_sign(desk: FormDesk, people: People, services: Services) -> None:
    mother, tim = people.add("Eva Bauer"), people.add("Tim Bauer", date(2012, 5, 1))
    with pytest.raises(RuleBroken) as refused:
        desk.sign(tim, "waiver", signed_by="Tim Bauer")
    assert list(refused.value.fields) == ["signed_by"]
    form = desk.sign(tim, "waiver", signed_by="Ida Bauer", relation="grandmother")
    assert (form.signer, form.relation) == (FormSigner.GUARDIAN, "grandmother")
    assert "Ida Bauer (grandmother) for Tim Bauer" in words_of(desk.forms.paper(desk.actor, form.id))
    services.clients.set_payer(desk.actor, tim, mother)
    sheet = desk.forms.sheet(desk.actor, tim, desk.template("waiver").id)
    assert (sheet.minor, sheet.payer) == (True, "Eva Bauer")
    assert desk.sign(tim, "waiver", signed_by="Eva Bauer").relation == "payer"


def test_a_form_signed_on_paper_before(desk: FormDesk, people: People) -> None:
    anna = people.add()
    form = desk.sign(anna, "health", on=date(2025, 3, 10))
    assert (form.signed_on, form.expires_on, form.state) == (
        date(2025, 3, 10),
        date(2026, 3, 9),
        FormState.EXPIRING,
    )
    with pytest.raises(RuleBroken):
        desk.sign(anna, "health", on=date(2026, 3, 5))


def test_answers_that_are_missing_are_named_and_nothing_is_stored(
    services: Services, desk: FormDesk, people: People
) -> None:
    anna = people.add()
    with pytest.raises(RuleBroken) as refused:
        desk.sign(anna, "health", {"heart": "yes"})
    assert {"heart.more", "chest"} <= set(refused.value.fields)
    with pytest.raises(RuleBroken):
        desk.sign(anna, "health", strokes=(((0.0, 0.0),),))
    assert desk.forms.of_client(desk.actor, anna) == ()
    with services.core.read() as session:
        assert session.scalar(select(func.count()).select_from(StoredContent)) == 0


def test_who_does_not_agree_to_the_rules_has_signed_nothing(desk: FormDesk, people: People) -> None:
    anna = people.add()
    with pytest.raises(RuleBroken, match="has to be answered with yes") as refused:
        desk.sign(anna, "waiver", {"rules": "no"})
    assert set(refused.value.fields) == {"rules"}
    assert desk.forms.of_client(desk.actor, anna) == ()
    desk.sign(anna, "photo_consent", {"photos": "no", "report": "no"})
    assert len(desk.forms.of_client(desk.actor, anna)) == 1


def test_what_the_form_names_and_the_client_lacks_is_named_first(desk: FormDesk, people: People) -> None:
    anna = people.add()
    words = FormText("en", "Trainer", "Your trainer is {{ trainer.name }}.")
    row = desk.templates.add(desk.actor, FormDraft("Trainer", FormContent((), (words,)))).row
    assert desk.forms.sheet(desk.actor, anna, row.id).missing == ("trainer.name",)
    filled = FilledForm({}, "Anna Ivanova")
    with pytest.raises(Confirmable, match=r"trainer\.name"):
        desk.forms.fill(desk.actor, anna, row.id, filled)
    assert desk.forms.fill(desk.actor, anna, row.id, filled, confirmed=True).name == "Trainer"


def test_what_was_signed_stays_as_it_was(desk: FormDesk, people: People) -> None:
    anna, row = people.add(), desk.template("waiver")
    form = desk.sign(anna, "waiver")
    before = desk.forms.paper(desk.actor, form.id)
    words = FormText("en", "Other words", "All is different now.")
    desk.templates.edit(desk.actor, row.id, row.version, FormDraft(row.name, FormContent((), (words,))))
    assert desk.forms.paper(desk.actor, form.id) == before
    assert desk.forms.read(desk.actor, form.id).title == "Training at your own risk"
    assert desk.forms.sheet(desk.actor, anna, row.id).words.title == "Other words"
    again = desk.forms.fill(desk.actor, anna, row.id, FilledForm({"rules": "yes"}, "Anna Ivanova", number=1))
    assert again.number == 1  # it was read before the words were changed


def test_the_photo_form_is_the_consent(
    services: Services, desk: FormDesk, people: People, owner: Actor
) -> None:
    heard: list[ConsentRecorded] = []
    services.core.bus.subscribe(ConsentRecorded, heard.append)
    anna = people.add()
    form = desk.sign(anna, "photo_consent")
    assert sorted(consents(services, owner, anna)) == [
        (ConsentKind.PHOTO, True),
        (ConsentKind.PHOTO_REPORT, False),
    ], "these are two questions"
    desk.sign(anna, "photo_consent", {"photos": "no", "report": "no"})
    assert sorted(consents(services, owner, anna)[:2]) == [
        (ConsentKind.PHOTO, False),
        (ConsentKind.PHOTO_REPORT, False),
    ]
    desk.forms.void(owner, form.id, "mistake")
    assert len(consents(services, owner, anna)) == 4  # there was none any more to take back
    assert heard == [ConsentRecorded(anna)] * 4


def test_a_form_that_is_void_gives_no_consent(
    services: Services, desk: FormDesk, people: People, owner: Actor
) -> None:
    anna = people.add()
    form = desk.sign(anna, "photo_consent")
    void = desk.forms.void(owner, form.id, " Taken back by phone ")
    assert (void.state, void.void_reason, void.voided_by) == (
        FormState.VOID,
        "Taken back by phone",
        owner.name,
    )
    assert consents(services, owner, anna)[0] == (ConsentKind.PHOTO, False)
    assert desk.forms.paper(owner, form.id)  # it stays readable
    with pytest.raises(RuleBroken, match="void already"):
        desk.forms.void(owner, form.id, "again")


def test_a_consent_stays_while_another_form_gives_it(
    services: Services, desk: FormDesk, people: People, owner: Actor
) -> None:
    anna = people.add()
    first, second = desk.sign(anna, "photo_consent"), desk.sign(anna, "photo_consent")
    desk.forms.void(owner, second.id, "signed twice")
    assert (ConsentKind.PHOTO, False) not in consents(services, owner, anna)
    desk.forms.void(owner, first.id, "taken back")
    assert consents(services, owner, anna)[0] == (ConsentKind.PHOTO, False)


def test_void_needs_a_reason(desk: FormDesk, people: People) -> None:
    form = desk.sign(people.add(), "waiver")
    with pytest.raises(RuleBroken) as refused:
        desk.forms.void(desk.actor, form.id, "  ")
    assert list(refused.value.fields) == ["reason"]


def test_clearance(desk: FormDesk, people: People, clock: FakeClock, trainer: Actor) -> None:
    form = desk.sign(people.add(), "health", ILL)
    assert form.waits_for_clearance
    clock.advance(days=2)
    with pytest.raises(RuleBroken):
        desk.forms.give_clearance(trainer, form.id, Clearance(on=date(2026, 3, 3)))  # before it was signed
    for content in (b"MZ a program", b"x" * (LARGEST + 1)):
        with pytest.raises(RuleBroken, match="Nothing was stored"):
            desk.forms.give_clearance(trainer, form.id, Clearance(file_name="letter.pdf", content=content))
    letter = Clearance(on=date(2026, 3, 5), file_name="C:\\letters\\doctor.pdf", content=b"%PDF-1.7 letter")
    cleared = desk.forms.give_clearance(trainer, form.id, letter)
    assert (cleared.waits_for_clearance, cleared.cleared_on, cleared.cleared_by) == (
        False,
        date(2026, 3, 5),
        trainer.name,
    )
    assert desk.forms.clearance_file(trainer, form.id) == ("doctor.pdf", letter.content)
    with pytest.raises(RuleBroken, match="already"):
        desk.forms.give_clearance(trainer, form.id, Clearance())
    plain = desk.sign(form.client_id, "waiver")
    with pytest.raises(RuleBroken):
        desk.forms.give_clearance(trainer, plain.id, Clearance())


def test_what_is_not_there(desk: FormDesk, people: People) -> None:
    anna = people.add()
    with pytest.raises(NotFound):
        desk.forms.sheet(desk.actor, anna, 99)
    with pytest.raises(NotFound):
        desk.forms.sheet(desk.actor, 99, desk.template("waiver").id)
    for look in (desk.forms.read, desk.forms.paper, desk.forms.clearance_file):
        with pytest.raises(NotFound):
            look(desk.actor, 99)
