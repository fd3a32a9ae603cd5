"""Promises: what the agreement owes a lead, by when, and what became of each. A promise is a clock that runs.

What machines owe is counted by the wall clock, what people owe in the open time of whoever owes it.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.hours.spans import Span
from domain.snapshot import Compact


class PromiseKind(StrEnum):
    """What is owed."""

    ACKNOWLEDGED = "acknowledged"
    FIRST_ATTEMPT = "first_attempt"
    CONTACT = "contact"
    ATTEMPTS = "attempts"
    FOLLOW_UP = "follow_up"

    @property
    def is_owed_by_machines(self) -> bool:
        """Whether no person has to do it: so it is counted by the wall clock, and its instant needs no calendar."""
        return self is PromiseKind.ACKNOWLEDGED


class PromiseState(StrEnum):
    """Where a promise stands; every one ends as exactly one of met, breached and void."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    VOID = "void"

    @property
    def is_open(self) -> bool:
        """Whether it is not decided yet."""
        match self:
            case PromiseState.RUNNING | PromiseState.PAUSED:
                return True
            case PromiseState.MET | PromiseState.BREACHED | PromiseState.VOID:
                return False


class Promise(Compact):
    """One promise on one lead.

    Attributes:
        key: ``1:promise:contact``; the run is the one it was made in.
        since: when its clock started; ``owed`` how many of the kind are (attempts), ``made`` how many were.
        due_at: when it breaks; none until the planner has fixed it.
        left_from: since when the clock stands still; the time from here to ``due_at`` is left. While it is planned
            anew after that, ``resumed_at`` is the instant it runs on from. ``resumed`` counts how often it did.
        state_at: when it was met, broke or became void.
        fulfilled_at: when what was owed was done, be it late.
        reason: of a void one.
    """

    key: str
    kind: PromiseKind
    since: datetime
    within: Span
    owed: int = 1
    made: int = 0
    due_at: datetime | None = None
    state: PromiseState = PromiseState.RUNNING
    left_from: datetime | None = None
    resumed_at: datetime | None = None
    resumed: int = 0
    state_at: datetime
    fulfilled_at: datetime | None = None
    reason: str = ""

    @property
    def plan_key(self) -> str:
        """The key its instant is planned under: one that was planned before the clock stood still fits no more."""
        return f"{self.key}:{self.resumed}" if self.resumed else self.key

    @property
    def is_running(self) -> bool:
        """Whether time counts against it now."""
        return self.state is PromiseState.RUNNING


class Kept(Protocol):
    """What tells whether a promise is late; a promise as the core has it, and as it is on record."""

    @property
    def state(self) -> str:
        """One of :class:`PromiseState`."""

    @property
    def due_at(self) -> datetime | None:
        """When it breaks."""

    @property
    def state_at(self) -> datetime:
        """When the state was reached."""

    @property
    def fulfilled_at(self) -> datetime | None:
        """When what was owed was done."""


def late_since(promise: Kept) -> datetime | None:
    """Since when what is owed is late, or will be; none where it was done, is not owed, or its clock stands still."""
    if promise.fulfilled_at is not None:
        return None
    if promise.state == PromiseState.BREACHED:
        return promise.state_at
    return promise.due_at if promise.state == PromiseState.RUNNING else None


def red_before(now: datetime, red_zone: timedelta) -> datetime:
    """What has been late since before this instant is in the red zone. Every reader asks here, SQL included."""
    return now - red_zone


def is_red(late_since: datetime | None, now: datetime, red_zone: timedelta) -> bool:
    """Whether what is late since then, if it is, is later than the red zone allows."""
    return late_since is not None and late_since < red_before(now, red_zone)
