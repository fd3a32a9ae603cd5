"""What a choice of owner needs to know: the lead's clues, everybody's load, and who has its company."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from domain.errors import NotFoundError
from domain.lead.company import Company, are_same, company_of
from domain.lead.form import LeadForm
from domain.owners.clues import Workload, clues_of
from ledger.database.tables import assignments, leads
from ledger.gate.company import asked_of, of_company
from ledger.leads.paused_reps import why_aside

# Above the empty text and not merely unlike it, so that the index skips all leads that nobody has.
_OWNED_AND_OPEN = leads.c.disposition.is_(None) & (leads.c.owner > "")

_FORM = select(leads.c.form, leads.c.previous_lead_id).where(leads.c.lead_id == bindparam("lead_id"))
_HAD_IT = (
    select(assignments.c.owner)
    .where(assignments.c.lead_id.in_(bindparam("lead_ids", expanding=True)))
    .order_by(assignments.c.at.desc(), assignments.c.key)
)
_OPEN_LEADS = select(leads.c.owner, func.count().label("leads")).where(_OWNED_AND_OPEN).group_by(leads.c.owner)
RECENT = 300
"""Assignments that decide whose turn it is; who had none of them waited longest. All of them would take ever longer."""

_NEWEST = select(assignments.c.owner, assignments.c.at).order_by(assignments.c.at.desc()).limit(RECENT).subquery()
_LAST_GIVEN = select(_NEWEST.c.owner, func.max(_NEWEST.c.at).label("at")).group_by(_NEWEST.c.owner)


_ALIKE = of_company(_OWNED_AND_OPEN, leads.c.lead_id != bindparam("lead_id"))


def workload_of(connection: Connection, lead_id: str) -> Workload:
    """What is known now; call it behind the lock that keeps two choices apart.

    Raises:
        NotFoundError: there is no such lead.
    """
    found = connection.execute(_FORM, {"lead_id": lead_id}).one_or_none()
    if found is None:
        raise NotFoundError(f"there is no lead {lead_id}")
    lead = LeadForm.model_validate(found.form)
    return Workload(
        clues=clues_of(lead),
        open_leads={row.owner: row.leads for row in connection.execute(_OPEN_LEADS)},
        last_given=_last_given(connection),
        company_owners=_company_owners(connection, lead_id, company_of(lead)),
        had_it=_had_it(connection, lead_id, found.previous_lead_id),
        paused_reps=why_aside(connection),
    )


def _had_it(connection: Connection, lead_id: str, previous: str | None) -> tuple[str, ...]:
    """Whoever the lead was given to before, and whoever the person's lead before it was given to; newest first."""
    lead_ids = [lead_id] if previous is None else [lead_id, previous]
    return tuple(dict.fromkeys(connection.execute(_HAD_IT, {"lead_ids": lead_ids}).scalars()))


def _last_given(connection: Connection) -> dict[str, datetime]:
    return {row.owner: row.at for row in connection.execute(_LAST_GIVEN)}


def _company_owners(connection: Connection, lead_id: str, company: Company) -> tuple[str, ...]:
    """Who has other open leads of the company; who has most of them first."""
    asked = {"lead_id": lead_id, **asked_of(company)}
    theirs = Counter(
        row.owner
        for row in connection.execute(_ALIKE, asked)
        if are_same(company, Company(row.company_domain, row.company_key))
    )
    return tuple(sorted(theirs, key=lambda owner: (-theirs[owner], owner)))
