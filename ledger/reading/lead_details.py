"""One lead, whole: where it stands, what was done, what is open, and what happened in order."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from domain.errors import NotFoundError
from domain.facts.hearing import Delivery
from domain.journey.state import Stage
from domain.snapshot import replaced
from domain.wire.requests import Carried, fact_in
from ledger.database.tables import entries, facts, leads, suppressions, touches
from ledger.database.views import row_dict
from ledger.facts.interest import interest_of
from ledger.gate.circumstances import addresses_in
from ledger.leads.package import learned_of
from ledger.reading.promise_lists import promises_of
from ledger.reading.task_lists import list_tasks
from ledger.reading.views import LeadDetail, SuppressionView, TimelineLine, TouchView


def lead_detail(connection: Connection, lead_id: str, now: datetime, red_zone: timedelta) -> LeadDetail:
    """Everything about one lead; what fades, or is late, is as it is at ``now``.

    Raises:
        NotFoundError: there is none.
    """
    lead = connection.execute(select(leads).where(leads.c.lead_id == lead_id)).one_or_none()
    if lead is None:
        raise NotFoundError(f"there is no lead {lead_id}")
    sent = select(touches).where(touches.c.lead_id == lead_id).order_by(touches.c.intent_at, touches.c.send_id)
    promises = promises_of(connection, lead_id, now, red_zone)
    return LeadDetail(
        **(lead.form | row_dict(lead)),  # what the summary shows of the form needs no column
        touches=tuple(TouchView.model_validate(row) for row in connection.execute(sent)),
        open_tasks=list_tasks(connection, lead_id=lead_id, state="open"),
        suppressions=_suppressions(connection, lead),
        timeline=timeline(connection, lead_id),
        learned=learned_of(connection, lead_id),
        interest_shown=interest_of(connection, lead_id, now),
        promises=promises,
        is_red=Stage(lead.stage).is_in_hand and any(each.is_red for each in promises) if lead.stage else False,
    )


def _suppressions(connection: Connection, lead: Row[Any]) -> tuple[SuppressionView, ...]:
    values = [lead.lead_id, *addresses_in(lead).values()]
    theirs = select(suppressions).where(or_(suppressions.c.value.in_(values), suppressions.c.lead_id == lead.lead_id))
    rows = connection.execute(theirs.order_by(suppressions.c.at, suppressions.c.kind, suppressions.c.value))
    return tuple(SuppressionView.model_validate(row) for row in rows)


def timeline(connection: Connection, lead_id: str) -> tuple[TimelineLine, ...]:
    """What happened, oldest first: what the workflow told, with the notes that stayed here, and what it never heard."""
    heard = {
        f"{lead_id}:{row.fact_id}": row
        for row in connection.execute(select(facts).where(facts.c.lead_id == lead_id).order_by(facts.c.recorded_at))
    }
    told = connection.execute(
        select(entries).where(entries.c.lead_id == lead_id).order_by(entries.c.at, entries.c.number)
    ).all()
    run = told[-1].run if told else 1
    lines = [_told(row, heard.pop(row.entry_id, None)) for row in told]
    lines += [_untold(row, run) for row in heard.values()]
    return tuple(sorted(lines, key=lambda line: line.at))


def _told(entry: Row[Any], fact: Row[Any] | None) -> TimelineLine:
    line = TimelineLine.model_validate(entry)
    return line if fact is None else replaced(line, partial(TimelineLine, by=fact.by, note=fact.note))


def _untold(fact: Row[Any], run: int) -> TimelineLine:
    return TimelineLine(
        at=fact.at,
        run=run,
        kind=fact.kind,
        what=fact_in(Carried(id=fact.fact_id, fact=fact.payload), fact.at).in_words,
        by=fact.by,
        note=fact.note,
        delivery=Delivery(state=fact.state, answer=fact.answer),
    )
