"""The tables of what a company's leads have to do with each other, as tests read them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from builders import MONDAY, a_nurture, a_playbook, a_working_journey, an_agreement
from ruamel.yaml import YAML
from walking import Walk

from domain.dispositions import Disposition
from domain.facts.unions import (
    CompanyNews,
    Disqualified,
    InviteAnswered,
    MeetingBooked,
    OptedOut,
    OutcomeLogged,
    OutOfOffice,
    Paused,
    ReplyReceived,
)
from domain.hours.spans import parse_span
from domain.journey.changes import changed
from domain.journey.state import Journey, Stage
from domain.outcomes import Outcome
from domain.remember.beginnings import close
from domain.terms.company import CompanyEvent, CompanyReaction, CompanyTerms

TERMS = CompanyTerms(
    answers=CompanyReaction.PAUSE,
    books=CompanyReaction.PAUSE,
    opted_out=CompanyReaction.TELL,
    pause_for=parse_span("10 business days"),
)

HEARS: dict[str, Callable[[Walk], object]] = {
    "reply": lambda walk: walk.hears(ReplyReceived),
    "somebody else's reply": lambda walk: walk.hears(ReplyReceived, sender="other"),
    "interested": lambda walk: walk.hears(OutcomeLogged, outcome=Outcome.INTERESTED),
    "connected": lambda walk: walk.hears(OutcomeLogged, outcome=Outcome.CONNECTED),
    "meeting": lambda walk: walk.hears(MeetingBooked),
    "accepted invitation": lambda walk: walk.hears(InviteAnswered, answer="accepted"),
    "declined invitation": lambda walk: walk.hears(InviteAnswered, answer="declined"),
    "opted out": lambda walk: walk.hears(OptedOut),
    "out of office": lambda walk: walk.hears(OutOfOffice),
    "disqualified": lambda walk: walk.hears(Disqualified),
    "paused by a rep": lambda walk: walk.hears(Paused),
    "news of a colleague": lambda walk: walk.hears(CompanyNews, about=CompanyEvent.ANSWERED, lead="lead2"),
}


class NewsCase(NamedTuple):
    """One row of ``news``."""

    stage: str
    hears: str
    tells: str


class LeadCase(NamedTuple):
    """One row of ``leads``."""

    colleague: str
    stage: str
    then: str
    held: str = ""


def _table() -> dict[str, list[dict[str, Any]]]:
    table: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(Path(__file__).parent / "scenarios" / "company.yaml")
    return table


def news_cases() -> list[NewsCase]:
    """Every row of ``news``."""
    return [NewsCase(**row) for row in _table()["news"]]


def lead_cases() -> list[LeadCase]:
    """Every row of ``leads``."""
    return [LeadCase(**row) for row in _table()["leads"]]


def name_of(case: NewsCase | LeadCase) -> str:
    """A row as test runners show it."""
    return ", ".join(filter(None, case))


def a_lead_that_is(stage: str, terms: CompanyTerms | None = TERMS) -> Walk:
    """A lead of Ana's where the table's word says, under an agreement with these terms."""
    journey = a_working_journey(agreement=an_agreement(company=terms))
    journey = _STAGES[stage](journey)
    return Walk(journey, a_playbook(agreement=journey.agreement))


_STAGES: dict[str, Callable[[Journey], Journey]] = {
    "working": lambda journey: journey,
    "incomplete": lambda journey: changed(journey, stage=Stage.INCOMPLETE),
    "nurture": lambda journey: changed(journey, stage=Stage.NURTURE, cadence=a_nurture()),
    "kicked back": lambda journey: changed(journey, stage=Stage.KICKED_BACK),
    "with sales": lambda journey: changed(journey, stage=Stage.ENGAGED, engaged=1),
    "accepted": lambda journey: changed(journey, stage=Stage.ACCEPTED, engaged=1),
    "ended": lambda journey: close(journey, Disposition.EXHAUSTED, "over"),
}


def held_by(walk: Walk, held: str) -> None:
    """What held the lead before."""
    who, _, until = held.partition(" until ")
    if who == "a rep":
        on = date.fromisoformat(until)
        walk.hears(Paused, until=MONDAY.replace(year=on.year, month=on.month, day=on.day), by="ana")
    elif who:
        walk.hears(OutOfOffice, until=date.fromisoformat(until))
