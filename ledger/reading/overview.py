"""All leads at once: the alarm for those that nothing is done about, and the numbers of the whole."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from ledger.database.tables import alerts, facts, leads, tasks, touches
from ledger.reading.views import Outstanding, Overdue

_OPEN = leads.c.disposition.is_(None)
_UNHEARD = or_(alerts.c.tried_at.is_(None), alerts.c.detail != "")
"""Alerts that nobody may have got: not tried yet, or noted with what went wrong."""


def overdue_leads(connection: Connection, now: datetime, grace: timedelta, limit: int) -> tuple[Overdue, ...]:
    """Open leads with nothing due, or with something due longer ago than ``grace``; the longest waiting first.

    A lead is allowed ``grace`` without a next instant as well: its planner may be at work on it.
    """
    late = now - grace
    since = func.coalesce(leads.c.next_due_at, leads.c.moved_at)
    neglected = or_(and_(leads.c.next_due_at.is_(None), leads.c.moved_at < late), leads.c.next_due_at < late)
    columns = (leads.c.lead_id, leads.c.stage, leads.c.owner, leads.c.next_due_at, leads.c.moved_at, leads.c.revision)
    query = select(*columns).where(_OPEN, neglected).order_by(since, leads.c.lead_id).limit(limit)
    return tuple(_overdue(row) for row in connection.execute(query))


def _overdue(row: Any) -> Overdue:
    shown = {"lead_id": row.lead_id, "stage": row.stage, "owner": row.owner}
    if row.next_due_at is not None:
        return Overdue(**shown, why="overdue", since=row.next_due_at)
    return Overdue(**shown, why="not started" if row.revision < 0 else "nothing due", since=row.moved_at)


def outstanding(connection: Connection) -> Outstanding:
    """What is still to come, and what became of the rest."""
    by_disposition = _counts(connection, leads.c.disposition, leads.c.disposition.isnot(None))
    by_stage = _counts(connection, leads.c.stage, _OPEN, leads.c.revision >= 0)
    return Outstanding(
        leads=_count(connection, select(func.count()).select_from(leads)),
        unstarted=_count(connection, select(func.count()).select_from(leads).where(leads.c.started_at.is_(None))),
        open=_count(connection, select(func.count()).select_from(leads).where(_OPEN)),
        by_stage=by_stage,
        by_disposition=by_disposition,
        open_tasks=_counts(connection, tasks.c.kind, tasks.c.state == "open"),
        touches=_counts(connection, touches.c.state),
        undelivered_facts=_count(connection, select(func.count()).select_from(facts).where(facts.c.state == "pending")),
        failed_alerts=_count(connection, select(func.count()).select_from(alerts).where(_UNHEARD)),
        next_due_at=connection.execute(select(func.min(leads.c.next_due_at)).where(_OPEN)).scalar_one(),
    )


def _count(connection: Connection, query: Select[int]) -> int:
    return connection.execute(query).scalar_one()


def _counts(connection: Connection, column: ColumnElement[Any], *wanted: ColumnElement[bool]) -> dict[str, int]:
    rows = connection.execute(select(column, func.count()).where(*wanted).group_by(column).order_by(column))
    return {str(value): number for value, number in rows}
