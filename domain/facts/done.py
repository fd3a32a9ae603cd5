"""Facts that came of the engine's own steps; each carries the key of its step, which makes it idempotent."""

from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from domain.channels import AnyTask, Channel
from domain.dispositions import Disposition
from domain.snapshot import replaced


class Came(BaseModel):
    """Base of facts that came of the engine's own steps."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    key: str
    at: AwareDatetime

    def dated(self, at: datetime) -> Self:
        """The same fact, at another instant."""
        return replaced(self, partial(type(self), at=at))


class Planned(Came):
    """The planner fixed an instant; the reason names the rules that moved it."""

    kind: Literal["planned"] = "planned"
    due_at: AwareDatetime
    reason: str = ""


class TouchSent(Came):
    """The touch left, and the provider said so."""

    kind: Literal["touch_sent"] = "touch_sent"
    channel: Channel = Channel.EMAIL
    send_id: str = ""


class TouchUnknown(Came):
    """Nobody can tell whether the touch left."""

    kind: Literal["touch_unknown"] = "touch_unknown"
    channel: Channel = Channel.EMAIL
    send_id: str = ""
    detail: str = ""


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

    kind: Literal["touch_failed"] = "touch_failed"
    channel: Channel = Channel.EMAIL
    why: Failure
    rule: str = ""


class TouchSkipped(Came):
    """The touch was passed over, and why."""

    kind: Literal["touch_skipped"] = "touch_skipped"
    reason: str


class TaskOpened(Came):
    """A person was asked."""

    kind: Literal["task_opened"] = "task_opened"
    task: AnyTask
    task_id: str
    assignee: str


class Climbed(Came):
    """A rung was reached because nothing was heard: the reminder, the new owner or the manager it brought."""

    kind: Literal["climbed"] = "climbed"


class PromiseBreached(Came):
    """What was owed was not done in time; ``key`` is the promise's, ``at`` the instant it broke."""

    kind: Literal["promise_breached"] = "promise_breached"
    reason: str = ""


class Assigned(Came):
    """The lead has an owner; with ``is_fallback`` nobody of the role could take it."""

    kind: Literal["assigned"] = "assigned"
    owner: str
    reason: str = ""
    is_fallback: bool = False


class Alerted(Came):
    """The alert was handed to its channel, or could not be (``delivered`` false) and stays visible."""

    kind: Literal["alerted"] = "alerted"
    delivered: bool = True


class HandedOver(Came):
    """Sales has the lead and its package; the clock runs. With ``is_fallback`` nobody of the role could take it."""

    kind: Literal["handed_over"] = "handed_over"
    owner: str
    task_id: str
    reason: str = ""
    is_fallback: bool = False


class KickedBack(Came):
    """The teleprospector has the lead back, with its history; ``is_fallback`` as in ``HandedOver``."""

    kind: Literal["kicked_back"] = "kicked_back"
    owner: str
    task_id: str
    reason: str = ""
    is_fallback: bool = False


class CompanyTold(Came):
    """The company's other open leads have news of this one on record: so many of them."""

    kind: Literal["company_told"] = "company_told"
    count: int = 0


class PauseEnded(Came):
    """The date a pause was meant to last to has come."""

    kind: Literal["pause_ended"] = "pause_ended"


class Exhausted(Came):
    """All touches are done or passed over, and nothing follows."""

    kind: Literal["exhausted"] = "exhausted"
    disposition: Disposition
    reason: str


class MoveDecided(Came):
    """Another cadence takes the lead."""

    kind: Literal["move_decided"] = "move_decided"
    cadence: str
    reason: str
