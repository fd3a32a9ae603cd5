"""Facts: what happened, in the past tense. Facts are never undone.

``Reported`` facts come from people and providers (``domain.facts.heard``); ``Done`` facts result from the engine's own
steps (``domain.facts.done``). A fact that arrives twice is one fact.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final, get_args

from pydantic import Field, TypeAdapter

from domain.facts.done import (
    Alerted,
    Assigned,
    CompanyInformed,
    Escalated,
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
from domain.facts.happened import Came, Happened, Heard, kind_of
from domain.facts.heard import (
    Accepted,
    AlertAcknowledged,
    Bounced,
    CompanyNews,
    Disqualified,
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
    "FACTS",
    "Accepted",
    "AlertAcknowledged",
    "Alerted",
    "Assigned",
    "Bounced",
    "Came",
    "CompanyInformed",
    "CompanyNews",
    "Disqualified",
    "Done",
    "Escalated",
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
    "Recorded",
    "Rejected",
    "ReplyReceived",
    "Reported",
    "Resumed",
    "TaskOpened",
    "TouchFailed",
    "TouchSent",
    "TouchSkipped",
    "TouchUnknown",
    "kind_of",
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
    | Escalated
    | Assigned
    | Alerted
    | HandedOver
    | KickedBack
    | CompanyInformed
    | PauseEnded
    | PromiseBreached
    | Exhausted
    | MoveDecided
)
Done = Annotated[_Done, Field(discriminator="kind")]

Recorded = Annotated[
    TouchSkipped | Escalated | PromiseBreached | PauseEnded | Exhausted | MoveDecided, Field(discriminator="kind")
]
"""Facts that time or the rules make true, without any action. Each has ``ahead``, its words before it happens."""

Fact = Annotated[_Reported | _Done, Field(discriminator="kind")]

FACTS: Final[Mapping[str, type[Happened]]] = MappingProxyType(
    {kind_of(fact): fact for fact in (*get_args(_Reported), *get_args(_Done))}
)
"""Every class of facts by its kind, the word in the ledger's rows and the API's answers."""

reported_from: TypeAdapter[Reported] = TypeAdapter(Reported)
"""Reads a fact from its JSON; raises pydantic's ValidationError if it cannot."""
