"""Facts that result from the engine's own steps; the key of the step makes each fact idempotent."""

from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, BaseModel

from domain.channels import AnyTask, Channel, task_in_words
from domain.dispositions import Disposition
from domain.facts.happened import Came, Traits, Weight
from domain.facts.keys import is_deadline, is_owed, named, touch_in
from domain.outcomes import TaskKind
from domain.terms.cadence import KICK_BACK
from domain.text import plain


class _Reasoned(BaseModel):
    """A fact that carries its own reason."""

    reason: str = ""

    @property
    def because(self) -> str:
        return self.reason


class Planned(_Reasoned, Came):
    """The planner fixed an instant; the reason names the rules that moved the instant."""

    traits = Traits(is_for_people=False, weight=Weight.DETAIL)

    kind: Literal["planned"] = "planned"
    due_at: AwareDatetime

    @property
    def in_words(self) -> str:
        comes = "due by" if is_owed(self.key) else "planned for"
        return f"{_capital(named(self.key))} {comes} {self.due_at:%Y-%m-%d %H:%M:%S}Z"


class TouchSent(Came):
    """The provider accepted the touch."""

    traits = Traits(is_for_people=True, weight=Weight.LINE)

    kind: Literal["touch_sent"] = "touch_sent"
    channel: Channel = Channel.EMAIL
    send_id: str = ""

    @property
    def in_words(self) -> str:
        return f"{_capital(plain(self.channel))} sent ({named(self.key)})"


class TouchUnknown(Came):
    """It is not known whether the touch was sent."""

    traits = Traits(is_for_people=True, weight=Weight.LINE)

    kind: Literal["touch_unknown"] = "touch_unknown"
    channel: Channel = Channel.EMAIL
    send_id: str = ""
    detail: str = ""

    @property
    def in_words(self) -> str:
        return f"{_capital(plain(self.channel))} may or may not have been sent ({named(self.key)})"

    @property
    def because(self) -> str:
        return self.detail


class Failure(StrEnum):
    """Why a touch was not sent."""

    CHANNEL_DEAD = "channel_dead"
    NOT_ALLOWED = "not_allowed"
    SENDER_REFUSED = "sender_refused"
    NOT_RENDERED = "not_rendered"

    @property
    def in_words(self) -> str:
        """The failure as a clause."""
        match self:
            case Failure.CHANNEL_DEAD:
                return "the channel is closed for this lead"
            case Failure.NOT_ALLOWED:
                return "not allowed"
            case Failure.SENDER_REFUSED:
                return "the provider refused us"
            case Failure.NOT_RENDERED:
                return "the message could not be written"

    @property
    def is_ours(self) -> bool:
        """Whether we have to fix something before such a touch can be sent; the manager is alerted."""
        match self:
            case Failure.SENDER_REFUSED | Failure.NOT_RENDERED:
                return True
            case Failure.CHANNEL_DEAD | Failure.NOT_ALLOWED:
                return False


class TouchFailed(Came):
    """The touch was certainly not sent, and a retry will not help."""

    traits = Traits(is_for_people=True, weight=Weight.LINE)

    kind: Literal["touch_failed"] = "touch_failed"
    channel: Channel = Channel.EMAIL
    why: Failure
    rule: str = ""

    @property
    def in_words(self) -> str:
        return f"{_capital(plain(self.channel))} not sent ({named(self.key)}): {self.why.in_words}"

    @property
    def because(self) -> str:
        return self.rule


class TouchSkipped(_Reasoned, Came):
    """A touch was skipped, and why; ``number`` is its place in the cadence, or 0 if that is not known."""

    traits = Traits(is_for_people=False, weight=Weight.DETAIL)

    kind: Literal["touch_skipped"] = "touch_skipped"
    number: int = 0
    reason: str

    @property
    def in_words(self) -> str:
        return f"Skipped {self._touch}"

    @property
    def ahead(self) -> str:
        return f"skip {self._touch}{' unless it is reported' if is_deadline(self.key) else ''}"

    @property
    def _touch(self) -> str:
        touch = touch_in(self.key)
        return f"touch {self.number} ({touch})" if self.number else touch


class TaskOpened(Came):
    """A task was opened for a person."""

    traits = Traits(is_for_people=False, weight=Weight.DETAIL)

    kind: Literal["task_opened"] = "task_opened"
    task: AnyTask
    task_id: str
    assignee: str

    @property
    def in_words(self) -> str:
        return f"Task for {self.assignee}: {task_in_words(self.task)}"


class Escalated(Came):
    """A deadline passed and the next rung was reached: a reminder, a new owner, or an alert to the manager.

    Attributes:
        person: who missed the deadline.
        task: what they did not report; None if they did not acknowledge an alert.
    """

    traits = Traits(is_for_people=False, weight=Weight.LINE)

    kind: Literal["escalated"] = "escalated"
    person: str = ""
    task: AnyTask | None = None

    @property
    def in_words(self) -> str:
        match self.task:
            case None:
                return f"{self.person} did not acknowledge the alert in time"
            case TaskKind.HAND_OVER:
                return f"{self.person} did not answer the hand-over in time"
            case task:
                return f"{self.person} did not report this {task_in_words(task)} in time"

    @property
    def ahead(self) -> str:
        match self.task:
            case None:
                return f"waiting for {self.person} to acknowledge the alert"
            case TaskKind.HAND_OVER:
                return f"waiting for {self.person} to accept or turn down the lead"
            case task:
                return f"waiting for {self.person}'s {task_in_words(task)}"


class PromiseBreached(_Reasoned, Came):
    """A promise was missed; ``key`` is the promise's key and ``at`` its deadline."""

    traits = Traits(is_for_people=False, weight=Weight.LINE)

    kind: Literal["promise_breached"] = "promise_breached"

    @property
    def in_words(self) -> str:
        return f"Promise missed: {named(self.key)}"

    @property
    def ahead(self) -> str:
        return f"deadline of the promise: {named(self.key)}"


class Assigned(_Reasoned, Came):
    """The lead has an owner. With ``is_fallback`` nobody with the role could take the lead."""

    traits = Traits(is_for_people=False, weight=Weight.LINE)

    kind: Literal["assigned"] = "assigned"
    owner: str
    is_fallback: bool = False

    @property
    def in_words(self) -> str:
        return f"Assigned to {self.owner}"


class Alerted(Came):
    """The alert was sent, or could not be delivered (``delivered`` is false) and stays in the list of alerts."""

    traits = Traits(is_for_people=False, weight=Weight.DETAIL)

    kind: Literal["alerted"] = "alerted"
    delivered: bool = True

    @property
    def in_words(self) -> str:
        return "Alert sent" if self.delivered else "Alert could not be delivered"


class HandedOver(_Reasoned, Came):
    """Sales has the lead and has to answer. With ``is_fallback`` nobody with the role could take the lead."""

    traits = Traits(is_for_people=True, weight=Weight.TURN)

    kind: Literal["handed_over"] = "handed_over"
    owner: str
    task_id: str
    is_fallback: bool = False

    @property
    def in_words(self) -> str:
        return f"Handed over to {self.owner}"


class KickedBack(_Reasoned, Came):
    """The teleprospector has the lead back, with its history; ``is_fallback`` as in ``HandedOver``."""

    traits = Traits(is_for_people=True, weight=Weight.TURN)

    kind: Literal["kicked_back"] = "kicked_back"
    owner: str
    task_id: str
    is_fallback: bool = False

    @property
    def in_words(self) -> str:
        return f"Kicked back to {self.owner}"


class CompanyInformed(Came):
    """News of this lead was recorded for ``count`` other open leads of its company."""

    traits = Traits(is_for_people=False, weight=Weight.LINE)

    kind: Literal["company_informed"] = "company_informed"
    count: int = 0

    @property
    def in_words(self) -> str:
        leads = "lead" if self.count == 1 else "leads"
        return f"Told {self.count} other {leads} of the company" if self.count else ""


class PauseEnded(Came):
    """A pause reached its end."""

    traits = Traits(is_for_people=False, weight=Weight.DETAIL)

    kind: Literal["pause_ended"] = "pause_ended"

    @property
    def in_words(self) -> str:
        return "Pause ended"

    @property
    def ahead(self) -> str:
        return "resume"


class Exhausted(_Reasoned, Came):
    """Nothing follows for the lead, so it ends: for example, all touches are done or skipped."""

    traits = Traits(is_for_people=False, weight=Weight.TURN)

    kind: Literal["exhausted"] = "exhausted"
    disposition: Disposition
    reason: str

    @property
    def in_words(self) -> str:
        return f"Ended: {plain(self.disposition.value)}"

    @property
    def ahead(self) -> str:
        return f"end as {plain(self.disposition.value)}"


class MoveDecided(_Reasoned, Came):
    """The lead is to move to another cadence."""

    traits = Traits(is_for_people=True, weight=Weight.TURN)

    kind: Literal["move_decided"] = "move_decided"
    cadence: str
    reason: str

    @property
    def in_words(self) -> str:
        return "To be kicked back to its teleprospector" if self.cadence == KICK_BACK else f"Moved to {self.cadence}"

    @property
    def ahead(self) -> str:
        return "kick back to its teleprospector" if self.cadence == KICK_BACK else f"move to {self.cadence}"


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
