"""Who a lead is given to, and the sentence that says why.

Clue after clue narrows down those who can take the lead (``domain.clues``, strongest first): one that fits nobody
who is free is passed over, and the reason says so. Among those who are left the load decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.hours.calendars import BusinessCalendar, is_open, local_date
from domain.owners.clues import Preference, Workload, preferences
from domain.terms.team import Assignment, Person, Team
from domain.text import dated

Barred = Mapping[str, str]
"""Why people of the role cannot take the lead, by their id: it goes after their name."""

HAD_IT = "had it before"
CLOSED = "is outside working hours"


class OwnerWanted(NamedTuple):
    """What is asked for.

    Attributes:
        role: that is owed.
        preferred: who generated the lead, or had it before.
        exclude: who had it and let it lie.
    """

    role: str
    preferred: str = ""
    exclude: tuple[str, ...] = ()


class Hours(NamedTuple):
    """When people work: by their own calendar, or by ``calendar`` where they have none."""

    calendars: Mapping[str, BusinessCalendar]
    calendar: str
    now: datetime

    def of(self, person: Person) -> BusinessCalendar:
        """The person's calendar."""
        return self.calendars[person.calendar or self.calendar]


def choose(team: Team, need: OwnerWanted, load: Workload, hours: Hours) -> Assignment:
    """Who takes the lead: never somebody absent, at capacity, set aside or excluded.

    Args:
        team: everybody, and what is done after hours.
        need: the role, and who is asked first or not at all.
        load: what the ledger knows of the lead and of everybody's leads.
        hours: for absences, and for who is at work.
    """
    members = [person for person in team.people if need.role in person.roles]
    barred = _barred(members, need, load, hours)
    notes: list[str] = []
    if team.after_hours.passes_over_the_closed:
        closed = {p.id: CLOSED for p in members if p.id not in barred and not is_open(hours.of(p), hours.now)}
        if len(barred) + len(closed) < len(members):
            barred |= closed
        elif closed:
            notes.append(f"nobody of role {need.role} who could take it is at work now, so it waits for opening")
    able = [person for person in members if person.id not in barred]
    if not able:
        return Assignment(owner=team.fallback, reason=_nobody(members, barred, need.role), is_fallback=True)
    left, because = _narrowed(able, members, barred, notes, need, load.without(need.exclude))
    notes.extend(_paused_reps(members, barred, notes, load))
    chosen = min(left, key=lambda person: (load.share(person), load.turn(person), person.id))
    if len(left) > 1:
        because.append(_room(chosen, left, load))
    said = _listed(because) or f"is the only one of role {need.role} who can take it"
    return Assignment(owner=chosen.id, reason="; ".join((*notes, f"{chosen.name} {said}")))


def _barred(members: Sequence[Person], need: OwnerWanted, load: Workload, hours: Hours) -> dict[str, str]:
    barred = {}
    for person in members:
        if person.id in need.exclude:
            barred[person.id] = HAD_IT
        elif person.absent and person.is_away(local_date(hours.of(person), hours.now)):
            barred[person.id] = "is away"
        elif person.id in load.paused_reps:
            barred[person.id] = load.paused_reps[person.id]
        elif load.share(person) >= 1:
            barred[person.id] = "is at capacity"
    return barred


def _narrowed(
    able: list[Person], members: Sequence[Person], barred: Barred, notes: list[str], need: OwnerWanted, load: Workload
) -> tuple[list[Person], list[str]]:
    """Those who are left when every clue was asked, and what speaks for them; what was passed over goes to notes."""
    left, because = able, list[str]()
    for preference in preferences(need.preferred, load):
        best = max(preference.rank(person) for person in left)
        if best:
            fitting, says = [person for person in left if preference.rank(person) == best], preference.says[best - 1]
        else:
            notes.extend(_missed(preference, members, barred, need.role))
            fitting = [person for person in left if not preference.lists(person)] if preference.any else left
            fitting, says = fitting or left, preference.any
        if len(fitting) < len(left) or (best and len(left) == 1):
            because.append(says)
        left = fitting
        if len(left) == 1 and because:
            break
    return left, because


def _missed(preference: Preference, members: Sequence[Person], barred: Barred, role: str) -> Iterator[str]:
    """Who would have been the one, and why they are not; or that nobody is."""
    fitting = [person for person in members if preference.rank(person)]
    for person in fitting:
        if person.id in barred:
            yield f"{person.name}, who {preference.says[preference.rank(person) - 1]}, {barred[person.id]}"
    if not fitting and any(preference.lists(person) for person in members):
        yield f"nobody of role {role} {preference.says[0]}"


def _paused_reps(members: Sequence[Person], barred: Barred, notes: Sequence[str], load: Workload) -> Iterator[str]:
    """Who would get leads if they were heard of; who was named as somebody's better is not named again."""
    for person in members:
        why = load.paused_reps.get(person.id)
        if why and barred.get(person.id) == why and not any(note.startswith(f"{person.name}, ") for note in notes):
            yield f"{person.name} {why}"


def silence(lead_id: str, since: datetime) -> str:
    """Why somebody is set aside: it goes after their name."""
    return f"did not answer for lead {lead_id} since {dated(since)}"


def _room(chosen: Person, left: Sequence[Person], load: Workload) -> str:
    room = f"has the most room: {load.open_leads.get(chosen.id, 0)} of {chosen.capacity} open leads"
    equals = [person for person in left if load.share(person) == load.share(chosen)]
    if any(load.turn(person) != load.turn(chosen) for person in equals):
        return f"{room}, and waited longest of those with as much"
    return room


def _nobody(members: Sequence[Person], barred: Barred, role: str) -> str:
    rest = [person for person in members if barred[person.id] != HAD_IT] or members
    whys = {barred[person.id] for person in rest}
    other = "else " if len(rest) < len(members) else ""
    if not rest:
        return f"there is nobody of role {role}"
    if len(whys) == 1:
        return f"everybody {other}of role {role} {whys.pop()}"
    each = ", ".join(f"{person.name} {barred[person.id]}" for person in rest)
    return f"nobody {other}of role {role} can take it: {each}"


def _listed(phrases: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(phrases[:-1]), *phrases[-1:])))
