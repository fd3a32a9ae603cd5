"""Who a lead is assigned to, and the sentence that says why.

Clues (``domain.owners.clues``, strongest first) narrow down the people who can take the lead. A clue that fits nobody
who is free is skipped, and the reason says so. Among those who are left, free capacity decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.hours.calendars import BusinessCalendar, is_open, local_date
from domain.owners.clues import Preference, Workload, preferences
from domain.terms.team import Assignment, Person, Team
from domain.text import dated

Barred = Mapping[str, str]
"""Why people with the role cannot take the lead, by their id, as words that follow their name."""

HAD_IT = "had the lead before"
CLOSED = "is outside working hours"


class OwnerWanted(NamedTuple):
    """What is asked for.

    Attributes:
        role: the role that the owner must have.
        preferred: who generated the lead.
        exclude: who had the lead and missed the deadline.
    """

    role: str
    preferred: str = ""
    exclude: tuple[str, ...] = ()


class Hours(NamedTuple):
    """When people work: by their own calendar, or by ``calendar`` if they have none."""

    calendars: Mapping[str, BusinessCalendar]
    calendar: str
    now: datetime

    def of(self, person: Person) -> BusinessCalendar:
        """The person's calendar."""
        return self.calendars[person.calendar or self.calendar]


def choose(team: Team, need: OwnerWanted, load: Workload, hours: Hours) -> Assignment:
    """Who takes the lead: never somebody who is absent, at capacity, paused from new leads, or excluded.

    Args:
        team: everybody, and the rule for after hours.
        need: the role, and who is preferred or excluded.
        load: what the ledger knows about the lead and about everybody's leads.
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
            notes.append(f"nobody with role {need.role} is at work now, so the lead waits until opening")
    able = [person for person in members if person.id not in barred]
    if not able:
        return Assignment(owner=team.fallback, reason=_nobody(members, barred, need.role), is_fallback=True)
    left, because, lacking = _narrowed(able, members, barred, notes, need, load.without(need.exclude))
    if lacking:
        notes.append(f"nobody with role {need.role} {_alternatives(lacking)}")
    notes.extend(_paused_reps(members, barred, notes, load))
    chosen = min(left, key=lambda person: (load.share(person), load.turn(person), person.id))
    if len(left) > 1:
        because.append(_room(chosen, left, load))
    why = ", ".join(because) or f"the only one with role {need.role} who can take the lead"
    return Assignment(owner=chosen.id, reason=f"{chosen.name}: {why}" + (f" ({'; '.join(notes)})" if notes else ""))


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
) -> tuple[list[Person], list[str], list[str]]:
    """Those who are left after every clue, what speaks for them, and what speaks for nobody with the role.

    Better people who cannot take the lead go to ``notes``.
    """
    left, because, lacking = able, list[str](), list[str]()
    for preference in preferences(need.preferred, load):
        best = max(preference.rank(person) for person in left)
        if best:
            fitting, says = [person for person in left if preference.rank(person) == best], preference.says[best - 1]
        else:
            notes.extend(_missed(preference, members, barred))
            lacking.extend(_lacking(preference, members))
            fitting = [person for person in left if not preference.lists(person)] if preference.any else left
            fitting, says = fitting or left, preference.any
        if len(fitting) < len(left) or (best and len(left) == 1):
            because.append(says)
        left = fitting
        if len(left) == 1 and because:
            break
    return left, because, lacking


def _missed(preference: Preference, members: Sequence[Person], barred: Barred) -> Iterator[str]:
    """Who fits the clue, and why they cannot take the lead."""
    for person in members:
        if preference.rank(person) and person.id in barred:
            yield f"{person.name}, who {preference.says[preference.rank(person) - 1]}, {barred[person.id]}"


def _lacking(preference: Preference, members: Sequence[Person]) -> Iterator[str]:
    """What the clue asks for, if others list things of its kind but nobody this one."""
    if not any(map(preference.rank, members)) and any(map(preference.lists, members)):
        yield preference.says[0]


def _paused_reps(members: Sequence[Person], barred: Barred, notes: Sequence[str], load: Workload) -> Iterator[str]:
    """Who is paused from new leads; whoever is in the notes already is not named again."""
    for person in members:
        why = load.paused_reps.get(person.id)
        if why and barred.get(person.id) == why and not any(note.startswith(f"{person.name}, ") for note in notes):
            yield f"{person.name} {why}"


def silence(lead_id: str, since: datetime) -> str:
    """Why somebody gets no new leads, as words that follow their name."""
    return f"is paused from new leads because of lead {lead_id} since {dated(since)}"


def _room(chosen: Person, left: Sequence[Person], load: Workload) -> str:
    room = f"most free capacity with {load.open_leads.get(chosen.id, 0)} of {chosen.capacity} leads open"
    equals = [person for person in left if load.share(person) == load.share(chosen)]
    if any(load.turn(person) != load.turn(chosen) for person in equals):
        return f"{room}, and has gone longest without a new lead"
    return room


def _nobody(members: Sequence[Person], barred: Barred, role: str) -> str:
    rest = [person for person in members if barred[person.id] != HAD_IT] or members
    whys = {barred[person.id] for person in rest}
    other = "else " if len(rest) < len(members) else ""
    if not rest:
        return f"nobody has role {role}"
    if len(whys) == 1:
        return f"everybody {other}with role {role} {whys.pop()}"
    each = ", ".join(f"{person.name} {barred[person.id]}" for person in rest)
    return f"nobody {other}with role {role} can take the lead: {each}"


def _alternatives(phrases: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(phrases[:-1]), *phrases[-1:])))
