"""A lead's journey so far: the state that ``next_step`` reads and ``apply`` returns a new one of.

Everything the workflow carries is here, and nothing personal. It travels through continue-as-new whole, so a field
that is added must have a default.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import PlainSerializer

from domain.channels import Channel
from domain.hours.spans import Span
from domain.journey.promise import Promise
from domain.lead.profile import LeadProfile
from domain.outcomes import Disposition, TaskKind
from domain.places import Place
from domain.snapshot import Compact, Snapshot
from domain.terms.agreement import Agreement, Qualification
from domain.terms.alerts import About
from domain.terms.cadence import Cadence
from domain.terms.company import NewsOwed


class Stage(StrEnum):
    """Where a lead is in its life."""

    INCOMPLETE = "incomplete"
    WORKING = "working"
    ENGAGED = "engaged"
    ACCEPTED = "accepted"
    KICKED_BACK = "kicked_back"
    NURTURE = "nurture"
    CLOSED = "closed"

    @property
    def is_in_hand(self) -> bool:
        """Whether one of us has the lead in hand: what was promised can still be made good."""
        return self not in (Stage.NURTURE, Stage.CLOSED)


class TouchResult(StrEnum):
    """What became of a touch; ``unknown`` is never counted as sent."""

    SENT = "sent"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"


class TouchRecord(Snapshot):
    """What became of one touch, when, and what a person reported of it."""

    touch_id: str
    channel: Channel
    state: TouchResult
    at: datetime
    outcome: str = ""


class Plan(Snapshot):
    """The instant fixed for what is due next."""

    key: str
    due_at: datetime
    reason: str = ""


class OpenTask(Snapshot):
    """The task a person has in hand; ``rung`` counts how often its deadline passed."""

    key: str
    task_id: str
    kind: TaskKind
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


class AlertDue(Snapshot):
    """An alert that is owed to a person or a role."""

    key: str
    to: str
    about: About
    reason: str


class Watch(Snapshot):
    """The alert that its owner has to take up; ``rung`` counts how often they let it lie.

    ``due_at`` is when the next rung is reached, none until the planner has fixed it. Above the last rung it only
    remembers that the ladder was climbed.
    """

    key: str
    alert: str
    to: str
    since: datetime
    rung: int = 0
    due_at: datetime | None = None


class Journey(Compact):
    """The state.

    Attributes:
        run: how many cadences the lead has started; part of every touch's key.
        cursor: index of the touch in hand.
        epoch: how often the touch in hand was started again because its fate was unknown.
        anchor_at: the instant the next touch's wait counts from.
        tried: how many channels of the acknowledgment were tried; ``is_acknowledged`` when that is over.
        asked: how often missing information was asked for.
        reviewed: how often sales was asked what became of the lead it accepted.
        call_back_at: the instant the lead asked to be called at; ``call_backs`` counts such wishes.
        follow_up_at: the instant sales agreed with the lead it accepted.
        engaged: how often the lead was taken out of its cadence for sales; part of the hand-over's key.
        been: cadences that the lead went through to the end; the second time ends it, so no way goes round.
        dead: channels that cannot reach this lead any more.
        engagement: why the lead was taken out of its cadence for sales.
        moving_to: the cadence that takes over, with the reason.
        silent: who let a task of this lead lie; ``is_passing_on`` while somebody else is being found for it.
        refusals: how often the provider refused us, the sender, for the touch in hand.
        promises: what the agreement owes this lead; its clocks run beside the agenda. ``promised`` counts how often
            some were made; part of their keys.
        watch: the alert that waits for its owner.
        interest_changes: number of the last change of interest that was heard; an older one comes too late.
        company_news: what the company's other leads are still to be told, even when this one has ended;
            ``company_told`` counts how often there was something.
        applied: ids of all facts heard from outside, so that none counts twice, on any run.
        revision: how many facts have changed this state.
    """

    profile: LeadProfile
    agreement: Agreement
    cadence: Cadence
    run: int = 1
    stage: Stage
    qualification: Qualification
    rule: str = ""
    owner: str = ""
    cursor: int = 0
    epoch: int = 0
    anchor_at: datetime
    is_acknowledged: bool = False
    tried: int = 0
    asked: int = 0
    reviewed: int = 0
    call_back_at: datetime | None = None
    call_backs: int = 0
    engaged: int = 0
    follow_up_at: datetime | None = None
    touches: tuple[TouchRecord, ...] = ()
    outcomes: Annotated[frozenset[str], PlainSerializer(sorted, return_type=list[str])] = frozenset()
    dead: Annotated[frozenset[Channel], PlainSerializer(sorted, return_type=list[str])] = frozenset()
    been: Annotated[frozenset[str], PlainSerializer(sorted, return_type=list[str])] = frozenset()
    plan: Plan | None = None
    task: OpenTask | None = None
    pause: Pause | None = None
    alerts: tuple[AlertDue, ...] = ()
    alerts_raised: int = 0
    promises: tuple[Promise, ...] = ()
    promised: int = 0
    watch: Watch | None = None
    interest_changes: int = 0
    company_news: tuple[NewsOwed, ...] = ()
    company_told: int = 0
    silent: tuple[str, ...] = ()
    is_passing_on: bool = False
    refusals: int = 0
    moving_to: tuple[str, str] | None = None
    engagement: str = ""
    disposition: Disposition | None = None
    ending: str = ""
    applied: tuple[str, ...] = ()
    revision: int = 0

    @property
    def lead_id(self) -> str:
        """The lead's id."""
        return self.profile.lead_id

    @property
    def place(self) -> Place:
        """Where the lead is, and the calendar of its cadence."""
        return self.profile.place(self.cadence.calendar)

    @property
    def is_with_sales(self) -> bool:
        """Whether an answer of sales is owed: handed over (or about to be), and not answered yet."""
        return self.stage is Stage.ENGAGED and self.moving_to is None

    def reaches(self, channel: Channel) -> bool:
        """Whether this channel can and may reach the lead now."""
        return self.profile.has(channel) and channel not in self.dead and self.profile.consent.allows(channel)

    def key(self, *parts: object) -> str:
        """A key for something of this run, such as ``1:intro:email:0``."""
        return ":".join(str(part) for part in (self.run, *parts))

    def id_for(self, *parts: object) -> str:
        """An id for the world: lower-case and dotted, from the same parts on every attempt."""
        return ".".join(str(part) for part in (self.lead_id, self.run, *parts))
