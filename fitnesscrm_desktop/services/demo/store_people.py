"""Stores the people of the demo studio, numbered in the order in which they came."""

from __future__ import annotations

from datetime import date
from random import Random

from fitnesscrm_desktop.models.client import (
    Client,
    ClientCode,
    ClientTag,
    Consent,
    CustomField,
    CustomValue,
    Household,
    StaffNote,
    Tag,
)
from fitnesscrm_desktop.models.values import ConsentKind, CustomFieldKind
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.clients.search_key import client_keys
from fitnesscrm_desktop.services.demo import words
from fitnesscrm_desktop.services.demo.insert import Rows
from fitnesscrm_desktop.services.demo.lives import World
from fitnesscrm_desktop.services.demo.people import ADULT, Person
from fitnesscrm_desktop.services.demo.records import History
from fitnesscrm_desktop.services.demo.seasons import DAY, moment
from fitnesscrm_desktop.services.demo.staff import Roster

CITY, COUNTRY_NAME = "Dublin", "Ireland"
CODES = 0x1000000
PUT_AWAY_AFTER = 730


class PeopleStore:
    """Stores people with their families, cards, tags, consents and notes."""

    def __init__(self, world: World, rows: Rows, roster: Roster) -> None:
        self._world, self._rows, self._roster = world, rows, roster
        self._clients: dict[int, int] = {}
        self._draw = Random(f"extras {world.seed}")

    def store(self, history: History, first_number: int) -> dict[int, int]:
        """Store everybody, the first with *first_number*; the ids by index of the person."""
        rows = self._rows
        people = sorted(history.people, key=lambda person: (self._world.known_at(person), person.index))
        for person in people:
            self._clients[person.index] = rows.next_id(Client)
        households = self._households(history)
        gone = self._long_gone(history)
        numbers = {person.index: first_number + position for position, person in enumerate(people)}
        for person in sorted(people, key=lambda person: person.payer is not None):
            home = households[person.household] if person.household is not None else None
            self._person(person, numbers[person.index], home, archived=person.index in gone)
        rows.flush()
        self._extras(history)
        rows.flush()
        return self._clients

    def _households(self, history: History) -> dict[int, int]:
        found: dict[int, int] = {}
        for person in history.people:
            if person.household is not None and person.household not in found:
                found[person.household] = self._rows.next_id(Household)
                self._rows.add(Household, id=found[person.household], name=f"{person.last} family")
        self._rows.flush()
        return found

    def _person(self, person: Person, number: int, household: int | None, *, archived: bool) -> None:
        rows, client_id = self._rows, self._clients[person.index]
        known_at = self._world.known_at(person)
        code = (
            f"F{(person.index * 7919 + self._world.seed * 104729) % CODES:06X}"
            if person.index % 3 == 0
            else ""
        )
        keys = client_keys(
            person.first,
            person.last,
            member_number=number,
            email=person.email,
            phone=person.phone,
            codes=[code] if code else (),
        )
        rows.add(
            Client,
            id=client_id,
            member_number=number,
            first_name=person.first,
            last_name=person.last,
            sort_key=keys.sort_key,
            given_key=keys.given_key,
            search_key=keys.search_key,
            email=person.email,
            phone=person.phone,
            born=person.born if person.tells_age else None,
            street=person.street,
            postal_code=person.postal_code,
            city=CITY if person.street else "",
            country=COUNTRY_NAME if person.street else "",
            emergency_name=person.emergency_name,
            emergency_phone=person.emergency_phone,
            medical_alert=person.alert,
            goals=person.goals,
            referral_source=person.referral,
            blocked_reason="Left without paying, see the manager" if person.index % 911 == 400 else "",
            household_id=household,
            payer_id=None if person.payer is None else self._clients[person.payer],
            created_at=moment(known_at),
            archived_at=moment(self._world.now - 90 * DAY) if archived else None,
            version=1,
        )
        if code:
            rows.add(
                ClientCode,
                id=rows.next_id(ClientCode),
                client_id=client_id,
                code=code,
                label="Fob",
                created_at=moment(known_at),
            )

    def _long_gone(self, history: History) -> set[int]:
        """People who left, or only asked, years ago, and were put away."""
        today = self._world.today
        last: dict[int, date] = {person.index: person.joined for person in history.people}
        for sold in history.sold:
            last[sold.person.index] = max(last[sold.person.index], sold.last_day)
        owing = {row.person.index for row in history.charges if row.settled < row.amount}
        return {
            index
            for index, day in last.items()
            if (today - day).days > PUT_AWAY_AFTER and index % 3 != 1 and index not in owing
        }

    def _extras(self, history: History) -> None:
        """Tags, consents, notes, lockers."""
        rows, draw = self._rows, self._draw
        tags = {}
        for name, color, _share in words.TAGS:
            tags[name] = rows.next_id(Tag)
            rows.add(Tag, id=tags[name], name=name, folded=fold(name), color=color)
        locker, shirt = rows.next_id(CustomField), rows.next_id(CustomField)
        rows.add(
            CustomField, id=locker, name=words.LOCKERS, kind=CustomFieldKind.TEXT, choices="", position=0
        )
        rows.add(
            CustomField,
            id=shirt,
            name=words.SHIRT,
            kind=CustomFieldKind.CHOICE,
            choices="\n".join(words.SHIRTS),
            position=1,
        )
        rows.flush()
        for person in history.people:
            client_id = self._clients[person.index]
            for name in person.tags:
                rows.add(ClientTag, client_id=client_id, tag_id=tags[name])
            if draw.random() < 0.06:
                rows.add(CustomValue, client_id=client_id, field_id=locker, value=str(draw.randrange(1, 160)))
            if draw.random() < 0.04:
                rows.add(CustomValue, client_id=client_id, field_id=shirt, value=draw.choice(words.SHIRTS))
            self._consents(person, client_id)
            self._notes(person, client_id)

    def _consents(self, person: Person, client_id: int) -> None:
        draw, at = self._draw, self._world.known_at(person)
        chances = (
            {
                ConsentKind.EMAIL: 0.82,
                ConsentKind.SMS: 0.6,
                ConsentKind.PHOTO: 0.7,
                ConsentKind.MARKETING: 0.38,
            }
            if draw.random() < 0.85
            else {}
        )
        given = {kind: draw.random() < chance for kind, chance in chances.items()}
        if person.age_on(person.joined) < ADULT and draw.random() < 0.94:
            given[ConsentKind.GUARDIAN] = True
        for kind, yes in given.items():
            self._rows.add(
                Consent,
                id=self._rows.next_id(Consent),
                client_id=client_id,
                kind=kind,
                given=yes,
                on_day=person.joined,
                source=draw.choice(words.CONSENT_SOURCES),
                staff_id=self._roster.at_desk(at),
                at=moment(at),
            )

    def _notes(self, person: Person, client_id: int) -> None:
        draw, world = self._draw, self._world
        for _ in range(draw.choices((0, 1, 2, 3), (80, 14, 4, 2))[0]):
            known_at = world.known_at(person)
            at = known_at + draw.randrange(max(1, world.now - known_at))
            pinned = draw.random() < 0.1
            text = draw.choice(words.PINNED if pinned else words.NOTES)
            writer = self._roster.trainer(person.index) if draw.random() < 0.4 else self._roster.at_desk(at)
            self._rows.add(
                StaffNote,
                id=self._rows.next_id(StaffNote),
                client_id=client_id,
                staff_id=writer,
                at=moment(at),
                text=text,
                pinned=pinned,
                private=draw.random() < 0.04,
                version=1,
            )
