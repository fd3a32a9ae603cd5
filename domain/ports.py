"""What activities need from the outside, by role. The ledger, the playbook and the channels implement these ports.

Every writer is idempotent: the workflow chooses the ids, and a second call with the same ids changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from domain.channels import Channel
from domain.gate.claims import Claim, NewTask, SentMail, TaskClaim, TouchIntent, TouchState
from domain.gate.permission import Circumstances, Verdict
from domain.lead.form import LeadRecord
from domain.lead.package import LeadPackage
from domain.letters.alerts import AlertNote, Raised
from domain.letters.owed import OwedLine
from domain.outgoing.mail import Receipt
from domain.owners.clues import Workload
from domain.planning.call_times import CallHints
from domain.terms.agreement import Whose
from domain.terms.company import CompanyEvent
from domain.terms.playbook import Message, Playbook, Rendered
from domain.terms.team import Assignment
from domain.wire.standing import Dispatch


class TouchLedger(Protocol):
    """The record of what is sent: intent, then sending, then sent, failed or unknown."""

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
        """Transaction B: record the result. ``intent`` means that it was certainly not sent and may be tried again."""
        ...

    async def thread(self, lead_id: str, run: int) -> Sequence[SentMail]:
        """The emails of this run that were sent, oldest first."""
        ...


class TaskBoard(Protocol):
    """Tasks for people."""

    async def claim(
        self, task: NewTask, channel: Channel, decide: Callable[[Circumstances], Verdict], *, counted: frozenset[Whose]
    ) -> TaskClaim:
        """Read the circumstances of a touch on that channel, decide, and open its task if the verdict allows.

        A task that was opened before is not decided again. ``counted`` is as in ``TouchIntent``.
        """
        ...

    async def open(self, task: NewTask) -> str:
        """Open a task unless it exists already; returns who has it."""
        ...

    async def give(self, task_id: str, assignee: str, at: datetime, due_at: datetime | None = None) -> None:
        """Reassign an open task, due at ``due_at``; an unknown or closed task stays as it is."""
        ...


class LeadDirectory(Protocol):
    """Leads with their names and addresses."""

    async def lead(self, lead_id: str) -> LeadRecord:
        """The lead, with its notes, its history and what was learned.

        Raises:
            NotFoundError: there is none.
        """
        ...

    async def addressee(self, lead_id: str) -> LeadRecord:
        """The lead as its form says, without notes, history and what was learned.

        Raises:
            NotFoundError: there is none.
        """
        ...

    async def package(self, lead_id: str) -> LeadPackage:
        """The package for whoever takes the lead over.

        Raises:
            NotFoundError: there is none.
        """
        ...

    async def assign(
        self, lead_id: str, key: str, choose: Callable[[Workload], Assignment], at: datetime, silent: str = ""
    ) -> Assignment:
        """Choose an owner under a lock, by the lead's clues and everybody's workload, and record the choice.

        The same ``key`` returns the first choice. ``silent`` missed the deadline on the lead: they are paused from
        new leads until they report something.
        """
        ...


class Timeline(Protocol):
    """Where leads stand, and what happened to them."""

    async def record(self, dispatch: Dispatch) -> None:
        """Write the entries that are new, and the standing unless a newer one is known.

        A newer standing voids all other open tasks of the lead.
        """
        ...


class Publications(Protocol):
    """Published playbooks, immutable by version."""

    async def version(self, version: str) -> Playbook:
        """The playbook with that version.

        Raises:
            NotFoundError: it was never published here.
        """
        ...

    async def current(self) -> Playbook:
        """The playbook that was published last.

        Raises:
            NotFoundError: none was ever published here.
        """
        ...


class Renderer(Protocol):
    """Renders a message for one lead."""

    def render(
        self, message: Message, variables: Mapping[str, Any], links: Callable[[str], str] | None = None
    ) -> Rendered:
        """The rendered message; ``links`` turns addresses into tracked links, if clicks are counted.

        Raises:
            InvalidInputError: the template does not render for these variables; names message, line and column.
        """
        ...


class AlertLog(Protocol):
    """The record of alerts."""

    async def owed(self, lead_id: str) -> OwedLine:
        """What people owe this lead next, by its open tasks and running promises."""
        ...

    async def raise_alert(self, note: AlertNote) -> Raised:
        """Record the alert; returns how far it got if it was recorded before."""
        ...

    async def told(self, alert_id: str, ways: Sequence[str]) -> None:
        """Record by which means it was sent, so that the next attempt does not send it again."""
        ...

    async def delivered(self, alert_id: str, at: datetime, detail: str, ways: Sequence[str] = ()) -> None:
        """Record that the alert is done: by which means it was sent, and what did not work."""
        ...


class CallClues(Protocol):
    """What is on record about when leads are best called."""

    async def of_lead(self, lead_id: str, *, zone: str) -> CallHints:
        """Notes, signs of life, and the industry's hours; ``zone`` is for leads without a known one."""
        ...


class CompanyDesk(Protocol):
    """Leads of one company."""

    async def tell(self, lead_id: str, key: str, about: CompanyEvent, at: datetime) -> int:
        """Record this lead's news for each other open lead of the company; returns how many there are.

        From then on nothing is sent to those leads until their workflows have heard the news.
        """
        ...
