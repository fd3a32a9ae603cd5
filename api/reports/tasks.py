"""Turns the reported outcome of a task into a fact about the lead."""

from api.reports.reporting import ReportAnswer, Reporter
from api.reports.requests import TaskOutcome
from domain.errors import RefusedError
from domain.facts.reports import Said, fact_of_task
from domain.lead.learned import as_extra
from domain.text import plain
from ledger.reading.views import TaskView


def said_in(body: TaskOutcome, by: str) -> Said:
    """The part of the body from which the fact is made."""
    return Said(
        outcome=body.outcome,
        by=by,
        call_back_at=body.call_back_at,
        follow_up_at=body.follow_up_at,
        note=body.note,
    )


async def tell_of_task(reporter: Reporter, task: TaskView, body: TaskOutcome, *, by: str) -> ReportAnswer:
    """Report the outcome of a task.

    Raises:
        InvalidInputError: this kind of task cannot have the outcome, or a field that the outcome needs is missing.
        RefusedError: the task is closed.
    """
    fact_id = reporter.fact_id(f"task:{task.task_id}")
    fact = fact_of_task(task.kind, task.task_id, said_in(body, by), fact_id=fact_id, at=reporter.at)
    if task.state != "open" and not await reporter.is_known(fact_id):
        ending = f": {plain(task.outcome)}" if task.outcome else ", because the lead moved on"
        raise RefusedError(f"task {task.task_id} is no longer open{ending}")
    extra = {"reason": body.reason, "task_id": task.task_id, "outcome": body.outcome.value, **as_extra(body.learned)}
    return await reporter.tell(fact, body, by=by, note=body.note, extra=extra)
