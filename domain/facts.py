"""Facts: past tense, they happened, they are never refused and never undone.

``Reported`` facts come from people and providers and carry an id chosen where they were first heard, so that the
same fact heard twice is one fact. ``Done`` facts are what came of the engine's own steps; they carry the key of the
step, which makes them idempotent too.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from domain.lead import Channel, LeadProfile
from domain.outcomes import Disposition, Outcome, TaskKind


class Heard(BaseModel):
    """Base of facts from outside; every field but the id has a default so that an old or new sender is understood."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    at: AwareDatetime


class ReplyReceived(Heard):
    """A person wrote back; ``sender`` is ``other`` when it was not the lead's own address."""

    kind: Literal["reply_received"] = "reply_received"
    sender: Literal["lead", "other"] = "lead"
    hint: str = ""


class OutOfOffice(Heard):
    """An absence notice; ``until`` is the last day away or the return date it named."""

    kind: Literal["out_of_office"] = "out_of_office"
    until: date | None = None


class MailUnclear(Heard):
    """An automatic or unreadable answer that a person must look at (left the company, new mailbox)."""

    kind: Literal["mail_unclear"] = "mail_unclear"
    why: str = ""


class Bounced(Heard):
    """A touch came back; ``hard`` means that the address is dead."""

    kind: Literal["bounced"] = "bounced"
    channel: Channel = Channel.EMAIL
    hard: bool = True


class OptedOut(Heard):
    """The lead asked to be left alone: everywhere."""

    kind: Literal["opted_out"] = "opted_out"


class MeetingBooked(Heard):
    """A meeting is in the calendar."""

    kind: Literal["meeting_booked"] = "meeting_booked"


class InviteAnswered(Heard):
    """The answer to a calendar invitation."""

    kind: Literal["invite_answered"] = "invite_answered"
    answer: Literal["accepted", "declined", "tentative"] = "accepted"


class OutcomeLogged(Heard):
    """A person said what came of a task, or of a contact that no task asked for (``task_id`` empty)."""

    kind: Literal["outcome_logged"] = "outcome_logged"
    outcome: Outcome
    task_id: str = ""
    by: str = ""
    call_back_at: AwareDatetime | None = None


class Accepted(Heard):
    """Sales took the lead."""

    kind: Literal["accepted"] = "accepted"
    how: Literal["accepted", "opportunity", "follow_up"] = "accepted"
    by: str = ""
    follow_up_at: AwareDatetime | None = None


class Rejected(Heard):
    """Sales refused the lead, saying which of the two it is."""

    kind: Literal["rejected"] = "rejected"
    why: Literal["needs_qualification", "never_customer"] = "needs_qualification"
    by: str = ""


class Paused(Heard):
    """Someone held the lead; ``until`` empty means until told otherwise."""

    kind: Literal["paused"] = "paused"
    until: AwareDatetime | None = None
    by: str = ""


class Resumed(Heard):
    """Someone let the lead go on."""

    kind: Literal["resumed"] = "resumed"
    by: str = ""


class Disqualified(Heard):
    """Someone closed the lead for good."""

    kind: Literal["disqualified"] = "disqualified"
    by: str = ""


class InformationAdded(Heard):
    """What was missing, or new, about the lead: its profile as it is now."""

    kind: Literal["information_added"] = "information_added"
    profile: LeadProfile


_Reported = (
    ReplyReceived
    | OutOfOffice
    | MailUnclear
    | Bounced
    | OptedOut
    | MeetingBooked
    | InviteAnswered
    | OutcomeLogged
    | Accepted
    | Rejected
    | Paused
    | Resumed
    | Disqualified
    | InformationAdded
)
Reported = Annotated[_Reported, Field(discriminator="kind")]


class Came(BaseModel):
    """Base of facts that came of the engine's own steps."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    key: str
    at: AwareDatetime


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
    task: TaskKind
    task_id: str
    assignee: str


class Climbed(Came):
    """A rung was reached because nothing was heard: the reminder, the new owner or the manager it brought."""

    kind: Literal["climbed"] = "climbed"


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


_Done = (
    Planned
    | TouchSent
    | TouchUnknown
    | TouchFailed
    | TouchSkipped
    | TaskOpened
    | Climbed
    | Assigned
    | Alerted
    | HandedOver
    | KickedBack
    | PauseEnded
    | Exhausted
    | MoveDecided
)
Done = Annotated[_Done, Field(discriminator="kind")]

Fact = Annotated[_Reported | _Done, Field(discriminator="kind")]

reported_from: TypeAdapter[Reported] = TypeAdapter(Reported)
"""Reads a fact from outside out of its JSON; raises pydantic's ValidationError on what it does not know."""
