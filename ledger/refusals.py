"""What sales turned down, and why: marketing reads it to mend what it sends over."""

from datetime import datetime

from sqlalchemy import Connection, select

from ledger.tables import facts, leads
from ledger.views import Refusal


def list_refusals(connection: Connection, since: datetime, limit: int) -> tuple[Refusal, ...]:
    """Leads that sales refused from an instant on, the newest first, each with the reason that was given."""
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
        .where(facts.c.kind == "rejected", facts.c.state == "applied", facts.c.at >= since)
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
            why=row.payload.get("why", ""),
            reason=str(row.extra.get("reason", "")),
            note=row.note,
            stage=row.stage,
            cadence=row.cadence,
        )
        for row in connection.execute(refused)
    )
