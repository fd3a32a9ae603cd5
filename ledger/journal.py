"""Where leads stand, and what happened to them, as their workflows tell it."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select, update

from domain.errors import NotFoundError
from domain.records import Report, Standing
from ledger.database import Database
from ledger.inserting import insert_all_new
from ledger.tables import entries, leads, tasks
from ledger.tasks import OPEN, void_tasks

OPENING: Final = frozenset({"task_opened", "handed_over", "kicked_back"})
GIVING: Final = frozenset({"assigned", "handed_over", "kicked_back"})

_KNOWN = select(leads.c.moved_at, leads.c.owner, leads.c.ended_at).where(leads.c.lead_id == bindparam("lead_id"))
_NEWER = update(leads).where(leads.c.lead_id == bindparam("of"), leads.c.revision < bindparam("newer_than"))
_Known = Row[datetime, str, datetime | None]


class LeadJournal:
    """``Journal`` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, report: Report, *, due_at: datetime | None = None, due_reason: str = "") -> None:
        """Write entries not written yet, and the standing if it is newer; void tasks it no longer holds.

        Args:
            report: from the workflow.
            due_at: the next instant, when it was planned just now and the standing could not know it.
            due_reason: its reason.

        Raises:
            NotFoundError: there is no such lead.
        """
        await self._database.write(lambda connection: _record(connection, report, due_at, due_reason))


def _record(connection: Connection, report: Report, due_at: datetime | None, due_reason: str) -> None:
    standing = report.standing
    known = connection.execute(_KNOWN, {"lead_id": standing.lead_id}).one_or_none()
    if known is None:
        raise NotFoundError(f"there is no lead {standing.lead_id}")
    insert_all_new(
        connection, entries, [{"lead_id": standing.lead_id, **entry.model_dump()} for entry in report.entries]
    )
    moved_at = max((known.moved_at, *(entry.at for entry in report.entries)))
    done = _done_by_this_step(report)
    values = _standing_values(standing, known, moved_at, keeps_owner=bool(done & GIVING))
    if due_at is not None and standing.disposition is None:
        values |= {"next_due_at": due_at, "next_reason": due_reason or standing.next_reason}
    if connection.execute(_NEWER, {"of": standing.lead_id, "newer_than": standing.revision, **values}).rowcount:
        _void_others(connection, standing, opened_one=bool(done & OPENING), at=moved_at)
    elif due_at is not None:
        _add_instant(connection, standing, values)


def _done_by_this_step(report: Report) -> frozenset[str]:
    """Kinds of the entries that came of the very step that the standing is about to take.

    An activity tells of its step and of the standing before it in one report, so the standing does not know yet what
    the step did: neither the task that it opened nor the owner that it found.
    """
    step = report.standing.next_key
    return frozenset(entry.kind for entry in report.entries if entry.key == step and step)


def _void_others(connection: Connection, standing: Standing, *, opened_one: bool, at: datetime) -> None:
    kept = {standing.open_task}
    if opened_one:
        mine = (tasks.c.lead_id == standing.lead_id) & (tasks.c.state == OPEN)
        newest = select(tasks.c.task_id).where(mine).order_by(tasks.c.opened_at.desc(), tasks.c.task_id).limit(1)
        kept.update(connection.execute(newest).scalars())
    void_tasks(connection, standing.lead_id, except_for=kept, at=at)


def _add_instant(connection: Connection, standing: Standing, values: dict[str, Any]) -> None:
    """The same standing told again, now with its instant."""
    same = (leads.c.lead_id == standing.lead_id) & (leads.c.revision == standing.revision)
    instant = {name: values[name] for name in ("next_due_at", "next_reason") if name in values}
    connection.execute(update(leads).where(same, leads.c.disposition.is_(None)).values(**instant))


def _standing_values(standing: Standing, known: _Known, moved_at: datetime, *, keeps_owner: bool) -> dict[str, Any]:
    values = standing.model_dump(exclude={"lead_id", "open_task"})
    values["dead"] = [channel.value for channel in standing.dead]
    values["disposition"] = standing.disposition.value if standing.disposition is not None else None
    values["moved_at"] = moved_at
    values["ended_at"] = (known.ended_at or moved_at) if standing.disposition is not None else None
    # Assigning wrote the owner already; a standing from before it does not take it away.
    values["owner"] = known.owner if keeps_owner or not standing.owner else standing.owner
    return values
