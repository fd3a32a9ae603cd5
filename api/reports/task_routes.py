"""Tasks for people: who to call now and why, and what came of it."""

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
    """Tasks, the one due first on top."""

    tasks: tuple[TaskView, ...]


router = APIRouter(prefix="/v1/tasks", tags=["tasks"], route_class=GuardedRoute)


@router.get("", dependencies=[reads], responses=documented(401, 403, 422, 503))
async def list_tasks(
    collaborators: With,
    assignee: Annotated[Filter, Query(description="a person of the team; everybody's without")] = "",
    state: Literal["open", "done", "void", "all"] = "open",
    limit: Annotated[int, Query(ge=1, le=500)] = 500,
) -> TaskList:
    """List tasks, the one due first on top, each with its script for this lead."""
    found = await collaborators.ledger.reading.tasks(assignee, None if state == "all" else state, limit=limit)
    return TaskList(tasks=found)


@router.get("/{task_id}", dependencies=[reads], responses=documented(401, 403, 404, 503))
async def show_task(
    task_id: TaskId,
    collaborators: With,
) -> TaskView:
    """Show one task."""
    return await collaborators.ledger.reading.task(task_id)


@router.post("/{task_id}/outcome", responses=REPORTED)
async def report_task(
    task_id: TaskId,
    body: TaskOutcome,
    caller: Reporting,
    collaborators: With,
    response: Response,
    background: BackgroundTasks,
    idempotency_key: IdempotencyKey = "",
) -> ReportAnswer:
    """Say what came of a task; which outcomes it can have depends on its kind.

    Of a hand-over, ``accepted``, ``opportunity`` and ``follow_up`` take the lead; ``needs_qualification`` and
    ``never_customer`` refuse it.
    """
    task = await collaborators.ledger.reading.task(task_id)
    reporter = Reporter(collaborators, task.lead_id, idempotency_key, collaborators.now(), response, background)
    return await tell_of_task(reporter, task, body, by=caller.named(body.by))
