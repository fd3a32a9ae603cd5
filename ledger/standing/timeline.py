"""The standing and the timeline of leads, as their workflows send them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from domain.errors import NotFoundError
from domain.wire.standing import Dispatch, Standing
from ledger.database.engine import Database
from ledger.database.inserts import insert_all_new
from ledger.database.tables import entries, leads
from ledger.gate.tasks import void_tasks
from ledger.standing.promises import keep_promises

_KNOWN = select(leads.c.moved_at, leads.c.owner, leads.c.ended_at, leads.c.revision).where(
    leads.c.lead_id == bindparam("lead_id")
)
_STANDS = update(leads).where(leads.c.lead_id == bindparam("of"), leads.c.revision <= bindparam("not_newer_than"))
_Known = Row[datetime, str, datetime | None, int]


class LeadTimeline:
    """The timeline on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, dispatch: Dispatch) -> None:
        """Write new entries, and the standing unless a newer one is known; void the tasks that it no longer holds.

        Raises:
            NotFoundError: there is no such lead.
        """
        await self._database.write(lambda connection: _record(connection, dispatch))


def _record(connection: Connection, dispatch: Dispatch) -> None:
    standing = dispatch.standing
    known = connection.execute(_KNOWN, {"lead_id": standing.lead_id}).one_or_none()
    if known is None:
        raise NotFoundError(f"there is no lead {standing.lead_id}")
    insert_all_new(
        connection, entries, [{"lead_id": standing.lead_id, **entry.model_dump()} for entry in dispatch.entries]
    )
    keep_promises(connection, standing.lead_id, dispatch.promises)
    moved_at = max((known.moved_at, *(entry.at for entry in dispatch.entries)))
    values = _standing_values(standing, known, moved_at)
    connection.execute(_STANDS, {"of": standing.lead_id, "not_newer_than": standing.revision, **values})
    if known.revision < standing.revision:
        # Only a newer standing voids: the same one told again may come after a task that was opened since.
        void_tasks(connection, standing.lead_id, except_for={standing.open_task}, at=moved_at)


def _standing_values(standing: Standing, known: _Known, moved_at: datetime) -> dict[str, Any]:
    values = standing.model_dump(exclude={"lead_id", "open_task"})
    values["dead"] = [channel.value for channel in standing.dead]
    values["disposition"] = standing.disposition.value if standing.disposition is not None else None
    values["moved_at"] = moved_at
    values["ended_at"] = (known.ended_at or moved_at) if standing.disposition is not None else None
    # Assigning wrote the owner already; a standing from before it does not take it away.
    values["owner"] = standing.owner or known.owner
    return values
