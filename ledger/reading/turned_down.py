"""What sales turned down, and why: marketing reads it to improve what it hands over."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, select

from domain.facts.unions import HandedOver, MoveDecided, OutcomeLogged, Rejected, kind_of
from domain.outcomes import REFUSALS
from ledger.database.tables import entries, facts, leads
from ledger.reading.views import Refusal

_TURNED_DOWN: Final = sorted(outcome.value for outcome in REFUSALS)


def list_refusals(connection: Connection, since: datetime, limit: int) -> tuple[Refusal, ...]:
    """Leads that sales turned down from an instant on, newest first, each with sales' reason."""
    columns = (
        facts.c.lead_id,
        leads.c.name,
        leads.c.company,
        leads.c.source,
        leads.c.qualification,
        facts.c.at,
        facts.c.by,
        facts.c.payload,
        facts.c.extra,
        facts.c.note,
        leads.c.stage,
        leads.c.cadence,
    )
    refused = (
        select(*columns)
        .join(leads, leads.c.lead_id == facts.c.lead_id)
        .where(
            (facts.c.kind == kind_of(Rejected)) | _said_without_a_task(),
            facts.c.state == "applied",
            facts.c.at >= since,
        )
        .order_by(facts.c.at.desc(), facts.c.fact_id)
        .limit(limit)
    )
    return tuple(
        Refusal(
            lead_id=row.lead_id,
            name=row.name,
            company=row.company,
            source=row.source,
            qualification=row.qualification,
            at=row.at,
            by=row.by,
            why=row.payload.get("why") or row.payload.get("outcome", ""),
            reason=str(row.extra.get("reason", "")),
            note=row.note,
            stage=row.stage,
            cadence=row.cadence,
        )
        for row in connection.execute(refused)
    )


def _said_without_a_task() -> ColumnElement[bool]:
    """A report without a task, of a lead that was with sales at that time, also turns the lead down."""
    given, moved = entries.alias(), entries.alias()
    went_on = select(moved.c.number).where(
        moved.c.lead_id == facts.c.lead_id,
        moved.c.kind == kind_of(MoveDecided),
        moved.c.at > given.c.at,
        moved.c.at < facts.c.at,
    )
    was_with_sales = select(given.c.number).where(
        given.c.lead_id == facts.c.lead_id,
        given.c.kind == kind_of(HandedOver),
        given.c.at <= facts.c.at,
        ~went_on.exists(),
    )
    outcome = facts.c.payload["outcome"].as_string()
    return and_(facts.c.kind == kind_of(OutcomeLogged), outcome.in_(_TURNED_DOWN), was_with_sales.exists())
