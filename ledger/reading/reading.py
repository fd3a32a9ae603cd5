"""The read models: everything that is shown, read in transactions that hold up no writer."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, select

from domain.errors import InvalidInputError
from domain.journey.promise import red_before
from domain.lead.package import LeadPackage
from domain.terms.agreement import RED_ZONE
from ledger.database.engine import Database
from ledger.database.tables import leads, touches
from ledger.leads.package import package_of
from ledger.leads.paused_reps import PausedRep, list_set_aside
from ledger.reading.lead_details import lead_detail
from ledger.reading.lead_lists import LeadFilter, list_leads
from ledger.reading.overview import outstanding, overdue_leads
from ledger.reading.promise_lists import PromiseFilter, list_promises
from ledger.reading.promise_numbers import PromiseReport, tally_by_class, tally_by_owner
from ledger.reading.task_lists import list_tasks, read_task
from ledger.reading.turned_down import list_refusals
from ledger.reading.views import Ending, LeadDetail, LeadPage, Outstanding, Overdue, Refusal, Send, TaskState, TaskView

MOST_ON_A_PAGE = 500
EVERY_LEAD = LeadFilter()


class Reading:
    """Reads the ledger for people, and for what matches mails with sends."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def leads(
        self,
        chosen: LeadFilter = EVERY_LEAD,
        *,
        cursor: str = "",
        limit: int = 50,
        now: datetime | None = None,
        red_zone: timedelta = RED_ZONE,
    ) -> LeadPage:
        """One page of leads, newest arrivals first; those that are in the red zone at the present are marked.

        Raises:
            InvalidInputError: the cursor can't be read, or the limit is not 1 to 500.
        """
        if not 1 <= limit <= MOST_ON_A_PAGE:
            raise InvalidInputError(f"limit {limit}: give 1 to {MOST_ON_A_PAGE}", field="limit")
        late_before = red_before(now or datetime.now(UTC), red_zone)
        return await self._database.read(
            lambda connection: list_leads(connection, chosen, cursor=cursor, limit=limit, late_before=late_before)
        )

    async def lead_detail(self, lead_id: str, at: datetime | None = None, red_zone: timedelta = RED_ZONE) -> LeadDetail:
        """Everything about one lead, at the present, if not the wall clock's.

        Raises:
            NotFoundError: there is none.
        """
        now = at or datetime.now(UTC)
        return await self._database.read(lambda connection: lead_detail(connection, lead_id, now, red_zone))

    async def package(self, lead_id: str) -> LeadPackage:
        """What whoever takes the lead over gets to know: what was learned, said, written and sent.

        Raises:
            NotFoundError: there is none.
        """
        return await self._database.read(lambda connection: package_of(connection, lead_id))

    async def tasks(
        self, assignee: str = "", state: TaskState | None = "open", *, lead_id: str = "", limit: int = 500
    ) -> tuple[TaskView, ...]:
        """Tasks, the one that is due first on top; without an assignee, everybody's."""
        return await self._database.read(
            lambda connection: list_tasks(connection, assignee=assignee, state=state, lead_id=lead_id, limit=limit)
        )

    async def task(self, task_id: str) -> TaskView:
        """One task.

        Raises:
            NotFoundError: there is none.
        """
        return await self._database.read(lambda connection: read_task(connection, task_id))

    async def find_send(self, send_id: str) -> Send | None:
        """The send of that id."""
        return await self._database.read(lambda connection: _send(connection, touches.c.send_id == send_id))

    async def find_by_message_id(self, message_id: str) -> Send | None:
        """The send whose mail has that Message-ID, angle brackets included."""
        if not message_id:
            return None
        return await self._database.read(lambda connection: _send(connection, touches.c.message_id == message_id))

    async def ending(self, lead_id: str) -> Ending | None:
        """How the lead ended, if it has."""
        return await self._database.read(lambda connection: _ending(connection, lead_id))

    async def overdue(self, now: datetime, grace: timedelta, limit: int = 100) -> tuple[Overdue, ...]:
        """The alarm: open leads that nothing is due for, or whose due thing is not done; longest waiting first."""
        return await self._database.read(lambda connection: overdue_leads(connection, now, grace, limit))

    async def refusals(self, since: datetime, limit: int = 500) -> tuple[Refusal, ...]:
        """What sales turned down from an instant on, the newest first."""
        return await self._database.read(lambda connection: list_refusals(connection, since, limit))

    async def promises(
        self, chosen: PromiseFilter, *, now: datetime, red_zone: timedelta = RED_ZONE, limit: int = 500
    ) -> PromiseReport:
        """What leads were promised, the newest first, and how much of it was kept, by class and by owner."""

        def read(connection: Connection) -> PromiseReport:
            late_before = red_before(now, red_zone)
            return PromiseReport(
                promises=list_promises(connection, chosen, now=now, red_zone=red_zone, limit=limit),
                by_class=tally_by_class(connection, chosen, late_before),
                by_owner=tally_by_owner(connection, chosen, late_before),
            )

        return await self._database.read(read)

    async def paused_reps(self) -> tuple[PausedRep, ...]:
        """Reps who are paused from new leads, the longest first."""
        return await self._database.read(list_set_aside)

    async def outstanding(self) -> Outstanding:
        """What is still to come, and what became of the rest, in numbers."""
        return await self._database.read(outstanding)


def _send(connection: Connection, which: ColumnElement[bool]) -> Send | None:
    theirs = select(touches, leads.c.email_key, leads.c.disposition).join(leads, leads.c.lead_id == touches.c.lead_id)
    found = connection.execute(theirs.where(which).limit(1)).one_or_none()
    return None if found is None else Send.model_validate(found)


def _ending(connection: Connection, lead_id: str) -> Ending | None:
    columns = (leads.c.disposition, leads.c.ending.label("reason"), leads.c.ended_at)
    ended = select(*columns).where(leads.c.lead_id == lead_id, leads.c.disposition.isnot(None))
    found = connection.execute(ended).one_or_none()
    return None if found is None else Ending.model_validate(found)
