"""People who work leads, and who of them a lead is given to."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from domain.cadence import Snapshot


class Absence(Snapshot):
    """First and last day away, in the person's own calendar."""

    first: date
    last: date
    reason: str = ""


class Person(Snapshot):
    """One member of the team; ``capacity`` is how many open leads they can carry."""

    id: str
    name: str
    email: str
    phone: str = ""
    roles: tuple[str, ...]
    calendar: str = ""
    capacity: Annotated[int, Field(gt=0)] = 100
    absent: tuple[Absence, ...] = ()

    def is_away(self, day: date) -> bool:
        """Whether the person is absent on that day."""
        return any(absence.first <= day <= absence.last for absence in self.absent)


class Sender(Snapshot):
    """Who mails come from: what the law wants named, and the address that shows."""

    company: str
    name: str
    address: str
    postal_address: str
    website: str = ""


class Team(Snapshot):
    """The compiled ``team.yaml``; ``fallback`` owns what nobody else could take."""

    people: tuple[Person, ...]
    fallback: str
    sender: Sender

    def person(self, person_id: str) -> Person | None:
        """The person of that id."""
        return next((person for person in self.people if person.id == person_id), None)


class Assignment(Snapshot):
    """Who a lead goes to and why; ``is_fallback`` when nobody of the role could take it."""

    owner: str
    reason: str
    is_fallback: bool = False


def choose(
    team: Team,
    role: str,
    *,
    today: date,
    open_leads: Mapping[str, int],
    preferred: str = "",
    exclude: tuple[str, ...] = (),
) -> Assignment:
    """Who takes a lead: the preferred person if they can, else the one of the role with the most room.

    Args:
        team: everybody.
        role: the role that is owed.
        today: the day, for absences.
        open_leads: how many leads each person carries now.
        preferred: who generated or owned the lead before.
        exclude: who had it and let it lie.
    """
    able = [
        person
        for person in team.people
        if role in person.roles and person.id not in exclude and not person.is_away(today)
    ]
    with_room = [person for person in able if open_leads.get(person.id, 0) < person.capacity]
    for person in with_room:
        if person.id == preferred:
            return Assignment(owner=person.id, reason=f"{person.name} knows this lead")
    if with_room:
        chosen = min(with_room, key=lambda person: (open_leads.get(person.id, 0) / person.capacity, person.id))
        load = open_leads.get(chosen.id, 0)
        return Assignment(
            owner=chosen.id,
            reason=f"{chosen.name} has the most room of role {role} ({load} of {chosen.capacity} open leads)",
        )
    why = "is at capacity" if able else "is away, or there is none"
    return Assignment(
        owner=team.fallback,
        reason=f"everybody {'else ' if exclude else ''}of role {role} {why}",
        is_fallback=True,
    )
