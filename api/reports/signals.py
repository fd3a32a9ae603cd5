"""Signals of interest from other systems: what a lead did on the website, or with an email of another system."""

import uuid
from datetime import timedelta
from typing import Annotated, Literal, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.edge.access import Enrolling, GuardedRoute
from api.edge.collaborators import With
from api.edge.parameters import IdempotencyKey, Instant
from api.edge.paths import LeadId
from api.edge.problems import documented
from domain.errors import InvalidInputError
from domain.lead.form import Interest
from domain.terms.scoring import SignalKind
from domain.triage.signals import Noticed

router = APIRouter(prefix="/v1/leads/{lead_id}", tags=["signals"], route_class=GuardedRoute)

AHEAD = timedelta(minutes=5)
"""How far the sender's clock may be ahead of ours."""


class SignalReport(BaseModel):
    """One action of a lead."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [
                {"kind": "visit", "page": "/pricing"},
                {"kind": "click", "page": "https://northbeam.example/case", "send_id": "l1.1.intro"},
            ]
        },
    )

    kind: Literal["visit", "click", "open"]
    page: Annotated[
        str,
        Field(
            max_length=2_000,
            pattern=r"^$|^/[!-~]*$|^[Hh][Tt][Tt][Pp][Ss]?://[!-~]+$",
            description="the page visited or the link's target: a path that begins with /, or a web address",
        ),
    ] = ""
    at: Annotated[Instant | None, Field(description="when it happened; default: now")] = None
    user_agent: Annotated[
        str, Field(max_length=1_000, description="the browser's User-Agent header, to recognise bots")
    ] = ""
    send_id: Annotated[str, Field(max_length=200, description="the email that was opened or clicked, if known")] = ""
    signal_id: Annotated[
        str,
        Field(max_length=200, pattern="^[!-~]*$", description="an id of your choice; a repeated id counts only once"),
    ] = ""

    @model_validator(mode="after")
    def _on_a_page(self) -> Self:
        if self.kind != "open" and not self.page:
            raise ValueError(f"a {self.kind} needs page: give the path or web address")
        return self


class SignalAnswer(BaseModel):
    """Whether the signal counts, and the lead's interest now."""

    lead_id: str
    signal_id: str
    state: Literal["counted", "not_counted", "repeated", "known", "not_kept"] = Field(
        description="counted; not_counted: kept, but not from a person; repeated: the same as moments ago; "
        "known: reported before; not_kept: the person opted out"
    )
    why: str = Field(description="why the signal does not count")
    interest: Interest | None = Field(description="strong, little or lost; null while there are too few signals")
    score: int


@router.post("/signals", responses=documented(400, 401, 403, 404, 409, 413, 415, 422, 503))
async def report_signal(
    body: SignalReport,
    lead_id: LeadId,
    caller: Enrolling,  # noqa: ARG001 - checks the scope
    collaborators: With,
    idempotency_key: IdempotencyKey = "",
) -> SignalAnswer:
    """Report what a lead did: visited a page, clicked a link, or opened an email.

    Send visits from your website, and clicks and opens from your other email systems. Links in Sevenfold's own emails
    are tracked already. Actions of programs, such as link scanners, are kept but do not count.
    """
    now = collaborators.now()
    if body.at is not None and body.at > now + AHEAD:
        raise InvalidInputError(f"at is in the future: it is {now.isoformat()} now", field="at")
    chosen = body.signal_id or idempotency_key or uuid.uuid4().hex
    noticed = Noticed(
        signal_id=f"{lead_id}:signal:{chosen}",
        lead_id=lead_id,
        kind=SignalKind(body.kind),
        what=body.page,
        at=min(body.at or now, now),
        send_id=body.send_id,
        user_agent=body.user_agent,
    )
    noted = await collaborators.ledger.signals.note(noticed, now)
    if noted.change is not None:
        collaborators.starts.tell(noted.change)
    return SignalAnswer(
        lead_id=lead_id,
        signal_id=chosen,
        state=noted.state,
        why=noted.why,
        interest=noted.level,
        score=noted.score,
    )
