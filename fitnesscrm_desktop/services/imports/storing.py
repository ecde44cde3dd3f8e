"""Stores what an import has planned, by the thousand, inside the transaction of the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, insert, select

from fitnesscrm_desktop.models.base import TEXT_LENGTH, Base
from fitnesscrm_desktop.models.client import (
    Client,
    ClientCode,
    ClientFigures,
    ClientTag,
    ImportChange,
    StaffNote,
    StageSpan,
)
from fitnesscrm_desktop.models.studio import MEMBER_NUMBERS, Counter
from fitnesscrm_desktop.services.clients.search_key import client_keys
from fitnesscrm_desktop.services.clients.storing import fold_anew
from fitnesscrm_desktop.services.clients.tags import fold_tag, tag_called
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.core.typed_text import pieces
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.imports.planning import ImportPlan
from fitnesscrm_desktop.services.imports.rows import CheckedRow
from fitnesscrm_desktop.services.lifecycle.rules import ClientFacts, Span, spans
from fitnesscrm_desktop.services.settings.profile import StudioProfile

ROWS_AT_ONCE = 2000
MERGES_AT_ONCE = 200
CODE, NOTE, TAG, NEW_TAG = "code", "note", "tag", "new tag"
"""What an ``ImportChange`` is about besides the fields of a client."""
_BLANK: dict[str, Any] = {
    "email": None,
    "phone": None,
    "born": None,
    "street": "",
    "postal_code": "",
    "city": "",
    "country": "",
    "emergency_name": "",
    "emergency_phone": "",
    "medical_alert": "",
    "goals": "",
    "referral_source": "",
    "language": "",
    "blocked_reason": "",
    "version": 1,
}

Step = Callable[[int], None]


class ImportStore:
    """Writes one import; *step* is told how many rows are behind us, and may raise to stop."""

    def __init__(self, work: Work, actor: Actor, profile: StudioProfile, import_id: int, step: Step) -> None:
        self._work, self._session, self._actor, self._profile = work, work.session, actor, profile
        self._import_id, self._step = import_id, step
        self._tags: dict[str, int] = {}
        self._new_tags: list[int] = []
        self._stages: dict[date, list[Span]] = {}

    def store(self, plan: ImportPlan) -> int:
        """Everything in *plan*; the id of one client of it."""
        numbers = self._numbers(plan.new)
        some_client = 0
        done = 0
        for chunk in _chunks(plan.new, ROWS_AT_ONCE):
            ids = self._add(chunk, numbers[done : done + len(chunk)])
            some_client = some_client or ids[0]
            done += len(chunk)
            self._step(done)
        for some in _chunks(plan.merges, MERGES_AT_ONCE):
            for client_id, row in some:
                self._merge(self._session.get_one(Client, client_id, with_for_update=True), row)
            some_client = some_client or some[0][0]
            done += len(some)
            self._step(done)
        self._session.add_all(
            ImportChange(import_id=self._import_id, client_id=some_client, field=NEW_TAG, after=str(tag_id))
            for tag_id in self._new_tags
        )
        self._session.flush()
        return some_client

    def _numbers(self, new: Sequence[CheckedRow]) -> list[int]:
        """A member number for each new client; one that is somebody's old card is passed over."""
        if not new:
            return []
        last = given_out = (
            self._session.scalar(select(Counter.value).where(Counter.name == MEMBER_NUMBERS)) or 0
        )
        taken = set(self._session.scalars(select(ClientCode.code)))
        taken.update(code for row in new for code in row.codes)
        free: list[int] = []
        while len(free) < len(new):
            last += 1
            if str(last) not in taken:
                free.append(last)
        self._work.next_number(MEMBER_NUMBERS, last - given_out)
        return free

    def _add(self, chunk: Sequence[CheckedRow], numbers: Sequence[int]) -> list[int]:
        now = self._work.now
        created = [self._known_since(row, now) for row in chunk]
        rows = [
            self._client(row, number, since)
            for row, number, since in zip(chunk, numbers, created, strict=True)
        ]
        self._session.execute(insert(_table(Client)), rows)
        found = self._session.execute(
            select(Client.member_number, Client.id).where(
                Client.member_number.between(numbers[0], numbers[-1])
            )
        )
        by_number = dict(found.all())
        ids = [by_number[number] for number in numbers]
        for row, number, client_id in zip(chunk, numbers, ids, strict=True):
            row.member_number, row.client_id = number, client_id
        self._hang_on(chunk, ids)
        figures = [{"client_id": client_id, "balance": 0, "visits": 0, "plan_name": ""} for client_id in ids]
        self._session.execute(insert(_table(ClientFigures)), figures)
        stages = [
            {
                "client_id": client_id,
                "stage": span.standing.stage,
                "reason": span.standing.reason,
                "from_day": span.first,
                "to_day": span.last,
            }
            for client_id, since in zip(ids, created, strict=True)
            for span in self._lead_since(self._profile.day_of(since))
        ]
        self._session.execute(insert(_table(StageSpan)), stages)
        return ids

    def _known_since(self, row: CheckedRow, now: datetime) -> datetime:
        return now if row.joined_on is None else min(now, start_of_day(row.joined_on, self._profile.zone))

    def _lead_since(self, day: date) -> list[Span]:
        if day not in self._stages:
            self._stages[day] = spans(ClientFacts(day), self._profile.former_after_days)
        return self._stages[day]

    def _client(self, row: CheckedRow, number: int, since: datetime) -> dict[str, Any]:
        values = row.values
        keys = client_keys(
            values["first_name"],
            values["last_name"],
            member_number=number,
            email=values.get("email"),
            phone=values.get("phone"),
            codes=row.codes,
        )
        return {
            **_BLANK,
            **values,
            "member_number": number,
            "sort_key": keys.sort_key,
            "given_key": keys.given_key,
            "search_key": keys.search_key,
            "import_id": self._import_id,
            "created_at": since,
        }

    def _hang_on(self, chunk: Sequence[CheckedRow], ids: Sequence[int]) -> None:
        """Codes, tags and notes of new clients."""
        now = self._work.now
        pairs = list(zip(chunk, ids, strict=True))
        codes = [
            {"client_id": client_id, "code": code, "label": label, "created_at": now}
            for row, client_id in pairs
            for code, label in row.codes.items()
        ]
        tags = [
            {"client_id": client_id, "tag_id": tag_id}
            for row, client_id in pairs
            for tag_id in self._tag_ids(row)
        ]
        notes = [note for row, client_id in pairs for note in self._notes(client_id, row.note)]
        kinds: tuple[tuple[type[Base], list[dict[str, Any]]], ...] = (
            (ClientCode, codes),
            (ClientTag, tags),
            (StaffNote, notes),
        )
        for table, rows in kinds:
            if rows:
                self._session.execute(insert(_table(table)), rows)

    def _notes(self, client_id: int, text: str) -> list[dict[str, Any]]:
        """Several, where the rows of one person have more to say than a note can hold."""
        return [
            {
                "client_id": client_id,
                "staff_id": self._actor.staff_id,
                "at": self._work.now,
                "text": piece,
                "pinned": False,
                "private": False,
                "version": 1,
            }
            for piece in pieces(text, TEXT_LENGTH)
        ]

    def _tag_ids(self, row: CheckedRow) -> list[int]:
        found = []
        for name in row.tags:
            folded = fold_tag(name)
            if folded not in self._tags:
                tag, made = tag_called(self._session, name, "")
                self._session.flush()
                self._tags[folded] = tag.id
                if made:
                    self._new_tags.append(tag.id)
            found.append(self._tags[folded])
        return list(dict.fromkeys(found))

    def _merge(self, client: Client, row: CheckedRow) -> None:
        """Fill what is empty; each thing is written down, so that it can be taken back."""
        changes: list[tuple[str, str]] = []
        for name, value in row.values.items():
            if value and not getattr(client, name):
                setattr(client, name, value)
                changes.append((name, str(value)))
        for code, label in row.codes.items():
            self._session.add(
                ClientCode(client_id=client.id, code=code, label=label, created_at=self._work.now)
            )
            changes.append((CODE, code))
        for tag_id in self._tag_ids(row):
            if self._session.get(ClientTag, (client.id, tag_id)) is None:
                self._session.add(ClientTag(client_id=client.id, tag_id=tag_id))
                changes.append((TAG, str(tag_id)))
        written = select(StaffNote.text).where(StaffNote.client_id == client.id)
        known = set(self._session.scalars(written)) if row.note else set()
        for each in self._notes(client.id, row.note):
            if each["text"] in known:
                continue
            note = StaffNote(**each)
            self._session.add(note)
            self._session.flush()
            changes.append((NOTE, str(note.id)))
        if changes:
            fold_anew(self._session, client)
        self._session.add_all(
            ImportChange(import_id=self._import_id, client_id=client.id, field=name, after=after)
            for name, after in changes
        )


def _chunks(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _table(mapped: type[Base]) -> Table:
    return Base.metadata.tables[mapped.__tablename__]
