"""Reports over all leads: promises, what sales turned down, and the alarm for leads that nothing is done about."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.edge.access import GuardedRoute, reads
from api.edge.collaborators import With
from api.edge.parameters import Filter, Instant
from api.edge.problems import documented
from api.leads.red_zone import red_zone_of
from domain.journey.promise import PromiseKind, PromiseState
from domain.terms.agreement import Qualification
from ledger.leads.set_aside import SetAside
from ledger.reading.promise_lists import PromiseFilter
from ledger.reading.promise_numbers import PromiseReport
from ledger.reading.views import Overdue, Refusal

router = APIRouter(prefix="/v1/reports", tags=["reports"], route_class=GuardedRoute)

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class Refusals(BaseModel):
    """What sales turned down, newest first."""

    refusals: tuple[Refusal, ...]


class OverdueLeads(BaseModel):
    """Open leads with nothing due, or with something due and not done; longest waiting first."""

    overdue: tuple[Overdue, ...]


class PeopleSetAside(BaseModel):
    """Who gets no new leads; the one who is set aside longest first."""

    set_aside: tuple[SetAside, ...]


@router.get("/refusals", dependencies=[reads], responses=documented(401, 403, 422, 503))
async def refusals(
    collaborators: With,
    since: Annotated[Instant, Query(description="with its offset, as in 2026-03-01T00:00:00Z")] = BEGINNING,
    limit: Annotated[int, Query(ge=1, le=500)] = 500,
) -> Refusals:
    """List what sales turned down and why, so that marketing can mend what it hands over."""
    return Refusals(refusals=await collaborators.ledger.reading.refusals(since, limit))


@router.get("/promises", dependencies=[reads], responses=documented(401, 403, 422, 503))
async def promises(
    collaborators: With,
    *,
    state: PromiseState | None = None,
    kind: PromiseKind | None = None,
    qualification: Annotated[Qualification | None, Query(alias="class")] = None,
    owner: Filter = "",
    since: Annotated[Instant | None, Query(description="made at this instant or later; with its offset")] = None,
    red: Annotated[bool | None, Query(description="in the red zone, or not")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 500,
) -> PromiseReport:
    """List promises, the newest first, and say how many were kept and how fast, by class and by owner.

    Every filter narrows the list. The numbers are narrowed by `kind`, `class`, `owner` and `since` only, so that a
    share is always one of all that was promised.
    """
    chosen = PromiseFilter(state=state, kind=kind, owner=owner, qualification=qualification, since=since, is_red=red)
    red_zone = await red_zone_of(collaborators)
    return await collaborators.ledger.reading.promises(chosen, now=collaborators.now(), red_zone=red_zone, limit=limit)


@router.get("/set-aside", dependencies=[reads], responses=documented(401, 403, 503))
async def set_aside(
    collaborators: With,
) -> PeopleSetAside:
    """List who gets no new leads because they let one lie, until anything is heard of them."""
    return PeopleSetAside(set_aside=await collaborators.ledger.reading.set_aside())


@router.get("/overdue", dependencies=[reads], responses=documented(401, 403, 422, 503))
async def overdue(
    collaborators: With,
    grace_minutes: Annotated[int, Query(ge=0, le=10_080, description="how late is late")] = 10,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> OverdueLeads:
    """List leads that nothing is done about: the alarm. Anything here for long is a fault of the installation."""
    found = await collaborators.ledger.reading.overdue(collaborators.now(), timedelta(minutes=grace_minutes), limit)
    return OverdueLeads(overdue=found)
