"""Forms as they were sent: each kept whole with the lead that it belongs to, and told on that lead's timeline."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, or_, select

from domain.errors import NotFoundError
from domain.intake.arrival import Arrival
from domain.lead.form import LeadForm
from ledger.database.inserts import insert_all_new
from ledger.database.tables import entries, forms, leads
from ledger.intake.acquaintance import acquainted

# Built once: these run for every lead, and building a statement takes longer than SQLite does to answer it.
_FIRST = select(forms.c.form_key, forms.c.lead_id, forms.c.received_at).where(forms.c.form_key == bindparam("form_key"))


_SAME = select(forms.c.form_key, forms.c.lead_id, forms.c.received_at).where(
    forms.c.lead_id.in_(bindparam("lead_ids", expanding=True)),
    or_(forms.c.form_key == bindparam("form_key"), forms.c.form_key.startswith(bindparam("repeated"))),
)


class KeptForm(NamedTuple):
    """The last time that a form came and was kept.

    Attributes:
        times: how often it was kept.
    """

    lead_id: str
    received_at: datetime
    times: int


def kept_before(connection: Connection, form_key: str, lead_ids: Sequence[str]) -> KeptForm | None:
    """When this form was kept last, if it was.

    Args:
        connection: of the transaction.
        form_key: of the form.
        lead_ids: the leads of its person, which have the times after the first.
    """
    first = connection.execute(_FIRST, {"form_key": form_key}).one_or_none()
    if first is None:
        return None
    theirs = {"lead_ids": [first.lead_id, *lead_ids], "form_key": form_key, "repeated": f"{form_key}:"}
    found = connection.execute(_SAME, theirs).all()
    last = max(found, key=lambda row: (row.received_at, len(row.form_key), row.form_key))
    return KeptForm(last.lead_id, last.received_at, len(found))


def keep_form(
    connection: Connection, arrival: Arrival, lead_id: str, *, kind: str, what: str, reason: str = "", times: int = 0
) -> str:
    """Keep a form with a lead and tell it on its timeline; answers the form's key there.

    Args:
        connection: of the transaction.
        arrival: the form.
        lead_id: whose it is.
        kind: of the timeline's line; ``what`` and ``reason`` are its words, before the form's own.
        what: as said.
        reason: as said.
        times: how often the same form was kept before.
    """
    key = f"{arrival.form_key}:{times + 1}" if times else arrival.form_key
    form = arrival.form
    kept = {"form_key": key, "lead_id": lead_id, "received_at": arrival.arrived_at}
    connection.execute(forms.insert(), {**kept, "form": form.model_dump(mode="json")})
    told = ", ".join(part for part in (form.intent.value, form.source, form.campaign) if part)
    entry = {"entry_id": f"{lead_id}:form:{key}", "lead_id": lead_id, "at": arrival.arrived_at, "run": 1}
    line = {**entry, "kind": kind, "what": what, "reason": "; ".join(part for part in (told, reason) if part)}
    insert_all_new(connection, entries, [line])
    return key


def arrival_of(connection: Connection, lead_id: str) -> Arrival:
    """The lead as it arrived, with what was learned since, and what was known of its firm by then.

    Raises:
        NotFoundError: there is none.
    """
    found = connection.execute(select(leads).where(leads.c.lead_id == lead_id)).one_or_none()
    if found is None:
        raise NotFoundError(f"there is no lead {lead_id}")
    arrival = Arrival(
        lead_id=lead_id,
        form=LeadForm.model_validate(found.form),
        arrived_at=found.arrived_at,
        email_key=found.email_key,
        phone_key=found.phone_key,
        form_key=found.form_key,
        zones=tuple(found.zones),
        playbook=found.playbook,
    )
    return acquainted(connection, arrival)
