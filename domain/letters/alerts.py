"""What an alert says, by email and in the team's chat: what is due, and everything that is known about the lead."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from pydantic import AwareDatetime

from domain.hours.zones import zone_of
from domain.lead.form import FIELDS, LeadForm, LeadRecord, reached_at, value_in_words
from domain.letters.values import opted_in
from domain.outgoing.chat import OutgoingChat
from domain.snapshot import Snapshot
from domain.terms.alerts import ALERTS, About
from domain.terms.playbook import Playbook, Rendered
from domain.text import dated, plain, steady
from domain.wire.standing import Standing


class AlertNote(Snapshot):
    """An alert as it is stored and shown, delivered or not; ``owed`` is what is due, at ``owed_at``."""

    alert_id: str
    lead_id: str
    to: str
    about: About
    reason: str
    raised_at: datetime
    owed: str = ""
    owed_at: AwareDatetime | None = None


class Raised(Snapshot):
    """How far an alert got: whether it still has to be sent, and by which means it was sent already."""

    is_due: bool
    told: tuple[str, ...] = ()


MOST_NOTES, MOST_HISTORY = 3, 8
"""An alert is short, because it is read on the way to the phone; the link shows the rest."""


class AlertLetter(NamedTuple):
    """An alert before it is written for a medium.

    Attributes:
        why: the reason; empty if there is none.
        known: labels and values, none of them empty.
        lately: notes and history, oldest first.
    """

    title: str
    about: str
    why: str
    who: str
    known: tuple[tuple[str, str], ...]
    lately: tuple[str, ...]


def alert_letter(lead: LeadRecord, note: AlertNote, standing: Standing, playbook: Playbook) -> AlertLetter:
    """The alert with everything that is known about the lead, so that nobody has to look it up."""
    who = " ".join(steady(_who(lead.form)).split())
    known = _known(lead, note, standing, playbook)
    return AlertLetter(
        title=f"{ALERTS[note.about].title}: {who}",
        about=f"{ALERTS[note.about].title}.",
        why=f"Why: {note.reason}." if note.reason else "",
        who=who,
        known=tuple((label, steady(value)) for label, value in known if value),
        lately=(
            *(steady(f"{said['by']}, {said['at']}: {said['text']}") for said in lead.notes[-MOST_NOTES:]),
            *map(steady, lead.history[-MOST_HISTORY:]),
        ),
    )


def as_mail(letter: AlertLetter, *, acknowledge_url: str, lead_url: str, console_url: str) -> Rendered:
    """The alert as a plain-text email. Its link leads to the button that acknowledges the alert."""
    lines = [
        letter.about,
        letter.why,
        "",
        f"Claim this lead: {acknowledge_url}",
        "",
        letter.who,
        *(_indented(f"{label}: {value}") for label, value in letter.known),
        "",
        *map(_indented, letter.lately),
        "",
        lead_url,
        f"All your alerts: {console_url}",
    ]
    return Rendered(subject=letter.title, text="\n".join(lines))


def _indented(text: str) -> str:
    """The text with all lines but the first indented: a lead could write a line that looks like one of ours."""
    return "\n    ".join(text.splitlines())


def as_chat(
    letter: AlertLetter, *, webhook: str, acknowledge_url: str, lead_url: str, console_url: str
) -> OutgoingChat:
    """The alert as a message for the team's chat."""
    return OutgoingChat(
        to=webhook,
        title=letter.title,
        lines=(letter.why,) if letter.why else (),
        known=letter.known,
        lately=letter.lately,
        links=(("Claim", acknowledge_url), ("The lead", lead_url), ("All alerts", console_url)),
    )


def _who(form: LeadForm) -> str:
    name = " ".join(filter(None, (form.first_name, form.last_name))) or reached_at(form)
    return f"{name} at {form.company}" if form.company else name


def _known(lead: LeadRecord, note: AlertNote, standing: Standing, playbook: Playbook) -> Iterator[tuple[str, str]]:
    form, owner = lead.form, playbook.team.person(standing.owner or lead.owner)
    yield "Due", _owed(note, playbook)
    yield "Owner", owner.name if owner is not None else standing.owner or lead.owner
    yield "Stage", plain(standing.stage)
    yield "Class", ": ".join(filter(None, (plain(standing.qualification), standing.rule)))
    yield "Requested", opted_in(form, lead.arrived_at)
    for name, field in FIELDS.items():
        if field.label:
            yield field.label, value_in_words(getattr(form, name))


def _owed(note: AlertNote, playbook: Playbook) -> str:
    """What is due and by when, in UTC and in the recipient's own time zone."""
    if note.owed_at is None:
        return note.owed
    person = playbook.team.person(note.to)
    calendar = playbook.calendars.get((person.calendar if person else "") or playbook.agreement.calendar)
    return f"{note.owed}, by {_instant(note.owed_at, calendar.time_zone if calendar else 'UTC')}"


def _instant(at: datetime, zone: str) -> str:
    local = at.astimezone(zone_of(zone))
    return dated(at) if zone == "UTC" else f"{dated(at)} ({local:%a %H:%M} {zone})"
