"""The API's answers about leads."""

from datetime import datetime

from pydantic import BaseModel, Field

from api.edge.paths import status_url
from domain.channels import Channel
from domain.intake.arrival import IntakeResult, Why
from domain.lead.form import Interest, LeadForm
from domain.lead.learned import Learned
from ledger.facts.interest import InterestView
from ledger.reading.views import (
    LeadDetail,
    LeadSummary,
    PromiseView,
    SuppressionView,
    TaskView,
    TimelineLine,
    TouchView,
)

ARRIVED = "arrived"
"""The stage of a lead whose workflow has not reported its first standing yet."""


class Received(BaseModel):
    """The form is recorded."""

    lead_id: str
    status_url: str
    why: Why = Field(
        description="whether the form made a new lead, was sent before, is a further form of an open lead, "
        "or is from a person whose lead has ended and is not restarted"
    )
    reason: str = Field("", description="the rule behind this, and when a new form would be followed up again")


class Qualified(BaseModel):
    """The class from triage, and the rule that decided."""

    value: str = Field(serialization_alias="class")
    rule: str


class InCadence(BaseModel):
    """The current cadence; ``run`` counts the cadences that this lead has been in."""

    name: str
    version: str
    run: int


class NextStep(BaseModel):
    """What happens next, when, and why."""

    what: str
    due_at: datetime | None
    reason: str


class LeadLine(BaseModel):
    """One lead in a list."""

    lead_id: str
    status_url: str
    name: str
    company: str
    source: str
    direction: str
    intent: str
    arrived_at: datetime
    stage: str
    qualification: str
    owner: str
    cadence: str
    is_paused: bool
    next: NextStep | None
    disposition: str | None
    ending: str
    ended_at: datetime | None
    interest: Interest | None = Field(description="strong, little or lost; null while there are too few signals")
    score: int | None = Field(description="the interest score at the lead's last signal")
    is_red: bool = Field(description="the lead is in hand, and a promise to it is overdue by more than the red zone")


class LeadList(BaseModel):
    """A page of leads, newest first. Pass ``next_cursor`` to get the next page; it is empty on the last one."""

    leads: tuple[LeadLine, ...]
    next_cursor: str


class LeadAnswer(BaseModel):
    """Everything about one lead."""

    lead_id: str
    status_url: str
    stage: str
    qualification: Qualified
    owner: str
    cadence: InCadence
    is_paused: bool
    next: NextStep | None = Field(description="null if the lead has ended or its workflow has not started")
    disposition: str | None
    ending: str
    arrived_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    previous_lead_id: str | None
    playbook: str
    form: LeadForm
    zones: tuple[str, ...] = Field(description="the lead's time zone, or all possible zones of its phone number")
    dead: tuple[Channel, ...] = Field(description="channels that cannot reach this lead and are no longer used")
    touches: tuple[TouchView, ...]
    tasks: tuple[TaskView, ...] = Field(description="open tasks")
    suppressions: tuple[SuppressionView, ...]
    timeline: tuple[TimelineLine, ...] = Field(description="oldest first")
    interest: InterestView | None = Field(description="the lead's interest, and the signals behind it")
    learned: Learned = Field(description="pains, answers and the best time to call, from all reports")
    is_red: bool = Field(description="the lead is in hand, and a promise to it is overdue by more than the red zone")
    promises: tuple[PromiseView, ...] = Field(description="the promises to this lead, and the state of each")


def received_of(result: IntakeResult) -> Received:
    """The answer to the sender of a form."""
    lead_id = result.lead_id
    return Received(lead_id=lead_id, status_url=status_url(lead_id), why=result.why, reason=result.reason)


def line_of(lead: LeadSummary) -> LeadLine:
    """A lead in a list."""
    shown = {name: getattr(lead, name) for name in LeadSummary.model_fields if name in LeadLine.model_fields}
    return LeadLine(**shown | {"stage": lead.stage or ARRIVED}, status_url=status_url(lead.lead_id), next=_next(lead))


def answer_of(lead: LeadDetail) -> LeadAnswer:
    """Everything about one lead."""
    shown = {name: getattr(lead, name) for name in LeadDetail.model_fields if name in LeadAnswer.model_fields}
    return LeadAnswer(
        **shown
        | {
            "stage": lead.stage or ARRIVED,
            "qualification": Qualified(value=lead.qualification, rule=lead.rule),
            "cadence": InCadence(name=lead.cadence, version=lead.cadence_version, run=lead.run),
            "interest": lead.interest_shown,
        },
        status_url=status_url(lead.lead_id),
        next=_next(lead),
        tasks=lead.open_tasks,
    )


def _next(lead: LeadSummary) -> NextStep | None:
    if lead.disposition is not None or not lead.next_what:
        return None
    return NextStep(what=lead.next_what, due_at=lead.next_due_at, reason=lead.next_reason)
