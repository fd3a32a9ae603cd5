"""Reports over all leads: what sales turned down, and the alarm for leads that nothing is done about."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel

from api.access import GuardedRoute, Reading
from api.collaborators import With
from api.problems import documented
from ledger.views import Overdue, Refusal

router = APIRouter(prefix="/v1/reports", tags=["reports"], route_class=GuardedRoute)

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class Refusals(BaseModel):
    """What sales turned down, newest first."""

    refusals: tuple[Refusal, ...]


class OverdueLeads(BaseModel):
    """Open leads with nothing due, or with something due and not done; longest waiting first."""

    overdue: tuple[Overdue, ...]


@router.get("/refusals", responses=documented(401, 403, 422, 503))
async def refusals(
    caller: Reading,  # noqa: ARG001 - checks the scope
    collaborators: With,
    since: Annotated[AwareDatetime, Query(description="with its offset, as in 2026-03-01T00:00:00Z")] = BEGINNING,
    limit: Annotated[int, Query(ge=1, le=500)] = 500,
) -> Refusals:
    """List what sales turned down and why, so that marketing can mend what it hands over."""
    return Refusals(refusals=await collaborators.ledger.reading.refusals(since, limit))


@router.get("/overdue", responses=documented(401, 403, 422, 503))
async def overdue(
    caller: Reading,  # noqa: ARG001 - checks the scope
    collaborators: With,
    grace_minutes: Annotated[int, Query(ge=0, le=10_080, description="how late is late")] = 10,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> OverdueLeads:
    """List leads that nothing is done about: the alarm. Anything here for long is a fault of the installation."""
    found = await collaborators.ledger.reading.overdue(collaborators.now(), timedelta(minutes=grace_minutes), limit)
    return OverdueLeads(overdue=found)
