"""Facts that came of the engine's own steps; each carries the key of its step, which makes it idempotent."""

from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, BaseModel

from domain.channels import AnyTask, Channel
from domain.dispositions import Disposition
from domain.facts.happened import Came, Traits, Weight
from domain.facts.keys import is_owed, named, touch_in
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
    """The planner fixed an instant; the reason names the rules that moved it."""

    traits = Traits(is_for_people=False, weight=Weight.DETAIL)

    kind: Literal["planned"] = "planned"
    due_at: AwareDatetime

    @property
    def in_words(self) -> str:
        comes = "due by" if is_owed(self.key) else "planned for"
        return f"{_capital(named(self.key))} {comes} {self.due_at:%Y-%m-%d %H:%M:%S}Z"


class TouchSent(Came):
    """The touch left, and the provider said so."""

    traits = Traits(is_for_people=True, weight=Weight.LINE)

    kind: Literal["touch_sent"] = "touch_sent"
    channel: Channel = Channel.EMAIL
    send_id: str = ""

    @property
    def in_words(self) -> str:
        return f"{_capital(plain(self.channel))} sent ({named(self.key)})"


class TouchUnknown(Came):
    """Nobody can tell whether the touch left."""

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
    """Why a touch did not leave."""

    CHANNEL_DEAD = "channel_dead"
    NOT_ALLOWED = "not_allowed"
    SENDER_REFUSED = "sender_refused"
    NOT_RENDERED = "not_rendered"

    @property
    def is_ours(self) -> bool:
        """Whether we have to fix something before such a touch can leave, and the manager is told."""
        match self:
            case Failure.SENDER_REFUSED | Failure.NOT_RENDERED:
                return True
            case Failure.CHANNEL_DEAD | Failure.NOT_ALLOWED:
                return False


class TouchFailed(Came):
    """The touch certainly did not leave, and a retry will not help."""

    traits = Traits(is_for_people=True, weight=Weight.LINE)

    kind: Literal["touch_failed"] = "touch_failed"
    channel: Channel = Channel.EMAIL
    why: Failure
    rule: str = ""

    @property
    def in_words(self) -> str:
        return f"{_capital(plain(self.channel))} not sent ({named(self.key)}): {plain(self.why.value)}"

    @property
    def because(self) -> str:
        return self.rule


class TouchSkipped(_Reasoned, Came):
    """The touch was passed over, and why; ``number`` is its place in the cadence, 0 where that is not known."""

    traits = Traits(is_for_people=False, weight=Weight.DETAIL)

    kind: Literal["touch_skipped"] = "touch_skipped"
    number: int = 0
    reason: str

    @property
    def in_words(self) -> str:
        return f"Skipped {self._touch}"

    @property
    def ahead(self) -> str:
        return f"skip {self._touch}"

    @property
    def _touch(self) -> str:
        touch = touch_in(self.key)
        return f"touch {self.number} ({touch})" if self.number else touch


class TaskOpened(Came):
    """A person was asked."""

    traits = Traits(is_for_people=False, weight=Weight.DETAIL)

    kind: Literal["task_opened"] = "task_opened"
    task: AnyTask
    task_id: str
    assignee: str

    @property
    def in_words(self) -> str:
        return f"{self.assignee} was asked: {plain(self.task.value)}"


class Escalated(Came):
    """A rung was reached because nothing was heard: the reminder, the new owner or the manager it brought.

    Attributes:
        person: who was silent.
        task: what they did not report; none where they did not acknowledge an alert.
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
                return f"{self.person} did not report in time: {plain(task.value)}"

    @property
    def ahead(self) -> str:
        match self.task:
            case None:
                return f"waiting for {self.person} to acknowledge the alert"
            case TaskKind.HAND_OVER:
                return f"waiting for {self.person} to accept the lead or turn it down"
            case task:
                return f"waiting for {self.person} to report: {plain(task.value)}"


class PromiseBreached(_Reasoned, Came):
    """What was owed was not done in time; ``key`` is the promise's, ``at`` the instant it broke."""

    traits = Traits(is_for_people=False, weight=Weight.LINE)

    kind: Literal["promise_breached"] = "promise_breached"

    @property
    def in_words(self) -> str:
        return f"Promise missed: {named(self.key)}"

    @property
    def ahead(self) -> str:
        return f"the promise runs out: {named(self.key)}"


class Assigned(_Reasoned, Came):
    """The lead has an owner; with ``is_fallback`` nobody of the role could take it."""

    traits = Traits(is_for_people=False, weight=Weight.LINE)

    kind: Literal["assigned"] = "assigned"
    owner: str
    is_fallback: bool = False

    @property
    def in_words(self) -> str:
        return f"Assigned to {self.owner}"


class Alerted(Came):
    """The alert was handed to its channel, or could not be (``delivered`` false) and stays visible."""

    traits = Traits(is_for_people=False, weight=Weight.DETAIL)

    kind: Literal["alerted"] = "alerted"
    delivered: bool = True

    @property
    def in_words(self) -> str:
        return "Alert sent" if self.delivered else "Alert could not be delivered"


class HandedOver(_Reasoned, Came):
    """Sales has the lead and its package; the clock runs. With ``is_fallback`` nobody of the role could take it."""

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
    """The company's other open leads have news of this one on record: so many of them."""

    traits = Traits(is_for_people=False, weight=Weight.LINE)

    kind: Literal["company_informed"] = "company_informed"
    count: int = 0

    @property
    def in_words(self) -> str:
        leads = "lead" if self.count == 1 else "leads"
        return f"{self.count} other {leads} of the company told" if self.count else ""


class PauseEnded(Came):
    """The date a pause was meant to last to has come."""

    traits = Traits(is_for_people=False, weight=Weight.DETAIL)

    kind: Literal["pause_ended"] = "pause_ended"

    @property
    def in_words(self) -> str:
        return "Pause ended"

    @property
    def ahead(self) -> str:
        return "resume"


class Exhausted(_Reasoned, Came):
    """All touches are done or passed over, and nothing follows."""

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
    """Another cadence takes the lead."""

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
