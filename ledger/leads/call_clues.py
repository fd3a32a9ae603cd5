"""When a lead is best called, as far as the record says: notes, signs of life, and what works for its industry."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Text, bindparam, select

from domain.channels import CALL_TASKS
from domain.facts.unions import Accepted, OutcomeLogged, Paused, Rejected, ReplyReceived, Resumed, kind_of
from domain.hours.zones import zone_of
from domain.lead.learned import learned_in
from domain.outcomes import CALL_OUTCOMES, LIVE_CONTACT, OUTCOMES
from domain.planning.call_notes import newest, read_note, read_wish
from domain.planning.call_times import NO_HINTS, CallHints, HourShare, NotedTimes, Sign, SignOfLife
from domain.terms.scoring import SignalKind
from ledger.database.engine import Database
from ledger.database.tables import facts, leads, signals, tasks
from ledger.gate.tasks import DONE

MOST_READ: Final = 100
"""Facts, and signals, of one lead: the newest."""

RECENT_LEADS: Final = 300
"""Leads of an industry whose calls are counted: the newest. All of them would take ever longer and say less."""

_KIND: Final = {fact: kind_of(fact) for fact in (OutcomeLogged, ReplyReceived)}
_NOTED_WITH: Final = frozenset(kind_of(fact) for fact in (OutcomeLogged, Accepted, Rejected, Paused, Resumed))
_SIGNS: Final = {  # partial: a reply is a fact as well, and counted as that
    SignalKind.CLICK.value: Sign.CLICKED,
    SignalKind.OPEN.value: Sign.OPENED,
    SignalKind.VISIT.value: Sign.VISITED,
}

_DIALLED: Final = frozenset(
    outcome for outcome in CALL_OUTCOMES if OUTCOMES[outcome].is_talk or OUTCOMES[outcome].kills is None
)
"""A number that is wrong is so at every hour."""

_Fact = Row[str, datetime, str, Any, Any]

# Built once: building a statement takes longer than SQLite does to answer it.
_LEAD = select(leads.c.industry_key).where(leads.c.lead_id == bindparam("lead_id"))
_FACTS = (
    select(facts.c.kind, facts.c.at, facts.c.note, facts.c.payload, facts.c.extra)
    .where(facts.c.lead_id == bindparam("lead_id"), facts.c.state != "refused")
    .order_by(facts.c.at.desc(), facts.c.recorded_at.desc(), facts.c.fact_id.desc())
    .limit(MOST_READ)
)
_SIGNALS = (
    select(signals.c.kind, signals.c.at)
    .where(signals.c.lead_id == bindparam("lead_id"), signals.c.is_human, signals.c.kind.in_(_SIGNS))
    .order_by(signals.c.at.desc(), signals.c.signal_id.desc())
    .limit(MOST_READ)
)
_OF_INDUSTRY = (
    select(leads.c.lead_id, leads.c.zones)
    .where(leads.c.industry_key == bindparam("industry", type_=Text))
    .order_by(leads.c.arrived_at.desc())
    .limit(RECENT_LEADS)
    .subquery()
)
_DIALS = (
    select(tasks.c.closed_at, tasks.c.outcome, _OF_INDUSTRY.c.zones)
    .join(_OF_INDUSTRY, tasks.c.lead_id == _OF_INDUSTRY.c.lead_id)
    .where(
        tasks.c.state == DONE,
        tasks.c.kind.in_([kind.value for kind in CALL_TASKS]),
        tasks.c.outcome.in_([outcome.value for outcome in _DIALLED]),
    )
)


class LeadCallClues:
    """``CallClues`` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_lead(self, lead_id: str, *, zone: str) -> CallHints:
        """What is on record of when to call this lead; nothing of a lead that is not known.

        Args:
            lead_id: the lead.
            zone: IANA name of the clock by which leads are counted whose own is not known.
        """
        return await self._database.read(lambda connection: hints_of(connection, lead_id, zone))


def hints_of(connection: Connection, lead_id: str, zone: str) -> CallHints:
    """As ``LeadCallClues.of_lead``, within a transaction."""
    industry = connection.execute(_LEAD, {"lead_id": lead_id}).scalar_one_or_none()
    if industry is None:
        return NO_HINTS
    heard = connection.execute(_FACTS, {"lead_id": lead_id}).all()
    clicked = connection.execute(_SIGNALS, {"lead_id": lead_id})
    return CallHints(
        noted=_noted(heard),
        signs=(*_signs_in(heard), *(SignOfLife(sign=_SIGNS[row.kind], at=row.at) for row in clicked)),
        industry=industry,
        industry_hours=_hours_of(connection, industry, zone) if industry else (),
    )


def _noted(heard: Sequence[_Fact]) -> NotedTimes:
    """Of each report first what it says of the best time, then its note; nothing of the words stays."""
    return newest(
        read
        for row in heard
        if row.kind in _NOTED_WITH
        for read in (read_wish(learned_in(row.extra).best_time), read_note(row.note))
    )


def _signs_in(heard: Sequence[_Fact]) -> Iterator[SignOfLife]:
    for row in heard:
        if row.kind == _KIND[OutcomeLogged] and row.payload.get("outcome") in LIVE_CONTACT:
            yield SignOfLife(sign=Sign.ANSWERED, at=row.at)
        elif row.kind == _KIND[ReplyReceived] and row.payload.get("sender") != "other":
            yield SignOfLife(sign=Sign.WROTE, at=row.at)


def _hours_of(connection: Connection, industry: str, zone: str) -> tuple[HourShare, ...]:
    """How many calls to leads of an industry reached a person, by the hour on each lead's own clock."""
    calls: Counter[int] = Counter()
    reached: Counter[int] = Counter()
    for row in connection.execute(_DIALS, {"industry": industry}):
        hour = _local_hour(row.closed_at, row.zones[0] if row.zones else zone)
        calls[hour] += 1
        reached[hour] += row.outcome in LIVE_CONTACT
    return tuple(HourShare(hour=hour, calls=calls[hour], reached=reached[hour]) for hour in sorted(calls))


def _local_hour(at: datetime, zone: str) -> int:
    return at.astimezone(zone_of(zone)).hour
