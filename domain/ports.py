"""What activities need of the world, by role. The ledger, the playbook room and the channels implement these.

Every writer is idempotent: it is keyed by ids that were chosen in the workflow, and a second call changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from pydantic import AwareDatetime

from domain.agreement import Whose
from domain.cadence import Snapshot
from domain.call_times import CallHints
from domain.clues import Workload
from domain.company_terms import CompanyEvent
from domain.lead import Channel, LeadForm
from domain.learned import Learned
from domain.mail import Receipt
from domain.outcomes import TaskKind
from domain.owed import Owed
from domain.package import LeadPackage
from domain.permission import Circumstances, Verdict
from domain.playbook import Message, Playbook, Rendered
from domain.records import Report
from domain.steps import About, Purpose
from domain.team import Assignment


class LeadRecord(Snapshot):
    """A lead as the ledger knows it: the only place with its name and addresses.

    Attributes:
        notes: what people wrote, newest last: ``at``, ``by``, ``text``.
        history: one line for each thing done so far, oldest first.
        learned: pains, answers and the best time to call, which messages may quote.
    """

    lead_id: str
    form: LeadForm
    arrived_at: AwareDatetime
    owner: str = ""
    notes: tuple[dict[str, str], ...] = ()
    history: tuple[str, ...] = ()
    learned: Learned = Learned()


class TouchState(StrEnum):
    """A touch's life in the ledger. Only ``intent`` may be sent; ``sending`` must first be resolved."""

    INTENT = "intent"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class TouchIntent(Snapshot):
    """What is about to be sent, by the id chosen in the workflow.

    Attributes:
        counted: whose touches a cap counts; what nobody counts is not read.
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
        sending_at: when an attempt was about to call the provider, if one was.
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


class TouchLedger(Protocol):
    """The record of what is sent: intent, sending, then sent, failed or unknown."""

    async def claim(self, intent: TouchIntent, decide: Callable[[Circumstances], Verdict]) -> Claim:
        """Transaction A: read the circumstances, decide, and insert the intent if the verdict allows.

        A touch already claimed keeps its state; ``decide`` is asked again only while it is still an ``intent``.
        """
        ...

    async def sending(self, send_id: str, *, body_sha256: str, message_id: str, subject: str, at: datetime) -> None:
        """Commit that the provider is about to be called."""
        ...

    async def resolve(
        self, send_id: str, state: TouchState, *, at: datetime, receipt: Receipt | None = None, detail: str = ""
    ) -> None:
        """Transaction B: what became of it. ``intent`` means that it certainly did not leave and may be tried again."""
        ...

    async def thread(self, lead_id: str, run: int) -> Sequence[SentMail]:
        """The mails of this run that left, oldest first."""
        ...


class NewTask(Snapshot):
    """A task for a person, with its script rendered for this lead."""

    task_id: str
    lead_id: str
    run: int
    kind: TaskKind
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
    """The answer to a touch that a person is to make: who has the task, or the verdict if it may not be made now."""

    assignee: str
    verdict: Verdict


class TaskBoard(Protocol):
    """Tasks for people."""

    async def claim(
        self, task: NewTask, channel: Channel, decide: Callable[[Circumstances], Verdict], *, counted: frozenset[Whose]
    ) -> TaskClaim:
        """Read the circumstances of a touch on that channel, decide, and open its task if the verdict allows.

        A task that is open already, or was, is not decided again. ``counted`` as in ``TouchIntent``.
        """
        ...

    async def open(self, task: NewTask) -> str:
        """Open a task (or find it open already); answers who has it."""
        ...

    async def give(self, task_id: str, assignee: str, at: datetime, due_at: datetime | None = None) -> None:
        """Move an open task to somebody else, who owes it by ``due_at``; an unknown or closed one stays as it is."""
        ...


class LeadDirectory(Protocol):
    """Leads as people know them."""

    async def lead(self, lead_id: str) -> LeadRecord:
        """The lead, with what was written and done about it.

        Raises:
            NotFoundError: there is none.
        """
        ...

    async def addressee(self, lead_id: str) -> LeadRecord:
        """The lead as its form says, without notes, history, and what was learned.

        Raises:
            NotFoundError: there is none.
        """
        ...

    async def package(self, lead_id: str) -> LeadPackage:
        """What whoever takes the lead over gets to know.

        Raises:
            NotFoundError: there is none.
        """
        ...

    async def assign(
        self, lead_id: str, key: str, choose: Callable[[Workload], Assignment], at: datetime, silent: str = ""
    ) -> Assignment:
        """Choose an owner under a lock, given the lead's clues and what everybody has, and write it down.

        The same ``key`` answers what was chosen the first time. ``silent`` is who let the lead lie: they get no new
        ones until they are heard of.
        """
        ...


class Journal(Protocol):
    """Where leads stand, and what happened to them."""

    async def record(self, report: Report) -> None:
        """Write entries not written yet, and the standing unless a newer one is known.

        A newer standing voids the tasks that it no longer holds.
        """
        ...


class Publications(Protocol):
    """Published playbooks, immutable by version."""

    async def version(self, version: str) -> Playbook:
        """That playbook.

        Raises:
            NotFoundError: it was never published here.
        """
        ...

    async def current(self) -> Playbook:
        """The one published last.

        Raises:
            NotFoundError: none was ever published here.
        """
        ...


class Renderer(Protocol):
    """Writes a message for one lead."""

    def render(
        self, message: Message, variables: Mapping[str, Any], links: Callable[[str], str] | None = None
    ) -> Rendered:
        """The message, written; ``links`` makes tracked links of addresses, where clicks are counted.

        Raises:
            InvalidInputError: the template does not render for these variables; names message, line and column.
        """
        ...


class AlertNote(Snapshot):
    """An alert as it is kept and shown, whether or not it could be delivered; ``owed`` is due at ``owed_at``."""

    alert_id: str
    lead_id: str
    to: str
    about: About
    reason: str
    raised_at: datetime
    owed: str = ""
    owed_at: AwareDatetime | None = None


class Raised(Snapshot):
    """What became of an alert so far: whether anybody is still to be told, and by which ways somebody was."""

    is_due: bool
    told: tuple[str, ...] = ()


class AlertLog(Protocol):
    """Alerts raised."""

    async def owed(self, lead_id: str) -> Owed:
        """What people owe this lead next, by its open tasks and its running promises."""
        ...

    async def raise_alert(self, note: AlertNote) -> Raised:
        """Keep the alert; the same one again answers what became of it."""
        ...

    async def told(self, alert_id: str, ways: Sequence[str]) -> None:
        """Note by which ways somebody was told, so that the next attempt does not tell them again."""
        ...

    async def delivered(self, alert_id: str, at: datetime, detail: str, ways: Sequence[str] = ()) -> None:
        """Note that nobody is to be told any more: by which ways somebody was, and what did not work."""
        ...


class CallClues(Protocol):
    """What is on record of when leads are best called."""

    async def of_lead(self, lead_id: str, *, zone: str) -> CallHints:
        """Notes, signs of life, and the industry's hours; ``zone`` is the clock of leads whose own is not known."""
        ...


class CompanyDesk(Protocol):
    """Leads of one company."""

    async def tell(self, lead_id: str, key: str, about: CompanyEvent, at: datetime) -> int:
        """Put on record, for each other open lead of the company, what was heard of this one; answers how many.

        From then on nothing leaves for those leads until their workflows have heard of it.
        """
        ...
