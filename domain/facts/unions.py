"""Facts: past tense, they happened, they are never refused and never undone.

``Reported`` facts come from people and providers (``domain.heard``); ``Done`` facts are what came of the engine's own
steps (``domain.done``). A fact heard twice is one fact.
"""

from typing import Annotated

from pydantic import Field, TypeAdapter

from domain.facts.done import (
    Alerted,
    Assigned,
    Came,
    Climbed,
    CompanyTold,
    Exhausted,
    Failure,
    HandedOver,
    KickedBack,
    MoveDecided,
    PauseEnded,
    Planned,
    PromiseBreached,
    TaskOpened,
    TouchFailed,
    TouchSent,
    TouchSkipped,
    TouchUnknown,
)
from domain.facts.heard import (
    Accepted,
    AlertAcknowledged,
    Bounced,
    CompanyNews,
    Disqualified,
    Heard,
    InformationAdded,
    InterestChanged,
    InviteAnswered,
    MailUnclear,
    MeetingBooked,
    OptedOut,
    OutcomeLogged,
    OutOfOffice,
    Paused,
    Rejected,
    ReplyReceived,
    Resumed,
)

__all__ = [
    "Accepted",
    "AlertAcknowledged",
    "Alerted",
    "Assigned",
    "Bounced",
    "Came",
    "Climbed",
    "CompanyNews",
    "CompanyTold",
    "Disqualified",
    "Done",
    "Exhausted",
    "Fact",
    "Failure",
    "HandedOver",
    "Heard",
    "InformationAdded",
    "InterestChanged",
    "InviteAnswered",
    "KickedBack",
    "MailUnclear",
    "MeetingBooked",
    "MoveDecided",
    "OptedOut",
    "OutOfOffice",
    "OutcomeLogged",
    "PauseEnded",
    "Paused",
    "Planned",
    "PromiseBreached",
    "Rejected",
    "ReplyReceived",
    "Reported",
    "Resumed",
    "TaskOpened",
    "TouchFailed",
    "TouchSent",
    "TouchSkipped",
    "TouchUnknown",
    "reported_from",
]

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
    | AlertAcknowledged
    | CompanyNews
    | InterestChanged
    | InformationAdded
)
Reported = Annotated[_Reported, Field(discriminator="kind")]

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
    | CompanyTold
    | PauseEnded
    | PromiseBreached
    | Exhausted
    | MoveDecided
)
Done = Annotated[_Done, Field(discriminator="kind")]

Fact = Annotated[_Reported | _Done, Field(discriminator="kind")]

reported_from: TypeAdapter[Reported] = TypeAdapter(Reported)
"""Reads a fact from outside out of its JSON; raises pydantic's ValidationError on what it does not know."""
