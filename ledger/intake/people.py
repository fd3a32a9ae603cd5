"""Who a form is from: the person's leads by address or number, and whether they opted out."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Text, bindparam, exists, func, or_, select

from domain.dispositions import Disposition
from domain.intake.arrival import Arrival
from domain.intake.returning import Ended
from ledger.database.tables import leads, suppressions, tasks, touches
from ledger.gate.suppressions import PERSON


class KnownLead(NamedTuple):
    """A lead of the person.

    Attributes:
        ended: how and when it ended; None while it is open.
        alike: what it has in common with the form: ``same address``, ``same number``, or both.
    """

    lead_id: str
    ended: Ended | None
    alike: str


class OptOutOnRecord(NamedTuple):
    """The lead through which the person opted out, and when."""

    lead_id: str
    since: datetime


# Built once: these run for every lead, and building a statement takes longer than SQLite does to answer it.
_WENT_THROUGH = or_(
    leads.c.cadence == bindparam("cadence", type_=Text),
    exists().where(touches.c.lead_id == leads.c.lead_id, touches.c.cadence == bindparam("cadence", type_=Text)),
    exists().where(tasks.c.lead_id == leads.c.lead_id, tasks.c.cadence == bindparam("cadence", type_=Text)),
)
_LEADS = (
    select(
        leads.c.lead_id,
        leads.c.disposition,
        func.coalesce(leads.c.ended_at, leads.c.moved_at, type_=leads.c.moved_at.type).label("ended_at"),
        leads.c.email_key,
        leads.c.phone_key,
        _WENT_THROUGH.label("went_through"),
    )
    .where(
        or_(
            leads.c.email_key == bindparam("email_key", type_=Text),
            leads.c.phone_key == bindparam("phone_key", type_=Text),
        )
    )
    .order_by(leads.c.arrived_at.desc(), leads.c.lead_id.desc())
)
_LEFT_ALONE = (
    select(suppressions.c.lead_id, suppressions.c.at)
    .where(suppressions.c.kind == PERSON, suppressions.c.value.in_(bindparam("values", expanding=True)))
    .order_by(suppressions.c.at)
    .limit(1)
)


def leads_of(connection: Connection, arrival: Arrival, cadence: str) -> tuple[KnownLead, ...]:
    """The leads of the person who sent the form, newest first; ``cadence`` is what the form asks for."""
    # Null, because the empty text would match everybody who has no number.
    person = {"email_key": arrival.email_key or None, "phone_key": arrival.phone_key or None}
    found = connection.execute(_LEADS, {**person, "cadence": cadence or None}).all()
    return tuple(
        KnownLead(
            row.lead_id,
            Ended(row.lead_id, Disposition(row.disposition), row.ended_at, bool(row.went_through))
            if row.disposition is not None
            else None,
            _alike(row.email_key == arrival.email_key != "", row.phone_key == arrival.phone_key != ""),
        )
        for row in found
    )


def opted_out_since(connection: Connection, arrival: Arrival) -> OptOutOnRecord | None:
    """Since when the person has opted out on every channel, if they asked for that."""
    values = {*arrival.addresses, arrival.form.email.casefold()} - {""}
    found = connection.execute(_LEFT_ALONE, {"values": sorted(values)}).one_or_none()
    return OptOutOnRecord(found.lead_id, found.at) if found is not None else None


def _alike(address: bool, number: bool) -> str:
    return " and ".join(what for what, is_same in (("same address", address), ("same number", number)) if is_same)
