"""How far a lead is in the cadence that it runs, and what became of each touch of it."""

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
    """What became of one touch, when, and what a person reported of it."""

    touch_id: str
    channel: Channel
    state: TouchResult
    at: datetime
    outcome: str = ""


class Run(Compact):
    """One run through a cadence; the next cadence begins a new one, with a clean page.

    Attributes:
        number: how many cadences the lead has started; part of every key.
        anchor_at: the instant the next touch's wait counts from.
        cursor: index of the touch in hand.
        epoch: how often the touch in hand was started again because its fate was unknown.
        provider_refusals: how often the provider refused us, the sender, for the touch in hand.
        tried: how many channels of the acknowledgment were tried; ``is_acknowledged`` when that is over.
        asked: how often missing information was asked for.
        silent: who let a task of this run lie.
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
