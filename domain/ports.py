"""What activities need of the world, by role. The ledger, the playbook room and the channels implement these.

Every writer is idempotent: it is keyed by ids that were chosen in the workflow, and a second call changes nothing.
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


class Timeline(Protocol):
    """Where leads stand, and what happened to them."""

    async def record(self, dispatch: Dispatch) -> None:
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


class AlertLog(Protocol):
    """Alerts raised."""

    async def owed(self, lead_id: str) -> OwedLine:
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
