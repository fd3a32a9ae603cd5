"""Leads on arrival: written down before anybody is told, and never twice.

What counts as the same is decided here, in one transaction behind the locks of everything it may collide with: the
sender's idempotency key, the form, and the person.
"""

from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, func, or_, select, update

from domain.errors import RefusedError
from domain.facts.hearing import Hearing
from domain.facts.unions import InformationAdded
from domain.intake.arrival import Arrival, IntakeResult
from domain.intake.beginning import profile_for
from domain.intake.merging import merged
from domain.intake.returning import RESENT_WITHIN, may_come_back, opted_out_reason
from domain.snapshot import replaced
from domain.terms.cadence import Cadence
from domain.text import plain
from domain.wire.standing import ARRIVED, FORM_RECEIVED
from ledger.database.engine import Database
from ledger.database.inserts import insert_all_new
from ledger.database.keepable import refuse_unkeepable
from ledger.database.locks import lock, person_locks
from ledger.database.tables import idempotency_keys, leads
from ledger.facts.hearings import record_fact
from ledger.gate.circumstances import keys_of
from ledger.intake.acquaintance import acquainted
from ledger.intake.forms import KeptForm, arrival_of, keep_form, kept_before
from ledger.intake.people import KnownLead, OptOutOnRecord, leads_of, opted_out_since
from ledger.leads.columns import form_values
from ledger.publications import RulesAsk


class Intake:
    """Receives leads, and knows which of them have no workflow yet."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asked = RulesAsk()

    async def receive(self, arrival: Arrival, *, scope: str = "", into: Cadence | None = None) -> IntakeResult:
        """Keep a form: as a new lead, or with the lead that it belongs to.

        Args:
            arrival: the form, with the id the lead gets if it is new.
            scope: who sends it; idempotency keys of different senders are different keys.
            into: the cadence that it is for, whose rule says whether somebody whose lead has ended may begin again;
                None when triage finds it for none.

        Raises:
            InvalidInputError: a text in it cannot be kept; names the field.
            RefusedError: its idempotency key came before with another form.
        """
        refuse_unkeepable(arrival)
        return await self._database.write(
            lambda connection: _receive(connection, _Sent(arrival, scope, into, self._asked))
        )

    async def acquainted(self, arrival: Arrival) -> Arrival:
        """The arrival with what is known from before of its company and its person."""
        return await self._database.read(lambda connection: acquainted(connection, arrival))

    async def unstarted(self, limit: int) -> tuple[str, ...]:
        """Ids of leads that were accepted and not started, oldest first."""
        waiting = select(leads.c.lead_id).where(leads.c.started_at.is_(None))
        oldest = waiting.order_by(leads.c.arrived_at, leads.c.lead_id).limit(limit)
        return await self._database.read(lambda connection: tuple(connection.execute(oldest).scalars()))

    async def mark_started(self, lead_id: str, at: datetime) -> None:
        """Note that the lead has its workflow; the first time stands."""
        started = update(leads).where(leads.c.lead_id == lead_id, leads.c.started_at.is_(None)).values(started_at=at)
        await self._database.write(lambda connection: connection.execute(started).rowcount)

    async def under_way(self, now: datetime, *, started_after: datetime) -> int:
        """How many of the leads started after an instant are still being answered, assigned or planned for."""
        busy = or_(leads.c.next_due_at.is_(None), leads.c.next_due_at <= now)
        counted = select(func.count()).where(leads.c.started_at > started_after, leads.c.disposition.is_(None), busy)
        return await self._database.read(lambda connection: connection.execute(counted).scalar_one())

    async def arrival_of(self, lead_id: str) -> Arrival:
        """The lead as it arrived, with what was learned since, to start (or start again) its workflow from.

        Raises:
            NotFoundError: there is none.
        """
        return await self._database.read(lambda connection: arrival_of(connection, lead_id))


class _Sent(NamedTuple):
    """A form that was sent, with all that is needed to judge it."""

    arrival: Arrival
    scope: str
    into: Cadence | None
    asked: RulesAsk


def _receive(connection: Connection, sent: _Sent) -> IntakeResult:
    arrival, key = sent.arrival, sent.arrival.idempotency_key
    person = person_locks(arrival.lead_id, arrival.addresses)
    lock(connection, (*person, f"form:{arrival.form_key}", f"idempotency:{sent.scope}:{key}" if key else person[0]))
    if key and (known := _by_idempotency_key(connection, arrival, sent.scope)):
        return known
    result = _judged(connection, sent)
    if key:
        answer = {"lead_id": result.lead_id, "why": result.why, "reason": result.reason}
        row = {"scope": sent.scope, "key": key, "body_key": arrival.form_key, "at": arrival.arrived_at}
        insert_all_new(connection, idempotency_keys, [{**row, **answer}])
    return result


def _by_idempotency_key(connection: Connection, arrival: Arrival, scope: str) -> IntakeResult | None:
    """What the sender was answered the first time."""
    mine = (idempotency_keys.c.scope == scope) & (idempotency_keys.c.key == arrival.idempotency_key)
    found = connection.execute(select(idempotency_keys).where(mine)).one_or_none()
    if found is None:
        return None
    if found.body_key != arrival.form_key:
        raise RefusedError(
            f"idempotency key {arrival.idempotency_key!r} came before with another form: "
            "give each form a key of its own, and repeat a key only with the same form"
        )
    own = _is_own(found.lead_id, arrival)
    return IntakeResult(lead_id=found.lead_id, is_new=own, why=found.why, reason=found.reason)


def _is_own(lead_id: str, arrival: Arrival) -> bool:
    # The arrival's own id is there already when its transaction is run again after a lost connection.
    return lead_id == arrival.lead_id


def _judged(connection: Connection, sent: _Sent) -> IntakeResult:
    arrival = sent.arrival
    known = leads_of(connection, arrival, sent.into.name if sent.into is not None else "")
    alone = opted_out_since(connection, arrival)
    kept = kept_before(connection, arrival.form_key, [lead.lead_id for lead in known])
    if kept is not None and (same := _same(sent, known, kept, alone)) is not None:
        return same
    times = kept.times if kept is not None else 0
    if alone is not None:
        reason = opted_out_reason(alone.since, arrival.form.direction, arrival.form.consent)
        return _not_again(connection, arrival, known[0].lead_id if known else alone.lead_id, reason, times)
    is_open = next((lead for lead in known if lead.ended is None), None)
    if is_open is not None:
        return _merged_form(connection, sent, is_open, times)
    return _new_or_not(connection, sent, known, times)


def _same(
    sent: _Sent, known: tuple[KnownLead, ...], kept: KeptForm, alone: OptOutOnRecord | None
) -> IntakeResult | None:
    """The answer to a form that was kept before, unless the person has filled it in once more."""
    arrival, form = sent.arrival, sent.arrival.form
    if _is_own(kept.lead_id, arrival):
        return IntakeResult(lead_id=kept.lead_id, is_new=True, why="new")
    same = IntakeResult(lead_id=kept.lead_id, is_new=False, why="duplicate")
    if alone is not None:
        return replaced(same, partial(IntakeResult, reason=opted_out_reason(alone.since, form.direction, form.consent)))
    ended = [lead.ended for lead in known if lead.ended is not None]
    was_sent_again = form.opted_in_at is not None or arrival.arrived_at < kept.received_at + RESENT_WITHIN
    if was_sent_again or sent.into is None or kept.lead_id not in {lead.lead_id for lead in ended}:
        return same
    answer, _ = may_come_back(ended, sent.into, arrival.arrived_at)
    return None if answer.allowed else replaced(same, partial(IntakeResult, reason=answer.reason))


def _new_or_not(connection: Connection, sent: _Sent, known: tuple[KnownLead, ...], times: int) -> IntakeResult:
    """The form of a person without an open lead."""
    ended = tuple(lead.ended for lead in known if lead.ended is not None)
    answer, by = may_come_back(ended, sent.into, sent.arrival.arrived_at)
    if not answer.allowed:
        return _not_again(connection, sent.arrival, by, answer.reason, times)
    if not ended:
        return _new(connection, sent.arrival, previous=None, reason="", times=times)
    came_back = f"came back after lead {ended[0].lead_id} ({plain(ended[0].disposition)})"
    reason = f"{came_back}: {answer.reason}" if answer.reason else came_back
    return _new(connection, sent.arrival, previous=ended[0].lead_id, reason=reason, times=times)


def _not_again(connection: Connection, arrival: Arrival, lead_id: str, reason: str, times: int) -> IntakeResult:
    what = "Asked again; no new follow-up was started"
    keep_form(connection, arrival, lead_id, kind=FORM_RECEIVED, what=what, reason=reason, times=times)
    return IntakeResult(lead_id=lead_id, is_new=False, why="not restarted", reason=reason)


def _merged_form(connection: Connection, sent: _Sent, lead: KnownLead, times: int) -> IntakeResult:
    """The form in the lead that is open: what it adds, and the fact that tells the lead's workflow."""
    arrival, what = sent.arrival, "Asked again, through another form"
    # What the form and the lead are both known by is locked, so nobody else is at work on the lead. The rest of its
    # keys must not be locked now: whoever holds them may be waiting for what is held here.
    keys = keys_of(connection, lead.lead_id)
    reason = f"merged, {lead.alike}"
    key = keep_form(connection, arrival, lead.lead_id, kind=FORM_RECEIVED, what=what, reason=reason, times=times)
    before = arrival_of(connection, lead.lead_id)
    amended = acquainted(connection, merged(before, arrival))
    profile = profile_for(amended, sent.asked.of(connection, before.playbook, arrival.playbook))
    fact = InformationAdded(id=f"{lead.lead_id}:interest:{key}", at=arrival.arrived_at, profile=profile)
    interest = Hearing(lead_id=lead.lead_id, fact=fact, extra={"form": key})
    record_fact(connection, interest, amended, arrival.arrived_at, keys)
    return IntakeResult(
        lead_id=lead.lead_id,
        is_new=False,
        why="merged",
        reason=f"the lead is open: {lead.alike}",
        merged=interest,
    )


def _new(connection: Connection, arrival: Arrival, *, previous: str | None, reason: str, times: int) -> IntakeResult:
    row = {
        "lead_id": arrival.lead_id,
        "form_key": arrival.form_key,
        "playbook": arrival.playbook,
        "previous_lead_id": previous,
        "arrived_at": arrival.arrived_at,
        "moved_at": arrival.arrived_at,
        "dead": [],
        **form_values(arrival),
    }
    connection.execute(leads.insert(), row)
    keep_form(connection, arrival, arrival.lead_id, kind=ARRIVED, what="Arrived", reason=reason, times=times)
    return IntakeResult(lead_id=arrival.lead_id, is_new=True, why="new", reason=reason)
