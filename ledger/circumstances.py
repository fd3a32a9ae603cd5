"""What the ledger says of a lead at the instant of an intent to contact it."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Text, bindparam, func, select, union

from domain.agreement import LONGEST_CAP
from domain.errors import NotFoundError
from domain.lead import Channel, Consent
from domain.permission import Circumstances
from domain.ports import TouchIntent, TouchState
from domain.steps import Purpose
from ledger.locks import lock, person_locks
from ledger.suppressions import why_suppressed
from ledger.tables import facts, leads, touches

LEFT: Final = (TouchState.SENDING.value, TouchState.SENT.value, TouchState.UNKNOWN.value)

# Built once: these run for every touch, and building a statement takes longer than SQLite does to answer it.
_KEYS = select(leads.c.email_key, leads.c.phone_key).where(leads.c.lead_id == bindparam("lead_id"))
_LEAD = select(
    leads.c.form,
    leads.c.disposition,
    select(func.count())
    .select_from(facts)
    .where(facts.c.lead_id == bindparam("lead_id"), facts.c.state != "refused")
    .scalar_subquery()
    .label("facts_recorded"),
).where(leads.c.lead_id == bindparam("lead_id"))
_OF_PERSON = union(
    select(leads.c.lead_id).where(leads.c.lead_id == bindparam("lead_id")),
    select(leads.c.lead_id).where(leads.c.email_key == bindparam("email_key", type_=Text)),
    select(leads.c.lead_id).where(leads.c.phone_key == bindparam("phone_key", type_=Text)),
)
# The leads' ids are read first: joined, PostgreSQL reads all touches for as long as it has no statistics.
_RECENT = select(touches.c.channel, touches.c.sending_at).where(
    touches.c.lead_id.in_(bindparam("lead_ids", expanding=True)),
    touches.c.state.in_(LEFT),
    touches.c.purpose != Purpose.ACKNOWLEDGMENT.value,
    touches.c.sending_at > bindparam("since"),
    touches.c.send_id != bindparam("send_id"),
)


def circumstances_of(connection: Connection, intent: TouchIntent) -> Circumstances:
    """The circumstances, read behind the person's lock: nothing about this person changes until the transaction ends.

    Raises:
        NotFoundError: there is no such lead.
    """
    email_key, phone_key = lock_person(connection, intent.lead_id)
    lead = connection.execute(_LEAD, {"lead_id": intent.lead_id}).one()
    consent = Consent.model_validate(lead.form["consent"])
    # The recipient counts too: it may have been taken from a form that the lead's keys do not name any more.
    values = (intent.lead_id, email_key, phone_key, intent.recipient.casefold())
    return Circumstances(
        suppressed=why_suppressed(connection, intent.channel, values),
        is_ended=lead.disposition is not None,
        facts_recorded=lead.facts_recorded,
        consents=consent.allows(intent.channel),
        recent=_recent(connection, intent, email_key, phone_key),
    )


def lock_person(connection: Connection, lead_id: str) -> tuple[str, str]:
    """Let nothing else be recorded of, or sent to, the lead's person meanwhile; answers their address and number.

    Raises:
        NotFoundError: there is no such lead.
    """
    found = connection.execute(_KEYS, {"lead_id": lead_id}).one_or_none()
    if found is None:
        raise NotFoundError(f"there is no lead {lead_id}")
    lock(connection, person_locks(lead_id, found.email_key, found.phone_key))
    return found.email_key, found.phone_key


def _recent(
    connection: Connection, intent: TouchIntent, email_key: str, phone_key: str
) -> tuple[tuple[Channel, datetime], ...]:
    # Null equals nothing; the empty text would find everybody who has no number.
    person = {"lead_id": intent.lead_id, "email_key": email_key or None, "phone_key": phone_key or None}
    lead_ids = list(connection.execute(_OF_PERSON, person).scalars())
    window = {"lead_ids": lead_ids, "since": intent.intent_at - LONGEST_CAP, "send_id": intent.send_id}
    return tuple((Channel(row.channel), row.sending_at) for row in connection.execute(_RECENT, window))
