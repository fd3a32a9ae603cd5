"""Steps: what to do now. Steps are a closed union that every shell matches exhaustively; each carries its reason."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from domain.channels import AnyTask, Channel
from domain.dispositions import Disposition
from domain.facts.unions import Recorded
from domain.hours.spans import Span
from domain.places import Place
from domain.snapshot import Snapshot
from domain.terms.alerts import About
from domain.terms.cadence import OnUnknown
from domain.terms.company import CompanyEvent
from domain.text import plain


class InstantKind(StrEnum):
    """What an instant is for. It decides which opening hours and laws apply."""

    TOUCH = "touch"
    DEADLINE = "deadline"
    RESUME = "resume"
    CALL_BACK = "call_back"
    OWED = "owed"


class PlanRequest(Snapshot):
    """Everything the planner needs to fix one instant, except the present. It holds nothing personal.

    Attributes:
        anchor_at: the instant the wait counts from.
        wait: how long to wait from the anchor; or
        at: the exact instant; or
        on: the last day away; the next open day is meant.
        left_from, left_until: after a pause, the open time between the two is what is left, counted from the anchor.
        personal: whether hints on when to call this lead count.
        owner: the person whose calendar applies; the place's calendar applies without one.
        place: the calendar and the lead's own place.
    """

    key: str
    kind: InstantKind
    anchor_at: datetime
    wait: Span | None = None
    at: datetime | None = None
    on: date | None = None
    left_from: datetime | None = None
    left_until: datetime | None = None
    channel: Channel | None = None
    any_hour: bool = False
    best_time: bool = False
    personal: bool = False
    owner: str = ""
    place: Place


class _Step(Snapshot):
    key: str
    reason: str


class PlanInstant(_Step):
    """Ask the planner for an instant."""

    kind: Literal["plan_instant"] = "plan_instant"
    request: PlanRequest


class WaitUntil(_Step):
    """Wait until ``at``. Any fact wakes the lead earlier, and so does the next deadline, at ``deadline_at``."""

    kind: Literal["wait_until"] = "wait_until"
    at: datetime
    then: str
    deadline_at: datetime | None = None

    @property
    def wakes_at(self) -> datetime:
        """When there is something to do again, if no fact arrives before."""
        return min(self.at, self.deadline_at or self.at)


class Purpose(StrEnum):
    """Why a message is sent. Caps and numbers treat purposes differently."""

    ACKNOWLEDGMENT = "acknowledgment"
    QUESTION = "question"
    FOLLOW_UP = "follow_up"
    NURTURE = "nurture"

    @property
    def answers_the_lead(self) -> bool:
        """Whether the message answers the lead, rather than being a touch of a cadence."""
        match self:
            case Purpose.ACKNOWLEDGMENT | Purpose.QUESTION:
                return True
            case Purpose.FOLLOW_UP | Purpose.NURTURE:
                return False


class SendTouch(_Step):
    """Send one touch by machine."""

    kind: Literal["send_touch"] = "send_touch"
    touch_id: str
    number: int
    send_id: str
    channel: Channel
    message: str
    purpose: Purpose
    bulk: bool = False
    any_hour: bool = False
    on_unknown: OnUnknown = OnUnknown.SKIP


class AskRep(_Step):
    """Open a task for a person."""

    kind: Literal["ask_rep"] = "ask_rep"
    task_id: str
    task: AnyTask
    touch_id: str
    number: int
    assignee: str
    script: str
    voicemail: str = ""


class Assign(_Step):
    """Give the lead, and the task in hand, to somebody."""

    kind: Literal["assign"] = "assign"
    role: str
    preferred: str = ""
    exclude: tuple[str, ...] = ()
    task_id: str = ""


class Alert(_Step):
    """Alert a person, or everybody with a role."""

    kind: Literal["alert"] = "alert"
    to: str
    about: About


class TellCompany(_Step):
    """Send news of this lead to the company's other open leads."""

    kind: Literal["tell_company"] = "tell_company"
    about: CompanyEvent


class HandOverLead(_Step):
    """Give the lead and its package to sales, who then have to answer in time."""

    kind: Literal["hand_over"] = "hand_over"
    role: str
    task_id: str
    script: str


class KickBackLead(_Step):
    """Give the lead back to the teleprospector who generated it."""

    kind: Literal["kick_back"] = "kick_back"
    role: str
    to: str
    task_id: str
    script: str


class StartCadence(_Step):
    """Continue in another cadence, as published now."""

    kind: Literal["start_cadence"] = "start_cadence"
    cadence: str


class Record(_Step):
    """Record a fact that time or the rules made true. Nothing is done in the outside world."""

    kind: Literal["record"] = "record"
    fact: Recorded


class Finish(_Step):
    """End the lead's workflow."""

    kind: Literal["finish"] = "finish"
    disposition: Disposition


Step = Annotated[
    PlanInstant
    | WaitUntil
    | SendTouch
    | AskRep
    | Assign
    | Alert
    | TellCompany
    | HandOverLead
    | KickBackLead
    | StartCadence
    | Record
    | Finish,
    Field(discriminator="kind"),
]


def step_in_words(step: Step) -> str:
    """What a step does, in a few words: ``email intro``, ``call first-call``, ``alert ana``."""
    match step:
        case SendTouch(channel=channel, touch_id=touch_id):
            return f"{channel.value} {touch_id}"
        case AskRep(task=task, touch_id=touch_id):
            return f"{plain(task.value)} {touch_id}"
        case Assign(role=role):
            return f"find an owner (role {role})"
        case Alert(to=to):
            return f"alert {to}"
        case TellCompany():
            return "tell the company's other leads"
        case HandOverLead(role=role):
            return f"hand over to {role}"
        case KickBackLead(role=role):
            return f"kick back to a {role}"
        case StartCadence(cadence=cadence):
            return f"start {cadence}"
        case Finish(disposition=disposition):
            return f"end as {plain(disposition.value)}"
        case PlanInstant(key=key) | WaitUntil(key=key):
            return f"plan {key}"
        case Record(fact=fact):
            return fact.ahead
