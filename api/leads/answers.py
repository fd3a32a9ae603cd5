"""What the API answers about leads, in the shape that people ask for it."""

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
"""The stage of a lead whose workflow has not told its first standing yet."""


class Received(BaseModel):
    """A lead is on record, whatever happens next."""

    lead_id: str
    status_url: str
    why: Why = Field(
        description="a new lead; a form that was sent before; new interest of a person whose lead is open; "
        "or a person whose lead has ended and does not begin again"
    )
    reason: str = Field("", description="in words: the rule, and from when on the answer would be another")


class Qualified(BaseModel):
    """The class that triage gave, and the rule that decided."""

    value: str = Field(serialization_alias="class")
    rule: str


class InCadence(BaseModel):
    """The cadence in force; ``run`` counts the cadences this lead was in."""

    name: str
    version: str
    run: int


class NextStep(BaseModel):
    """What happens next, when, and which rule says so."""

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
    interest: Interest | None = Field(description="strong, little or lost; empty while nothing can be said of it")
    score: int | None = Field(description="what it was at the lead's last signal")
    is_red: bool = Field(description="it is in hand, and a promise to it is later than the red zone allows")


class LeadList(BaseModel):
    """A page of leads, newest first; ``next_cursor`` asks for the rest, and is empty on the last page."""

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
    next: NextStep | None = Field(description="empty when the lead has ended, or has not begun")
    disposition: str | None
    ending: str
    arrived_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    previous_lead_id: str | None
    playbook: str
    form: LeadForm
    zones: tuple[str, ...] = Field(description="its time zone, or the candidates of its number")
    dead: tuple[Channel, ...] = Field(description="channels that cannot reach this lead any more")
    touches: tuple[TouchView, ...]
    tasks: tuple[TaskView, ...] = Field(description="open tasks")
    suppressions: tuple[SuppressionView, ...]
    timeline: tuple[TimelineLine, ...] = Field(description="oldest first")
    interest: InterestView | None = Field(description="how much interest it shows, and the signals that show it")
    learned: Learned = Field(description="pains, answers and the best time to call, over all reports")
    is_red: bool = Field(description="it is in hand, and a promise to it is later than the red zone allows")
    promises: tuple[PromiseView, ...] = Field(description="what it was promised, and what became of each")


def received_of(result: IntakeResult) -> Received:
    """What the sender of a form is told."""
    lead_id = result.lead_id
    return Received(lead_id=lead_id, status_url=status_url(lead_id), why=result.why, reason=result.reason)


def line_of(lead: LeadSummary) -> LeadLine:
    """A lead in a list."""
    shown = {name: getattr(lead, name) for name in LeadSummary.model_fields if name in LeadLine.model_fields}
    return LeadLine(**shown | {"stage": lead.stage or ARRIVED}, status_url=status_url(lead.lead_id), next=_next(lead))


def answer_of(lead: LeadDetail) -> LeadAnswer:
    """A lead, whole."""
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
