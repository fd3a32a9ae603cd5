"""Tasks as their assignees see them."""

from sqlalchemy import Connection, select

from domain.errors import NotFoundError
from ledger.database.tables import leads, tasks
from ledger.reading.views import TaskState, TaskView

_TASKS = select(tasks, leads.c.name.label("lead_name"), leads.c.company).join(leads, leads.c.lead_id == tasks.c.lead_id)


def list_tasks(
    connection: Connection, *, assignee: str = "", state: TaskState | None = "open", lead_id: str = "", limit: int = 500
) -> tuple[TaskView, ...]:
    """Tasks, the one that is due first on top; those without a deadline come last."""
    wanted = _TASKS
    if assignee:
        wanted = wanted.where(tasks.c.assignee == assignee)
    if state is not None:
        wanted = wanted.where(tasks.c.state == state)
    if lead_id:
        wanted = wanted.where(tasks.c.lead_id == lead_id)
    order = (tasks.c.due_at.is_(None), tasks.c.due_at, tasks.c.opened_at, tasks.c.task_id)
    return tuple(TaskView.model_validate(row) for row in connection.execute(wanted.order_by(*order).limit(limit)))


def read_task(connection: Connection, task_id: str) -> TaskView:
    """One task.

    Raises:
        NotFoundError: there is none.
    """
    found = connection.execute(_TASKS.where(tasks.c.task_id == task_id)).one_or_none()
    if found is None:
        raise NotFoundError(f"there is no task {task_id}")
    return TaskView.model_validate(found)
