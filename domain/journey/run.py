"""How far a lead is in its cadence, and what became of each touch."""

from datetime import datetime
from enum import StrEnum

from domain.channels import Channel
from domain.snapshot import Compact, Snapshot


class TouchResult(StrEnum):
    """What became of a touch; ``unknown`` is never counted as sent."""

    SENT = "sent"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"

    @property
    def is_made(self) -> bool:
        """Whether the touch was made, as far as anybody can tell."""
        match self:
            case TouchResult.SENT | TouchResult.DONE | TouchResult.UNKNOWN:
                return True
            case TouchResult.SKIPPED | TouchResult.FAILED:
                return False


class TouchRecord(Snapshot):
    """What became of one touch, when, and what a person reported about it."""

    touch_id: str
    channel: Channel
    state: TouchResult
    at: datetime
    outcome: str = ""


class Run(Compact):
    """One run through a cadence. The next cadence begins a new run without touches.

    Attributes:
        number: how many cadences the lead has started; part of every key.
        anchor_at: the instant the next touch's wait counts from.
        cursor: index of the touch in hand.
        epoch: how often the touch in hand was started again because it was unknown whether it left.
        provider_refusals: how often the provider refused us, the sender, for the touch in hand.
        is_acknowledged: the lead was acknowledged, or cannot be.
        tried: how many channels of the acknowledgment were tried.
        asked: how often missing information was asked for.
        silent: people who missed a deadline in this run and had the lead taken away.
    """

    number: int = 1
    anchor_at: datetime
    cursor: int = 0
    epoch: int = 0
    provider_refusals: int = 0
    is_acknowledged: bool = False
    tried: int = 0
    asked: int = 0
    touches: tuple[TouchRecord, ...] = ()
    silent: tuple[str, ...] = ()
