"""Ids in paths: one that cannot be an id names nothing, and is answered so."""

import re
from typing import Annotated

from fastapi import Depends, Path

from domain.errors import NotFoundError

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}")


def _lead_id(lead_id: Annotated[str, Path(description="as POST /v1/leads answered it")]) -> str:
    if not _ID.fullmatch(lead_id):
        raise NotFoundError("there is no lead of this id: take lead_id as POST /v1/leads answered it")
    return lead_id


def _task_id(task_id: Annotated[str, Path(description="as GET /v1/tasks lists it")]) -> str:
    if not _ID.fullmatch(task_id):
        raise NotFoundError("there is no task of this id: take task_id as GET /v1/tasks lists it")
    return task_id


def _alert_id(alert_id: Annotated[str, Path(description="as GET /v1/alerts lists it")]) -> str:
    if not _ID.fullmatch(alert_id):
        raise NotFoundError("there is no alert of this id: take alert_id as GET /v1/alerts lists it")
    return alert_id


LeadId = Annotated[str, Depends(_lead_id)]
TaskId = Annotated[str, Depends(_task_id)]
AlertId = Annotated[str, Depends(_alert_id)]


def status_url(lead_id: str) -> str:
    """Where a lead's state is read."""
    return f"/v1/leads/{lead_id}"
