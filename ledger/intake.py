"""Leads on arrival: written down before anybody is told, and never twice.

What counts as the same is decided here, in one transaction behind the locks of everything it may collide with: the
sender's idempotency key, the form, and the person.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from domain.errors import NotFoundError, RefusedError
from domain.intake import Arrival, Reception
from domain.lead import LeadForm
from ledger.database import Database
from ledger.inserting import insert_all_new
from ledger.locks import lock, person_locks
from ledger.plain_text import refuse_unkeepable
from ledger.tables import entries, forms, idempotency_keys, leads


class Intake:
    """Receives leads, and knows which of them have no workflow yet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def receive(self, arrival: Arrival, *, scope: str = "") -> Reception:
        """Keep a form: as a new lead, or with the lead that it belongs to.

        Args:
            arrival: the form, with the id the lead gets if it is new.
            scope: who sends it; idempotency keys of different senders are different keys.

        Raises:
            InvalidInputError: a text in it cannot be kept; names the field.
            RefusedError: its idempotency key came before with another form.
        """
        refuse_unkeepable(arrival)
        return await self._database.write(lambda connection: _receive(connection, arrival, scope))

    async def unstarted(self, limit: int, *, arrived_before: datetime | None = None) -> tuple[str, ...]:
        """Ids of leads that were accepted and not started, oldest first."""
        waiting = select(leads.c.lead_id).where(leads.c.started_at.is_(None))
        if arrived_before is not None:
            waiting = waiting.where(leads.c.arrived_at < arrived_before)
        oldest = waiting.order_by(leads.c.arrived_at, leads.c.lead_id).limit(limit)
        return await self._database.read(lambda connection: tuple(connection.execute(oldest).scalars()))

    async def mark_started(self, lead_id: str, at: datetime) -> None:
        """Note that the lead has its workflow; the first time stands."""
        started = update(leads).where(leads.c.lead_id == lead_id, leads.c.started_at.is_(None)).values(started_at=at)
        await self._database.write(lambda connection: connection.execute(started).rowcount)

    async def is_started(self, lead_id: str) -> bool:
        """Whether the lead has, or had, its workflow."""
        started = select(leads.c.lead_id).where(leads.c.lead_id == lead_id, leads.c.started_at.isnot(None))
        return await self._database.read(lambda connection: connection.execute(started).scalar() is not None)

    async def arrival_of(self, lead_id: str) -> Arrival:
        """The lead as it arrived, to start (or start again) its workflow from.

        Raises:
            NotFoundError: there is none.
        """
        return await self._database.read(lambda connection: _arrival(connection, lead_id))


def _receive(connection: Connection, arrival: Arrival, scope: str) -> Reception:
    key = arrival.idempotency_key
    person = person_locks(arrival.lead_id, arrival.email_key, arrival.phone_key)
    lock(connection, (*person, f"form:{arrival.form_key}", f"idempotency:{scope}:{key}" if key else person[0]))
    if key and (known := _by_idempotency_key(connection, arrival, scope)):
        return known
    reception = _known_form(connection, arrival) or _known_person(connection, arrival) or _new(connection, arrival)
    if key:
        row = {"scope": scope, "key": key, "body_key": arrival.form_key, "at": arrival.arrived_at}
        insert_all_new(connection, idempotency_keys, [{**row, "lead_id": reception.lead_id}])
    return reception


def _by_idempotency_key(connection: Connection, arrival: Arrival, scope: str) -> Reception | None:
    mine = (idempotency_keys.c.scope == scope) & (idempotency_keys.c.key == arrival.idempotency_key)
    found = connection.execute(select(idempotency_keys).where(mine)).one_or_none()
    if found is None:
        return None
    if found.body_key != arrival.form_key:
        raise RefusedError(
            f"idempotency key {arrival.idempotency_key!r} came before with another form: "
            "give each form a key of its own, and repeat a key only with the same form"
        )
    return _same(found.lead_id, arrival)


def _known_form(connection: Connection, arrival: Arrival) -> Reception | None:
    found = connection.execute(select(forms.c.lead_id).where(forms.c.form_key == arrival.form_key)).scalar_one_or_none()
    return _same(found, arrival) if found is not None else None


def _same(lead_id: str, arrival: Arrival) -> Reception:
    # The arrival's own id is there already when its transaction is run again after a lost connection.
    is_new = lead_id == arrival.lead_id
    return Reception(lead_id=lead_id, is_new=is_new, why="new" if is_new else "same form")


def _known_person(connection: Connection, arrival: Arrival) -> Reception | None:
    """The form as new interest of the person's open lead, if there is one."""
    known = _leads_of_person(connection, arrival)
    lead_id = next((row.lead_id for row in known if row.disposition is None), None)
    if lead_id is None:
        return None
    _keep_form(connection, arrival, lead_id, kind="form_received", what="came back through another form")
    return Reception(lead_id=lead_id, is_new=False, why="known lead")


def _leads_of_person(connection: Connection, arrival: Arrival) -> list[Row[Any]]:
    keys = []
    if arrival.email_key:
        keys.append(leads.c.email_key == arrival.email_key)
    if arrival.phone_key:
        keys.append(leads.c.phone_key == arrival.phone_key)
    if not keys:
        return []
    theirs = select(leads.c.lead_id, leads.c.disposition).where(or_(*keys))
    return list(connection.execute(theirs.order_by(leads.c.arrived_at.desc(), leads.c.lead_id.desc())))


def _new(connection: Connection, arrival: Arrival) -> Reception:
    before = _leads_of_person(connection, arrival)
    row = {
        "lead_id": arrival.lead_id,
        "form_key": arrival.form_key,
        "playbook": arrival.playbook,
        "previous_lead_id": before[0].lead_id if before else None,
        "arrived_at": arrival.arrived_at,
        "moved_at": arrival.arrived_at,
        "dead": [],
        **form_values(arrival),
    }
    connection.execute(leads.insert(), row)
    _keep_form(connection, arrival, arrival.lead_id, kind="arrived", what="arrived")
    return Reception(lead_id=arrival.lead_id, is_new=True, why="new")


def _keep_form(connection: Connection, arrival: Arrival, lead_id: str, *, kind: str, what: str) -> None:
    form = arrival.form
    kept = {"form_key": arrival.form_key, "lead_id": lead_id, "received_at": arrival.arrived_at}
    connection.execute(forms.insert(), {**kept, "form": form.model_dump(mode="json")})
    reason = ", ".join(part for part in (form.intent.value, form.source, form.campaign) if part)
    entry = {"entry_id": f"{lead_id}:form:{arrival.form_key}", "lead_id": lead_id, "at": arrival.arrived_at, "run": 1}
    insert_all_new(connection, entries, [{**entry, "kind": kind, "what": what, "reason": reason}])


def form_values(arrival: Arrival) -> dict[str, Any]:
    """The columns of a lead that its form decides."""
    form = arrival.form
    name = f"{form.first_name} {form.last_name}".strip()
    searched = (name, form.company, form.email, arrival.email_key, arrival.phone_key, form.external_id)
    return {
        "form": form.model_dump(mode="json"),
        "email_key": arrival.email_key,
        "phone_key": arrival.phone_key,
        "zones": list(arrival.zones),
        "name": name,
        "company": form.company,
        "search_text": "\n".join(searched).casefold(),
        "direction": form.direction.value,
        "source": form.source,
        "intent": form.intent.value,
    }


def _arrival(connection: Connection, lead_id: str) -> Arrival:
    found = connection.execute(select(leads).where(leads.c.lead_id == lead_id)).one_or_none()
    if found is None:
        raise NotFoundError(f"there is no lead {lead_id}")
    return Arrival(
        lead_id=lead_id,
        form=LeadForm.model_validate(found.form),
        arrived_at=found.arrived_at,
        email_key=found.email_key,
        phone_key=found.phone_key,
        form_key=found.form_key,
        zones=tuple(found.zones),
        playbook=found.playbook,
    )
