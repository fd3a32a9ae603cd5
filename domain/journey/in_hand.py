"""What is under way for a lead: a plan, a task, a pause, or a move to another cadence."""

from datetime import date, datetime

from domain.channels import AnyTask
from domain.hours.spans import Span
from domain.snapshot import Compact, Snapshot


class Plan(Snapshot):
    """The instant that the planner fixed for what is due next."""

    key: str
    due_at: datetime
    reason: str = ""


class OpenTask(Snapshot):
    """The task a person has in hand; ``rung`` counts how often its deadline has passed."""

    key: str
    task_id: str
    kind: AnyTask
    assignee: str
    since: datetime
    rung: int = 0


class Pause(Snapshot):
    """A pause and its end: an instant, a last day away, or a length.

    Attributes:
        number: distinguishes it from the lead's other pauses.
        is_wished: a person asked for it. An absence that a machine noticed does not shorten it.
        is_open_ended: nobody named an end. The owner is alerted when the longest agreed pause is over.
        is_of_company: somebody else at the company answered. A pause that ends earlier does not replace it.
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
    """What is in hand; empty when the lead has answered, has ended, or moves to another cadence.

    Attributes:
        is_reassigning: somebody else is being found for the task.
        call_back_at: when the lead asked to be called.
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
        """Whether a task may be opened: none is open, and the lead is not about to change cadence."""
        return self.task is None and self.moving_to is None
