"""The people who work leads, their skills and their working hours."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.snapshot import Snapshot


class Absence(Snapshot):
    """First and last day away, in the person's own calendar."""

    first: date
    last: date
    reason: str = ""


class Skills(Snapshot):
    """What somebody knows about, in words that forms use: ``transportation`` matches Transportation & Logistics."""

    industries: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


class Person(Snapshot):
    """One member of the team. Whoever lists no territories (languages, …) takes any, after those who list them.

    Attributes:
        calendar: their working hours; empty: the agreement's calendar.
        capacity: how many open leads they can have.
        territories: countries (``DE``) and regions (``US-CA``) that they cover, ISO 3166.
        languages: the languages that they speak, ISO 639-1.
        accounts: domains of companies that they know, including subdomains.
        sources: sources of leads that are theirs.
    """

    id: str
    name: str
    email: str
    phone: str = ""
    roles: tuple[str, ...]
    calendar: str = ""
    capacity: Annotated[int, Field(gt=0)] = 100
    absent: tuple[Absence, ...] = ()
    skills: Skills = Skills()
    territories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def is_away(self, day: date) -> bool:
        """Whether the person is absent on that day."""
        return any(absence.first <= day <= absence.last for absence in self.absent)


class SenderDetails(Snapshot):
    """The sender of emails: what the law requires us to name, and the visible address."""

    company: str
    name: str
    address: str
    postal_address: str
    website: str = ""


class AfterHours(StrEnum):
    """Who gets leads that arrive outside working hours."""

    FIRST_THING = "first thing at opening"
    WHOEVER_IS_OPEN = "whoever is open"

    @property
    def passes_over_the_closed(self) -> bool:
        """Whether a lead goes to somebody who is at work, rather than wait for its best owner."""
        match self:
            case AfterHours.FIRST_THING:
                return False
            case AfterHours.WHOEVER_IS_OPEN:
                return True


class Team(Snapshot):
    """The compiled ``team.yaml``.

    Attributes:
        fallback: who gets leads that nobody else can take.
        after_hours: whether a lead waits for its best owner or goes to somebody who is at work now.
    """

    people: tuple[Person, ...]
    fallback: str
    after_hours: AfterHours = AfterHours.FIRST_THING
    sender: SenderDetails

    @property
    def accounts(self) -> frozenset[str]:
        """Domains of the companies that somebody knows."""
        return frozenset(account for person in self.people for account in person.accounts)

    def person(self, person_id: str) -> Person | None:
        """The person with that id; None if there is none."""
        return next((person for person in self.people if person.id == person_id), None)


class Assignment(Snapshot):
    """Who gets a lead, and why; ``is_fallback`` if nobody with the role could take it."""

    owner: str
    reason: str
    is_fallback: bool = False
