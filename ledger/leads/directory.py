"""Leads as people know them, and who they are given to."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from domain.errors import NotFoundError
from domain.lead.form import LeadForm, LeadRecord
from domain.lead.package import LeadPackage
from domain.owners.clues import Workload
from domain.snapshot import replaced
from domain.terms.team import Assignment
from ledger.database.engine import Database
from ledger.database.inserts import insert_new
from ledger.database.locks import lock
from ledger.database.tables import assignments, leads
from ledger.leads.notes import earlier_of, history_of, notes_of
from ledger.leads.package import learned_of, package_of
from ledger.leads.paused_reps import pause_rep
from ledger.leads.workloads import workload_of

_LEAD = select(leads.c.lead_id, leads.c.form, leads.c.arrived_at, leads.c.owner, leads.c.previous_lead_id).where(
    leads.c.lead_id == bindparam("lead_id")
)

_Row = Row[Any, Any, Any, Any, Any]


class Leads:
    """``LeadDirectory`` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lead(self, lead_id: str) -> LeadRecord:
        """The lead, with what was written and done about it.

        Raises:
            NotFoundError: there is none.
        """
        return await self._database.read(lambda connection: _with_record(connection, lead_id))

    async def addressee(self, lead_id: str) -> LeadRecord:
        """The lead as its form says, without notes, history, and what was learned: what most mails ask of it.

        Raises:
            NotFoundError: there is none.
        """
        return await self._database.read(lambda connection: _addressee(_found(connection, lead_id)))

    async def package(self, lead_id: str) -> LeadPackage:
        """What whoever takes the lead over gets to know.

        Raises:
            NotFoundError: there is no such lead.
        """
        return await self._database.read(lambda connection: package_of(connection, lead_id))

    async def assign(
        self, lead_id: str, key: str, choose: Callable[[Workload], Assignment], at: datetime, silent: str = ""
    ) -> Assignment:
        """Choose an owner under a lock, given the lead's clues and what everybody has, and write it down.

        The same ``key`` answers what was chosen the first time. ``choose`` must be pure: it is called in another
        thread, and again if the transaction is. ``silent`` did not act on the lead: that rep is paused from new leads.

        Raises:
            NotFoundError: there is no such lead.
        """
        return await self._database.write(lambda connection: _assign(connection, lead_id, key, choose, at, silent))


def _found(connection: Connection, lead_id: str) -> _Row:
    found = connection.execute(_LEAD, {"lead_id": lead_id}).one_or_none()
    if found is None:
        raise NotFoundError(f"there is no lead {lead_id}")
    return found


def _addressee(found: _Row) -> LeadRecord:
    form = LeadForm.model_validate(found.form)
    return LeadRecord(lead_id=found.lead_id, form=form, arrived_at=found.arrived_at, owner=found.owner)


def _with_record(connection: Connection, lead_id: str) -> LeadRecord:
    found = _found(connection, lead_id)
    earlier = earlier_of(connection, found.previous_lead_id)
    record = partial(
        LeadRecord,
        notes=(*earlier.notes, *notes_of(connection, lead_id)),
        history=(*earlier.history, *history_of(connection, lead_id)),
        learned=learned_of(connection, lead_id),
    )
    return replaced(_addressee(found), record)


def _assign(
    connection: Connection, lead_id: str, key: str, choose: Callable[[Workload], Assignment], at: datetime, silent: str
) -> Assignment:
    # One lock for all: each choice must see the counts that the one before left.
    lock(connection, ("assignments",))
    before = connection.execute(select(assignments).where(assignments.c.key == key)).one_or_none()
    if before is not None:
        return Assignment(owner=before.owner, reason=before.reason, is_fallback=before.is_fallback)
    if silent:
        pause_rep(connection, silent, lead_id, at)
    chosen = choose(workload_of(connection, lead_id))
    connection.execute(update(leads).where(leads.c.lead_id == lead_id).values(owner=chosen.owner))
    insert_new(connection, assignments, {"key": key, "lead_id": lead_id, "at": at, **chosen.model_dump()})
    return chosen
