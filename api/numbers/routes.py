"""Numbers over all leads: promises, what sales turned down, paused reps, and the alarm for stuck leads."""

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
from ledger.leads.paused_reps import PausedRep
from ledger.reading.promise_lists import PromiseFilter
from ledger.reading.promise_numbers import PromiseReport
from ledger.reading.views import Overdue, Refusal

router = APIRouter(prefix="/v1/numbers", tags=["numbers"], route_class=GuardedRoute)

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class TurnedDown(BaseModel):
    """Leads that sales turned down, newest first."""

    turned_down: tuple[Refusal, ...]


class OverdueLeads(BaseModel):
    """Open leads with nothing scheduled, or with an overdue step; longest waiting first."""

    overdue: tuple[Overdue, ...]


class PausedReps(BaseModel):
    """Reps who are paused from new leads; longest paused first."""

    paused_reps: tuple[PausedRep, ...]


@router.get(
    "/turned-down", dependencies=[reads], responses=documented(401, 403, 422, 503), summary="List Turned-Down Leads"
)
async def turned_down(
    collaborators: With,
    since: Annotated[
        Instant, Query(description="only leads turned down since this date and time, for example 2026-03-01T00:00:00Z")
    ] = BEGINNING,
    limit: Annotated[int, Query(ge=1, le=500)] = 500,
) -> TurnedDown:
    """List the leads that sales turned down, with the reasons, so that marketing can hand over better ones."""
    return TurnedDown(turned_down=await collaborators.ledger.reading.refusals(since, limit))


@router.get("/promises", dependencies=[reads], responses=documented(401, 403, 422, 503), summary="List Promises")
async def promises(
    collaborators: With,
    *,
    state: PromiseState | None = None,
    kind: PromiseKind | None = None,
    qualification: Annotated[Qualification | None, Query(alias="class")] = None,
    owner: Filter = "",
    since: Annotated[
        Instant | None,
        Query(description="only promises made since this date and time, for example 2026-03-01T00:00:00Z"),
    ] = None,
    red: Annotated[
        bool | None, Query(description="true: only promises in the red zone; false: only the others")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 500,
) -> PromiseReport:
    """List promises, newest first, with how many were kept and how fast, by class and by owner.

    Every filter applies to the list. Only `kind`, `class`, `owner` and `since` apply to the numbers, so that each
    percentage is of all promises and not only of those in one state.
    """
    chosen = PromiseFilter(state=state, kind=kind, owner=owner, qualification=qualification, since=since, is_red=red)
    red_zone = await red_zone_of(collaborators)
    return await collaborators.ledger.reading.promises(chosen, now=collaborators.now(), red_zone=red_zone, limit=limit)


@router.get("/paused-reps", dependencies=[reads], responses=documented(401, 403, 503), summary="List Paused Reps")
async def paused_reps(
    collaborators: With,
) -> PausedReps:
    """List the reps who get no new leads because they did not act on one. Their next report ends the pause."""
    return PausedReps(paused_reps=await collaborators.ledger.reading.paused_reps())


@router.get("/overdue", dependencies=[reads], responses=documented(401, 403, 422, 503), summary="List Stuck Leads")
async def overdue(
    collaborators: With,
    grace_minutes: Annotated[
        int, Query(ge=0, le=10_080, description="how many minutes late a step may be before its lead is listed")
    ] = 10,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> OverdueLeads:
    """List stuck leads: use this as an alarm. A lead that stays here for long means that the installation is broken."""
    found = await collaborators.ledger.reading.overdue(collaborators.now(), timedelta(minutes=grace_minutes), limit)
    return OverdueLeads(overdue=found)
