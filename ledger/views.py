"""What the ledger shows of leads, tasks and sends; frozen, and typed for the API and the command line."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from domain.intake import Delivery
from domain.lead import Channel, LeadForm
from domain.messages import Told
from domain.outcomes import TaskKind
from domain.ports import TouchState

TaskState = Literal["open", "done", "void"]


class View(BaseModel):
    """Base of every view."""

    model_config = ConfigDict(frozen=True, extra="ignore", from_attributes=True)


class LeadSummary(View):
    """One line in a list of leads; ``stage`` is empty until the lead's workflow has told its first standing."""

    lead_id: str
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
    next_what: str
    next_due_at: datetime | None
    next_reason: str
    disposition: str | None
    ending: str
    ended_at: datetime | None


class LeadPage(View):
    """Leads, newest first; ``next_cursor`` asks for the rest, and is empty on the last page."""

    leads: tuple[LeadSummary, ...]
    next_cursor: str = ""


class TouchView(View):
    """One touch and what became of it."""

    send_id: str
    run: int
    touch_id: str
    number: int
    channel: Channel
    message: str
    purpose: str
    cadence: str
    recipient: str
    subject: str
    state: TouchState
    detail: str
    intent_at: datetime
    sending_at: datetime | None
    resolved_at: datetime | None


class TaskView(View):
    """A task, with enough of its lead to act on it."""

    task_id: str
    lead_id: str
    lead_name: str
    company: str
    kind: TaskKind
    touch_id: str
    number: int
    assignee: str
    reason: str
    script: str
    voicemail: str
    cadence: str
    opened_at: datetime
    due_at: datetime | None
    state: TaskState
    outcome: str
    note: str
    closed_at: datetime | None
    closed_by: str


class SuppressionView(View):
    """Why a person, an address or a number is left alone."""

    kind: Literal["email", "phone", "person"]
    reason: str
    lead_id: str
    at: datetime


class TimelineLine(View):
    """One thing that happened, or was recorded and could not be applied (``delivery`` says why)."""

    at: datetime
    run: int
    kind: str
    what: str
    reason: str = ""
    by: str = ""
    note: str = ""
    delivery: Delivery | None = None


class LeadDetail(LeadSummary):
    """Everything about one lead."""

    form: LeadForm
    zones: tuple[str, ...]
    playbook: str
    previous_lead_id: str | None
    started_at: datetime | None
    run: int
    rule: str
    cadence_version: str
    dead: tuple[Channel, ...]
    next_key: str
    touches: tuple[TouchView, ...]
    open_tasks: tuple[TaskView, ...]
    suppressions: tuple[SuppressionView, ...]
    timeline: tuple[TimelineLine, ...]


class Send(View):
    """Which lead a send belongs to: what replies and provider callbacks are matched with."""

    send_id: str
    lead_id: str
    run: int
    touch_id: str
    channel: Channel
    recipient: str
    state: TouchState
    email_key: str
    disposition: str | None


class Ending(View):
    """How a lead ended."""

    disposition: str
    reason: str
    ended_at: datetime


class Overdue(View):
    """A lead that the engine owes something and does not do it."""

    lead_id: str
    stage: str
    owner: str
    why: Literal["not started", "nothing due", "overdue"]
    since: datetime


class Outstanding(View):
    """What is still to come, and what became of the rest, in numbers."""

    leads: int
    unstarted: int
    open: int
    by_stage: dict[str, int]
    by_disposition: dict[str, int]
    open_tasks: dict[str, int]
    touches: dict[str, int]
    undelivered_facts: int
    failed_alerts: int
    next_due_at: datetime | None


class Refusal(View):
    """A lead that sales turned down: which of the two it was, the reason in sales' own words, and where it is now."""

    lead_id: str
    name: str
    company: str
    source: str
    qualification: str
    at: datetime
    by: str
    why: str
    reason: str
    note: str
    stage: str
    cadence: str


class Undelivered(View):
    """A recorded fact that the lead's workflow has not answered yet."""

    lead_id: str
    told: Told
    attempts: int
    last_tried_at: datetime | None


class UnmatchedMail(View):
    """A mail that belongs to no known send."""

    raw_sha256: str
    received_at: datetime
    why: str
    message_id: str
    sender: str
    subject: str


def row_dict(row: Any) -> dict[str, Any]:
    """A database row as the keyword arguments of a view."""
    return dict(row._mapping)  # noqa: SLF001 - the documented way to a row's names, despite the underscore
