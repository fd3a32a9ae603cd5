"""Claims: what is about to be sent or asked of a person, and the gate's answer."""

from datetime import datetime
from enum import StrEnum

from domain.channels import AnyTask, Channel
from domain.gate.permission import Verdict
from domain.journey.steps import Purpose
from domain.outgoing.mail import Receipt
from domain.snapshot import Snapshot
from domain.terms.agreement import Whose


class TouchState(StrEnum):
    """A touch's states in the ledger. Only an ``intent`` may be sent; a touch in ``sending`` must be resolved first."""

    INTENT = "intent"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class TouchIntent(Snapshot):
    """What is about to be sent, under an id that the workflow chose.

    Attributes:
        counted: whose touches the caps count; other touches are not read.
    """

    send_id: str
    lead_id: str
    run: int
    key: str
    touch_id: str
    number: int
    channel: Channel
    message: str
    purpose: Purpose
    cadence: str
    cadence_version: str
    recipient: str
    intent_at: datetime
    counted: frozenset[Whose] = frozenset()


class Claim(Snapshot):
    """The answer to an intent: its state in the ledger, and the verdict if it may not leave now.

    Attributes:
        sending_at: when an attempt was about to call the provider, if there was one.
    """

    state: TouchState
    verdict: Verdict
    receipt: Receipt | None = None
    sending_at: datetime | None = None
    sent_at: datetime | None = None


class SentMail(Snapshot):
    """One mail of the thread so far."""

    message_id: str
    subject: str


class NewTask(Snapshot):
    """A task for a person, with its script rendered for this lead."""

    task_id: str
    lead_id: str
    run: int
    kind: AnyTask
    touch_id: str
    number: int
    assignee: str
    reason: str
    script: str
    voicemail: str = ""
    opened_at: datetime
    due_at: datetime | None = None
    cadence: str = ""


class TaskClaim(Snapshot):
    """The answer to a person's touch: who has the task, or the verdict if the touch may not be made now."""

    assignee: str
    verdict: Verdict
