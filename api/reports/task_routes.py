"""Tasks for people: whom to call now and why, and reporting the outcome."""

from typing import Annotated, Literal

from fastapi import APIRouter, BackgroundTasks, Query, Response
from pydantic import BaseModel

from api.edge.access import GuardedRoute, Reporting, reads
from api.edge.collaborators import With
from api.edge.parameters import Filter, IdempotencyKey
from api.edge.paths import TaskId
from api.edge.problems import documented
from api.reports.reporting import REPORTED, ReportAnswer, Reporter
from api.reports.requests import TaskOutcome
from api.reports.tasks import tell_of_task
from ledger.reading.views import TaskView


class TaskList(BaseModel):
    """Tasks, the most urgent first."""

    tasks: tuple[TaskView, ...]


router = APIRouter(prefix="/v1/tasks", tags=["tasks"], route_class=GuardedRoute)


@router.get("", dependencies=[reads], responses=documented(401, 403, 422, 503))
async def list_tasks(
    collaborators: With,
    assignee: Annotated[Filter, Query(description="only tasks of this person")] = "",
    state: Literal["open", "done", "void", "all"] = "open",
    limit: Annotated[int, Query(ge=1, le=500)] = 500,
) -> TaskList:
    """List tasks, the most urgent first, each with its script for this lead."""
    found = await collaborators.ledger.reading.tasks(assignee, None if state == "all" else state, limit=limit)
    return TaskList(tasks=found)


@router.get("/{task_id}", dependencies=[reads], responses=documented(401, 403, 404, 503))
async def show_task(
    task_id: TaskId,
    collaborators: With,
) -> TaskView:
    """Show one task."""
    return await collaborators.ledger.reading.task(task_id)


@router.post("/{task_id}/outcome", responses=REPORTED, summary="Report Task Outcome")
async def report_task(
    task_id: TaskId,
    body: TaskOutcome,
    caller: Reporting,
    collaborators: With,
    response: Response,
    background: BackgroundTasks,
    idempotency_key: IdempotencyKey = "",
) -> ReportAnswer:
    """Report the outcome of a task. The kind of task decides which outcomes are possible.

    For a hand-over, `accepted`, `opportunity` and `follow_up` accept the lead; `needs_qualification` and
    `never_customer` turn it down.
    """
    task = await collaborators.ledger.reading.task(task_id)
    reporter = Reporter(collaborators, task.lead_id, idempotency_key, collaborators.now(), response, background)
    return await tell_of_task(reporter, task, body, by=caller.named(body.by))
