"""What the ledger shows of leads, tasks and sends; frozen, and typed for the API and the command line."""

from datetime import datetime
from typing import Literal

from domain.channels import Address, AnyTask, Channel
from domain.facts.hearing import Delivery
from domain.gate.claims import TouchState
from domain.journey.promise import PromiseKind, PromiseState
from domain.lead.form import Interest, LeadForm
from domain.lead.learned import Learned
from ledger.database.views import View
from ledger.facts.interest import InterestView

TaskState = Literal["open", "done", "void"]


class LeadSummary(View):
    """One line in a list of leads; ``stage`` is empty until the lead's workflow has told its first standing.

    ``interest`` is as it was told last, ``score`` what it was at the lead's last signal; none of a lead without any.
    ``is_red`` of one that is in hand, and to which a promise is in the red zone.
    """

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
    interest: Interest | None = None
    score: int | None = None
    is_red: bool = False


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
    kind: AnyTask
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
    """Why a person, an address or a number may not be contacted."""

    kind: Address | Literal["person"]
    reason: str
    lead_id: str
    at: datetime


class PromiseView(View):
    """What a lead was promised, and what became of it.

    Attributes:
        qualification, owner: the lead's while it ran; of a missed one, whose it was when it was missed.
        due_at: the deadline; while the lead is paused, the deadline before the pause.
        state_at: since when it is in this state; fulfilled_at is later if it was done after the deadline.
        late_at: since when what is owed is late, or will be; none where it is done, or nobody owes it now.
        is_red: not done, and later than the red zone allows.
    """

    promise_id: str
    lead_id: str
    name: str
    company: str
    kind: PromiseKind
    qualification: str
    owner: str
    within: str
    owed: int
    since: datetime
    due_at: datetime | None
    state: PromiseState
    state_at: datetime
    fulfilled_at: datetime | None
    late_at: datetime | None
    reason: str
    is_red: bool


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
    interest_shown: InterestView | None = None
    learned: Learned = Learned()
    promises: tuple[PromiseView, ...] = ()


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
    """An open lead with nothing due, or with something overdue."""

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
