"""What the ledger says of a lead at the instant of an intent to contact it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Text, bindparam, func, select, union

from domain.channels import PERSON_CHANNELS, Address, Channel, Consent
from domain.errors import NotFoundError
from domain.gate.claims import TouchState
from domain.gate.permission import Circumstances
from domain.intake.arrival import address_key_of
from domain.journey.steps import Purpose
from domain.lead.company import Company
from domain.outcomes import Outcome
from domain.terms.agreement import LONGEST_CAP, Whose
from ledger.database.engine import TurnLostError
from ledger.database.locks import lock, person_locks
from ledger.database.tables import facts, leads, tasks, touches
from ledger.gate.company import company_locks, leads_of_company
from ledger.gate.suppressions import why_suppressed

TAKEN: Final = tuple(state.value for state in TouchState if state is not TouchState.FAILED)
"""States of touches that count towards a cap: sent, perhaps sent, or about to be sent."""

# Built once: these run for every touch, and building a statement takes longer than SQLite does to answer it.
_KEYS = select(leads.c.email_key, leads.c.phone_key, leads.c.form, leads.c.company_domain, leads.c.company_key).where(
    leads.c.lead_id == bindparam("lead_id")
)
_LEAD = select(
    *_KEYS.selected_columns,
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
_TAKEN_AT = func.coalesce(touches.c.sending_at, touches.c.intent_at, type_=touches.c.intent_at.type)
_RECENT = select(touches.c.lead_id, touches.c.channel, _TAKEN_AT.label("at")).where(
    touches.c.lead_id.in_(bindparam("lead_ids", expanding=True)),
    touches.c.state.in_(TAKEN),
    touches.c.purpose != Purpose.ACKNOWLEDGMENT.value,
    bindparam("since", type_=touches.c.intent_at.type) < _TAKEN_AT,
    touches.c.send_id != bindparam("own"),
)
_ASKED_AT = func.coalesce(tasks.c.closed_at, tasks.c.opened_at, type_=tasks.c.opened_at.type)
_ASKED = select(tasks.c.lead_id, tasks.c.kind.label("channel"), _ASKED_AT.label("at")).where(
    tasks.c.lead_id.in_(bindparam("lead_ids", expanding=True)),
    tasks.c.kind.in_([channel.value for channel in PERSON_CHANNELS]),
    tasks.c.state != "void",
    tasks.c.outcome != Outcome.NOT_SENT.value,
    bindparam("since", type_=tasks.c.opened_at.type) < _ASKED_AT,
    tasks.c.task_id != bindparam("own"),
)


class Contact(NamedTuple):
    """What is about to be done: by a machine, or by a person with a task.

    Attributes:
        own: id of the touch or task itself, which takes no place from itself.
        recipient: the address or number it goes to, where that is known.
        counted: whose touches a cap counts; what nobody counts is not read.
    """

    lead_id: str
    channel: Channel
    at: datetime
    own: str
    recipient: str = ""
    counted: frozenset[Whose] = frozenset()


def circumstances_of(connection: Connection, contact: Contact) -> Circumstances:
    """The circumstances, read behind the person's lock: nothing about this person changes until the transaction ends.

    Where a cap asks for the company, nobody else at it takes a place meanwhile either.

    Raises:
        NotFoundError: there is no such lead.
    """
    keys = keys_of(connection, contact.lead_id)
    of_company = company_locks(keys.company) if "company" in contact.counted else ()
    lock(connection, (*person_locks(contact.lead_id, keys.addresses.values()), *of_company))
    lead = connection.execute(_LEAD, {"lead_id": contact.lead_id}).one()
    _refuse_other(_keys_in(lead), keys)
    consent = Consent.model_validate(lead.form["consent"])
    # The recipient counts too: it may have been taken from a form that the lead's keys do not name any more.
    values = (contact.lead_id, *keys.addresses.values(), contact.recipient.casefold())
    recent, at_company = _recent(connection, contact, keys)
    return Circumstances(
        suppressed=why_suppressed(connection, contact.channel, values),
        is_ended=lead.disposition is not None,
        facts_recorded=lead.facts_recorded,
        consents=consent.allows(contact.channel),
        recent=recent,
        recent_at_company=at_company,
    )


class Keys(NamedTuple):
    """The keys that identify a lead's person and company."""

    addresses: Mapping[Address, str]
    company: Company

    @property
    def email(self) -> str:
        """Their address, as it is compared; empty where there is none."""
        return self.addresses.get(Address.EMAIL, "")

    @property
    def phone(self) -> str:
        """Their number, as it is compared; empty where there is none."""
        return self.addresses.get(Address.PHONE, "")


def lock_person(connection: Connection, lead_id: str) -> Keys:
    """Let nothing else be recorded of, or sent to, the lead's person meanwhile; answers by what they are known.

    Once in a transaction, and before any other lock of it: two that each took some of their locks and then wanted the
    other's would wait in a circle.

    Raises:
        NotFoundError: there is no such lead.
    """
    keys = keys_of(connection, lead_id)
    lock(connection, person_locks(lead_id, keys.addresses.values()))
    if connection.dialect.name == "postgresql":
        _refuse_other(keys_of(connection, lead_id), keys)
    return keys


def keys_of(connection: Connection, lead_id: str) -> Keys:
    """By what the lead's person is known now; it stays so only behind their lock.

    Raises:
        NotFoundError: there is no such lead.
    """
    found = connection.execute(_KEYS, {"lead_id": lead_id}).one_or_none()
    if found is None:
        raise NotFoundError(f"there is no lead {lead_id}")
    return _keys_in(found)


def _keys_in(found: Any) -> Keys:
    return Keys(addresses_in(found), Company(found.company_domain, found.company_key))


def addresses_in(lead: Any) -> dict[Address, str]:
    """By what a lead's addresses are known again: columns where there are some, else read off its form."""
    columns = {Address.EMAIL: lead.email_key, Address.PHONE: lead.phone_key}  # partial: the rest stands in the form
    others = {
        address: address_key_of(address, str(lead.form.get(address) or ""))
        for address in Address
        if address not in columns
    }
    return {address: key for address, key in (columns | others).items() if key}


def _refuse_other(now: Keys, before: Keys) -> None:
    """Start over if the lead's address or number changed while we waited: we hold the wrong person's lock."""
    if now != before:
        raise TurnLostError("the lead's address or number has just changed")


_Touched = tuple[tuple[Channel, datetime], ...]


def _recent(connection: Connection, contact: Contact, keys: Keys) -> tuple[_Touched, _Touched]:
    """Recent touches that count towards caps: the person's, and those of everybody at their company."""
    if not contact.counted:
        return (), ()
    # Null, because the empty text would match everybody who has no number.
    person = {"lead_id": contact.lead_id, "email_key": keys.email or None, "phone_key": keys.phone or None}
    of_person = set(connection.execute(_OF_PERSON, person).scalars())
    of_company = set(leads_of_company(connection, keys.company)) if "company" in contact.counted else set()
    lead_ids = sorted(of_person | of_company)
    window = {"lead_ids": lead_ids, "since": contact.at - LONGEST_CAP, "own": contact.own}
    rows = [*connection.execute(_RECENT, window), *connection.execute(_ASKED, window)]
    touched = tuple((row.lead_id, (Channel(row.channel), row.at)) for row in rows)
    mine = tuple(touch for lead_id, touch in touched if lead_id in of_person)
    return mine, tuple(touch for _, touch in touched) if "company" in contact.counted else ()
