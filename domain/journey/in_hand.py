"""What is being done for a lead at this moment: planned, asked of a person, held, or about to move on."""

from datetime import date, datetime

from domain.channels import AnyTask
from domain.hours.spans import Span
from domain.snapshot import Compact, Snapshot


class Plan(Snapshot):
    """The instant fixed for what is due next."""

    key: str
    due_at: datetime
    reason: str = ""


class OpenTask(Snapshot):
    """The task a person has in hand; ``rung`` counts how often its deadline passed."""

    key: str
    task_id: str
    kind: AnyTask
    assignee: str
    since: datetime
    rung: int = 0


class Pause(Snapshot):
    """A hold, with the end that it has: an instant, a last day away, or a length.

    Attributes:
        number: tells it from every other pause of the lead.
        is_wished: a person asked for it; what a machine noticed does not shorten it.
        is_open_ended: nobody named an end, so it is told when the longest one agreed is over.
        is_of_company: somebody else at the company was heard from; no other pause that ends earlier shortens it.
    """

    since: datetime
    reason: str
    until: datetime | None = None
    on: date | None = None
    wait: Span | None = None
    number: int = 0
    is_wished: bool = False
    is_open_ended: bool = False
    is_of_company: bool = False


class InHand(Compact):
    """What is in hand; nothing, when the lead has answered, ended, or goes on elsewhere.

    Attributes:
        is_passing_on: somebody else is being found for the task.
        call_back_at: the instant the lead asked to be called at.
        moving_to: the cadence that takes over, with the reason.
    """

    plan: Plan | None = None
    task: OpenTask | None = None
    is_reassigning: bool = False
    pause: Pause | None = None
    call_back_at: datetime | None = None
    moving_to: tuple[str, str] | None = None

    @property
    def is_free(self) -> bool:
        """Whether a task may be opened: nobody has one, and the lead is not about to go on elsewhere."""
        return self.task is None and self.moving_to is None
