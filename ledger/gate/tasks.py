"""Tasks for people: opened once, reassigned, and closed when the lead's workflow has applied their outcome."""

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import Connection, select, update

from domain.channels import Channel
from domain.gate.claims import NewTask, TaskClaim
from domain.gate.permission import ALLOW, Circumstances, Verdict
from domain.terms.agreement import Whose
from ledger.database.engine import Database
from ledger.database.inserts import insert_new
from ledger.database.tables import tasks
from ledger.gate.circumstances import Contact, circumstances_of

OPEN, DONE, VOID = "open", "done", "void"


class Tasks:
    """``TaskBoard`` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(
        self, task: NewTask, channel: Channel, decide: Callable[[Circumstances], Verdict], *, counted: frozenset[Whose]
    ) -> TaskClaim:
        """Read the circumstances of a touch on that channel, decide, and open its task if the verdict allows.

        ``decide`` must be pure: it is called in another thread, and again if the transaction is.

        Raises:
            NotFoundError: there is no such lead.
        """
        contact = Contact(task.lead_id, channel, task.opened_at, task.task_id, counted=counted)
        return await self._database.write(lambda connection: _claim(connection, task, contact, decide))

    async def open(self, task: NewTask) -> str:
        """Open a task (or find it open already); answers who has it."""
        return await self._database.write(lambda connection: _open(connection, task))

    async def give(self, task_id: str, assignee: str, at: datetime, due_at: datetime | None = None) -> None:
        """Move an open task to somebody else, who owes it by ``due_at``; an unknown or closed one stays as it is."""
        await self._database.write(lambda connection: give_task(connection, task_id, assignee, at, due_at))


def _claim(
    connection: Connection, task: NewTask, contact: Contact, decide: Callable[[Circumstances], Verdict]
) -> TaskClaim:
    circumstances = circumstances_of(connection, contact)
    known = connection.execute(select(tasks.c.assignee).where(tasks.c.task_id == task.task_id)).scalar_one_or_none()
    if known is not None:
        return TaskClaim(assignee=known, verdict=ALLOW)
    verdict = decide(circumstances)
    return TaskClaim(assignee=_open(connection, task) if verdict.says == "allow" else "", verdict=verdict)


def _open(connection: Connection, task: NewTask) -> str:
    row = {**task.model_dump(), "kind": task.kind.value, "state": OPEN, "given_at": task.opened_at}
    if insert_new(connection, tasks, row):
        return task.assignee
    return str(connection.execute(select(tasks.c.assignee).where(tasks.c.task_id == task.task_id)).scalar_one())


def give_task(
    connection: Connection, task_id: str, assignee: str, at: datetime, due_at: datetime | None = None
) -> None:
    """As ``Tasks.give``, inside a transaction."""
    changed = update(tasks).where(tasks.c.task_id == task_id, tasks.c.state == OPEN, tasks.c.assignee != assignee)
    owed = {} if due_at is None else {"due_at": due_at}
    connection.execute(changed.values(assignee=assignee, given_at=at, **owed))


def close_task(connection: Connection, task_id: str, *, outcome: str, note: str, by: str, at: datetime) -> None:
    """Note what came of a task; one that the lead's new standing has voided meanwhile was done all the same."""
    connection.execute(
        update(tasks)
        .where(tasks.c.task_id == task_id, tasks.c.state != DONE)
        .values(state=DONE, outcome=outcome, note=note, closed_by=by, closed_at=at)
    )


def void_tasks(connection: Connection, lead_id: str, *, except_for: Collection[str], at: datetime) -> None:
    """Withdraw the lead's open tasks but these."""
    connection.execute(
        update(tasks)
        .where(tasks.c.lead_id == lead_id, tasks.c.state == OPEN, tasks.c.task_id.not_in(except_for))
        .values(state=VOID, closed_at=at)
    )
