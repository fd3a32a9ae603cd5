"""A cadence: the touches one kind of lead gets, as compiled from the playbook and carried by each lead."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from domain.channels import Channel
from domain.hours.spans import Span, parse_span
from domain.snapshot import Compact
from domain.terms.conditions import Condition


class IfNotDone(StrEnum):
    """What happens when a person misses a task's deadline."""

    REMIND = "remind"
    REASSIGN = "reassign"
    SKIP = "skip"


class IfLate(StrEnum):
    """What happens to a touch that is found long overdue (after an outage or a pause)."""

    SEND = "send"
    SHIFT = "shift"
    SKIP = "skip"


class OnUnknown(StrEnum):
    """What happens when it is not known whether a touch was sent."""

    RESEND = "resend"
    SKIP = "skip"
    ASK_REP = "ask_rep"


class OnEvent(StrEnum):
    """What a cadence does when something happens to its lead."""

    HAND_OVER = "hand over"
    PAUSE = "pause"
    PAUSE_UNTIL_RETURN = "pause until return"
    FINISH = "finish"
    GO_ON = "go on"


class Alternative(Compact):
    """The channel and message that take over when a touch's own channel is dead or not permitted."""

    channel: Channel
    message: str


class Touch(Compact):
    """One touch of a cadence.

    Attributes:
        after: how long after the previous touch (for the first: after the acknowledgment).
        within: how long a person has for their touch once it is due, in their opening hours.
        only_if: the touch is skipped unless this holds.
        unless: the touch is skipped if this holds.
        needs: consent that must be on record as a yes, as in ``sms consent``.
        voicemail: script to leave if the call is not answered.
        variants: message variants and their weights; the choice is stable per lead.
        bulk: a marketing email with one-click unsubscribe headers, rather than a personal one.
        any_hour: may be sent outside opening hours (but never at hours the law forbids).
    """

    id: str
    channel: Channel
    message: str
    after: Span = parse_span("0 minutes")
    within: Span | None = None
    if_not_done: IfNotDone = IfNotDone.REMIND
    only_if: Condition | None = None
    unless: Condition | None = None
    needs: str | None = None
    voicemail: str | None = None
    best_time: bool = False
    variants: dict[str, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)
    if_late: IfLate = IfLate.SEND
    on_unknown: OnUnknown = OnUnknown.SKIP
    otherwise: Alternative | None = None
    bulk: bool = False
    any_hour: bool = False


class Acknowledgment(Compact):
    """How a lead is acknowledged, within seconds: by the first channel of ``by`` that reaches the lead."""

    within: Span
    by: tuple[Channel, ...]
    message: str


class Reactions(Compact):
    """What the cadence does on each of these events."""

    replied: OnEvent = OnEvent.HAND_OVER
    meeting_booked: OnEvent = OnEvent.FINISH
    out_of_office: OnEvent = OnEvent.PAUSE_UNTIL_RETURN


class Again(Compact):
    """Whether a lead that ended may go through the cadence again: never, always, or after a while."""

    mode: Literal["once", "always", "after"] = "once"
    after: Span | None = None


CLOSE: Literal["close"] = "close"


KICK_BACK: Literal["kick back"] = "kick back"


NURTURE: Literal["nurture"] = "nurture"
"""Stands for the first of the agreement's nurture cadences that fits; without such a list, a cadence of that name."""


class Cadence(Compact):
    """One cadence as published.

    Attributes:
        version: the first 12 hex digits of the hash of the cadence's compiled form.
        calendar: name of the calendar for its opening hours.
        exhausted: what follows after the last touch: a cadence, ``close``, ``kick back`` or ``nurture``.
        kind: ``follow_up`` works a lead; ``nurture`` keeps in touch with one that went quiet.
    """

    name: str
    title: str
    version: str
    applies: Condition | None = None
    kind: Literal["follow_up", "nurture"] = "follow_up"
    calendar: str
    again: Again = Again()
    acknowledge: Acknowledgment | None = None
    touches: tuple[Touch, ...]
    when: Reactions = Reactions()
    exhausted: str = CLOSE
