"""Ids in paths: text that cannot be an id is answered with 404, like an unknown id."""

import re
from typing import Annotated

from fastapi import Depends, Path

from domain.errors import NotFoundError

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}")


def _lead_id(lead_id: Annotated[str, Path(description="the lead's id, from POST or GET /v1/leads")]) -> str:
    if not _ID.fullmatch(lead_id):
        raise NotFoundError("no lead has this id: use a lead_id from GET /v1/leads")
    return lead_id


def _task_id(task_id: Annotated[str, Path(description="the task's id, from GET /v1/tasks")]) -> str:
    if not _ID.fullmatch(task_id):
        raise NotFoundError("no task has this id: use a task_id from GET /v1/tasks")
    return task_id


def _alert_id(alert_id: Annotated[str, Path(description="the alert's id, from GET /v1/alerts")]) -> str:
    if not _ID.fullmatch(alert_id):
        raise NotFoundError("no alert has this id: use an alert_id from GET /v1/alerts")
    return alert_id


LeadId = Annotated[str, Depends(_lead_id)]
TaskId = Annotated[str, Depends(_task_id)]
AlertId = Annotated[str, Depends(_alert_id)]


def status_url(lead_id: str) -> str:
    """The path at which a lead's state can be read."""
    return f"/v1/leads/{lead_id}"
