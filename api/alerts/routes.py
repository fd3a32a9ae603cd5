"""Alerts: who was told what, who has to act, and acknowledging an alert."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from api.alerts.acknowledging import Acknowledged, acknowledge
from api.edge.access import GuardedRoute, Reporting, reads
from api.edge.collaborators import Collaborators, With
from api.edge.parameters import Filter
from api.edge.paths import AlertId
from api.edge.problems import documented
from api.reports.requests import Acknowledge
from domain.errors import NotFoundError
from ledger.standing.alert_views import AlertView

router = APIRouter(prefix="/v1/alerts", tags=["alerts"], route_class=GuardedRoute)

_SILENTLY = Acknowledge()
"""A request without a body means the same as one with an empty object."""


class AlertList(BaseModel):
    """Alerts, newest first."""

    alerts: tuple[AlertView, ...]


@router.get("", dependencies=[reads], responses=documented(401, 403, 422, 503))
async def list_alerts(
    collaborators: With,
    *,
    to: Annotated[
        Filter, Query(description="only alerts for this person (including their roles), or for this role")
    ] = "",
    is_open: Annotated[
        bool | None,
        Query(
            alias="open",
            description="true: only alerts that nobody has acknowledged and whose lead is open; false: only the others",
        ),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> AlertList:
    """List alerts, newest first, with the details of their leads."""
    names = await _with_roles(collaborators, to) if to else ()
    return AlertList(alerts=await collaborators.ledger.alerts.listed(names, is_open=is_open, limit=limit))


async def _with_roles(collaborators: Collaborators, to: str) -> tuple[str, ...]:
    """The name and the roles that this person has: an alert for a role is for everybody who has the role."""
    try:
        person = (await collaborators.ledger.publications.current()).team.person(to)
    except NotFoundError:
        person = None
    return (to, *(person.roles if person is not None else ()))


@router.post(
    "/{alert_id}/acknowledge",
    responses={
        202: {"model": Acknowledged, "description": "Recorded; the lead's workflow gets it shortly"},
        **documented(400, 401, 403, 404, 413, 415, 422, 503),
    },
)
async def acknowledge_alert(
    alert_id: AlertId,
    caller: Reporting,
    collaborators: With,
    response: Response,
    body: Acknowledge = _SILENTLY,
) -> Acknowledged:
    """Acknowledge an alert, so that nobody is reminded of it again. A repeat changes nothing and says who was first."""
    taken = await acknowledge(collaborators, alert_id, caller.named(body.by), body.note)
    response.status_code = 202 if taken.state == "pending" else 200
    return taken
