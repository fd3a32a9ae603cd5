"""Leads: receive one, list them, show one."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response

from api.edge.access import Enrolling, GuardedRoute, reads
from api.edge.collaborators import With
from api.edge.parameters import Filter, IdempotencyKey
from api.edge.paths import LeadId
from api.edge.problems import documented
from api.leads.answers import LeadAnswer, LeadList, Received, answer_of, line_of, received_of
from api.leads.red_zone import red_zone_of
from domain.dispositions import Disposition
from domain.journey.state import Stage
from domain.lead.form import Interest, LeadForm
from domain.lead.package import LeadPackage
from ledger.reading.lead_lists import LeadFilter

router = APIRouter(prefix="/v1/leads", tags=["leads"], route_class=GuardedRoute)

_EXAMPLES = {
    "demo request": {
        "summary": "Somebody asked for a demo",
        "value": {
            "source": "website",
            "origin": "online",
            "intent": "demo",
            "first_name": "Maya",
            "last_name": "Lindqvist",
            "title": "VP Revenue Operations",
            "email": "maya@continental.example",
            "phone": "+1 415 555 0123",
            "company": "Continental Logistics",
            "company_size": 850,
            "need": "existing_need",
            "country": "US",
            "region": "CA",
            "opted_in_at": "2026-03-06T16:50:00-05:00",
            "consent": {"email": True, "sms": True},
        },
    },
    "least": {"summary": "The minimum", "value": {"email": "maya@continental.example"}},
}


_NOTHING_BEGAN: dict[int | str, dict[str, Any]] = {
    200: {"model": Received, "description": "Recorded; no follow-up was started, and `reason` says why"}
}


@router.post("", status_code=202, responses={**_NOTHING_BEGAN, **documented(400, 401, 403, 409, 413, 415, 422, 503)})
async def receive_lead(
    form: Annotated[LeadForm, Body(openapi_examples=_EXAMPLES)],
    caller: Enrolling,
    collaborators: With,
    response: Response,
    idempotency_key: IdempotencyKey = "",
) -> Received:
    """Receive a lead.

    The answer comes once the lead is recorded. Its follow-up starts right after; if Temporal is away, as soon as
    Temporal is back. A form that is sent twice makes one lead. A further form of a person whose lead is open is merged
    into that lead. A person whose lead has ended gets a new lead if the cadence's `again` rule allows it; otherwise the
    form is kept with the old lead and the status is 200. A repeated Idempotency-Key gets the same answer each time.
    """
    result = await collaborators.reception.receive(
        form, received_at=collaborators.now(), scope=caller.role.value, idempotency_key=idempotency_key
    )
    if result.why == "not restarted":
        response.status_code = 200
    return received_of(result)


@router.get("", dependencies=[reads], responses=documented(401, 403, 422, 503))
async def list_leads(
    collaborators: With,
    *,
    stage: Stage | None = None,
    disposition: Disposition | None = None,
    is_open: bool | None = None,
    owner: Filter = "",
    cadence: Filter = "",
    interest: Interest | None = None,
    q: Annotated[Filter, Query(description="part of a name, company, email address, phone number or external id")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    cursor: Annotated[Filter, Query(description="next_cursor of the previous page")] = "",
) -> LeadList:
    """List leads, newest first. Filters can be combined."""
    chosen = LeadFilter(
        stage=stage.value if stage else "",
        disposition=disposition.value if disposition else "",
        is_open=is_open,
        owner=owner,
        cadence=cadence,
        interest=interest.value if interest else "",
        q=q,
    )
    page = await collaborators.ledger.reading.leads(
        chosen, cursor=cursor, limit=limit, now=collaborators.now(), red_zone=await red_zone_of(collaborators)
    )
    return LeadList(leads=tuple(line_of(lead) for lead in page.leads), next_cursor=page.next_cursor)


@router.get("/{lead_id}", dependencies=[reads], responses=documented(401, 403, 404, 503))
async def show_lead(
    lead_id: LeadId,
    collaborators: With,
) -> LeadAnswer:
    """Show one lead: its stage and why, its promises, what happens next, and its timeline."""
    red_zone = await red_zone_of(collaborators)
    return answer_of(await collaborators.ledger.reading.lead_detail(lead_id, collaborators.now(), red_zone))


@router.get("/{lead_id}/package", dependencies=[reads], responses=documented(401, 403, 404, 503))
async def show_package(
    lead_id: LeadId,
    collaborators: With,
) -> LeadPackage:
    """Show the lead's hand-over package.

    Where the lead came from and what it asked for, pains, answers, the best time to call, every call with its note,
    what the lead wrote, earlier answers of sales, and what was sent.
    """
    return await collaborators.ledger.reading.package(lead_id)
