"""Takes an import back: who came with it goes, what it filled in is empty again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from fitnesscrm_desktop.models.assistant import AssistantRun
from fitnesscrm_desktop.models.automation import ClientRhythm, RuleMatch, StaffTask
from fitnesscrm_desktop.models.client import (
    Client,
    ClientCode,
    ClientFigures,
    ClientPhoto,
    ClientTag,
    ClientTrainer,
    Consent,
    CustomValue,
    ImportChange,
    ImportRun,
    StaffNote,
    StageSpan,
    Tag,
)
from fitnesscrm_desktop.models.files import ProgressPhoto, StudioFile
from fitnesscrm_desktop.models.forms import ClientForm
from fitnesscrm_desktop.models.ledger import Charge, Payment
from fitnesscrm_desktop.models.membership import Membership
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.progress import (
    Annotation,
    ClientBody,
    Goal,
    Injury,
    Measurement,
    Phase,
    ProgressImport,
    ProgressReport,
)
from fitnesscrm_desktop.models.studio import MEMBER_NUMBERS, Counter
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.clients.storing import fold_anew
from fitnesscrm_desktop.services.imports.results import KeptClient
from fitnesscrm_desktop.services.imports.storing import NEW_TAG

AT_ONCE = 5000
_DIRECT = {"synchronize_session": False}
"""Nothing of what these statements remove is held in the session."""
_HELD_BY: tuple[tuple[type[Any], str], ...] = (
    (Visit, "has visits"),
    (Membership, "has a membership"),
    (Payment, "has payments"),
    (Charge, "has charges"),
    (Consent, "has given consents"),
    (ClientForm, "has signed forms"),
    (StudioFile, "has files"),
    (ProgressPhoto, "has progress photos"),
    (Measurement, "has measurements"),
    (ProgressImport, "has measurements"),
    (Goal, "has goals"),
    (Injury, "has injuries"),
    (Annotation, "has notes on the progress"),
    (Phase, "has phases of training"),
    (ProgressReport, "has progress reports"),
    (ClientBody, "has measurements"),
    (Message, "has messages"),
    (StaffTask, "has tasks"),
    (ClientTrainer, "has a trainer"),
    (AssistantRun, "has drafts of the assistant"),
    (ClientPhoto, "has a photo"),
    (CustomValue, "has values in the studio's own fields"),
)
_GOES_ALONG: tuple[type[Any], ...] = (
    ClientCode,
    ClientTag,
    StaffNote,
    ClientFigures,
    ClientRhythm,
    RuleMatch,
    StageSpan,
    ImportChange,
)


class ImportUndo:
    """Takes one import back, inside the transaction of the caller."""

    def __init__(self, session: Session, run: ImportRun) -> None:
        self._session, self._run = session, run
        self._mine = Client.import_id == run.id

    def restore(self) -> int:
        """Empty again what the import filled in on clients who were there; how many clients that were.

        What somebody has changed since stays.
        """
        changes: dict[int, list[ImportChange]] = defaultdict(list)
        query = select(ImportChange).where(
            ImportChange.import_id == self._run.id, ImportChange.field != NEW_TAG
        )
        for change in self._session.scalars(query.order_by(ImportChange.id)):
            changes[change.client_id].append(change)
        for client_id, some in sorted(changes.items()):
            client = self._session.get_one(Client, client_id, with_for_update=True)
            for change in some:
                self._take_back(client, change)
            fold_anew(self._session, client)
        return len(changes)

    def _take_back(self, client: Client, change: ImportChange) -> None:
        session = self._session
        match change.field:
            case "code":
                session.execute(
                    delete(ClientCode).where(
                        ClientCode.client_id == client.id, ClientCode.code == change.after
                    )
                )
            case "tag":
                session.execute(
                    delete(ClientTag).where(
                        ClientTag.client_id == client.id, ClientTag.tag_id == int(change.after)
                    )
                )
            case "note":
                session.execute(
                    delete(StaffNote).where(
                        StaffNote.id == int(change.after),
                        StaffNote.client_id == client.id,
                        StaffNote.version == 1,
                    )
                )
            case name:
                if str(getattr(client, name) or "") == change.after:
                    setattr(client, name, _before(name, change.before))

    def kept(self) -> list[KeptClient]:
        """Who came with the import and has to stay, and why."""
        found: dict[int, KeptClient] = {}
        for condition, reason in self._reasons():
            rows = self._session.execute(
                select(Client.id, Client.member_number, Client.first_name, Client.last_name)
                .where(self._mine, condition)
                .order_by(Client.member_number)
            )
            for client_id, number, first, last in rows:
                found.setdefault(client_id, KeptClient(client_id, number, f"{first} {last}", reason))
        return sorted(found.values(), key=lambda each: each.member_number)

    def _reasons(self) -> Iterator[tuple[ColumnElement[bool], str]]:
        for table, reason in _HELD_BY:
            yield exists().where(table.client_id == Client.id), reason
        later_note = exists().where(
            StaffNote.client_id == Client.id, or_(StaffNote.at != self._run.at, StaffNote.version > 1)
        )
        yield later_note, "has notes of the staff"
        yield (
            or_(_named_by(Client.payer_id), _named_by(Client.merged_into_id)),
            "is linked with other clients",
        )
        own_links = or_(Client.household_id.is_not(None), Client.payer_id.is_not(None))
        yield own_links, "is linked with other clients"
        yield or_(Client.version > 1, Client.merged_into_id.is_not(None)), "was changed since"
        later_code = exists().where(ClientCode.client_id == Client.id, ClientCode.created_at != self._run.at)
        yield later_code, "has got a card since"
        by_another = exists().where(
            ImportChange.client_id == Client.id, ImportChange.import_id != self._run.id
        )
        yield by_another, "was filled in by another import"

    def remove(self, kept: Sequence[KeptClient]) -> int:
        """Remove everybody else who came with it; how many that were."""
        session = self._session
        stay = {each.client_id for each in kept}
        new_tags = select(ImportChange.after).where(
            ImportChange.import_id == self._run.id, ImportChange.field == NEW_TAG
        )
        tag_ids = [int(each) for each in session.scalars(new_tags)]
        numbered = session.execute(
            select(Client.id, Client.member_number).where(self._mine).order_by(Client.id)
        ).all()
        numbers = [number for client_id, number in numbered if client_id not in stay]
        for start in range(0, len(numbered), AT_ONCE):
            self._remove_all_but(stay, [client_id for client_id, _ in numbered[start : start + AT_ONCE]])
        for tag_id in tag_ids:
            worn = exists().where(ClientTag.tag_id == tag_id)
            session.execute(delete(Tag).where(Tag.id == tag_id, ~worn))
        if numbers:
            self._run.first_number_back, self._run.last_number_back = min(numbers), max(numbers)
            session.flush()
        self._give_back_numbers()
        return len(numbers)

    def _remove_all_but(self, stay: set[int], some: Sequence[int]) -> None:
        """The ids are told by their ends: naming each of them takes longer than removing it."""
        session, held = self._session, stay.intersection(some)
        gone = and_(self._mine, Client.id.between(some[0], some[-1]), Client.id.not_in(held))
        for table in _GOES_ALONG:
            theirs = table.client_id.in_(select(Client.id).where(gone))
            session.execute(delete(table).where(theirs), execution_options=_DIRECT)
        session.execute(delete(Client).where(gone), execution_options=_DIRECT)

    def _give_back_numbers(self) -> None:
        """Numbers above the highest one in use were given out last, and are free again.

        Those below stay unused, and the imports they went with say so; a free one needs no such reason.
        """
        highest = self._session.scalar(select(func.max(Client.member_number))) or 0
        self._session.execute(
            update(Counter)
            .where(Counter.name == MEMBER_NUMBERS, Counter.value > highest)
            .values(value=highest)
            .execution_options(synchronize_session=False)
        )
        reaching = select(ImportRun).where(ImportRun.last_number_back > highest)
        for run in self._session.scalars(reaching):
            holes = run.first_number_back is not None and run.first_number_back < highest
            run.first_number_back = run.first_number_back if holes else None
            run.last_number_back = highest if holes else None


def _named_by(link: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Whether some client's *link* leads here; the links are read once, not anew for each client."""
    return Client.id.in_(select(link).where(link.is_not(None)))


def _before(name: str, text: str) -> object:
    if name == "born":
        return date.fromisoformat(text) if text else None
    return text or (None if name in {"email", "phone"} else "")
