"""Promises: what the agreement promises a lead, by when, and what became of each promise.

Promises that machines keep are counted by the wall clock; promises that people keep, in their opening hours.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.hours.spans import Span
from domain.snapshot import Compact


class PromiseKind(StrEnum):
    """What is promised."""

    ACKNOWLEDGED = "acknowledged"
    FIRST_ATTEMPT = "first_attempt"
    CONTACT = "contact"
    ATTEMPTS = "attempts"
    FOLLOW_UP = "follow_up"

    @property
    def is_owed_by_machines(self) -> bool:
        """Whether a machine keeps it. The wall clock then counts, and its deadline needs no calendar."""
        return self is PromiseKind.ACKNOWLEDGED


class PromiseState(StrEnum):
    """Where a promise stands. Every promise ends as exactly one of met, breached (missed) and void (no longer owed)."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    VOID = "void"

    @property
    def is_open(self) -> bool:
        """Whether the promise is not decided yet."""
        match self:
            case PromiseState.RUNNING | PromiseState.PAUSED:
                return True
            case PromiseState.MET | PromiseState.BREACHED | PromiseState.VOID:
                return False


class Promise(Compact):
    """One promise on one lead.

    Attributes:
        key: ``1:promise:contact``; the run is the one it was made in.
        since: when the time began to count.
        owed, made: how many attempts (or other things) are promised, and how many were made.
        due_at: the deadline; None until the planner has fixed it.
        left_from: when the pause began; the open time from here to ``due_at`` is what is left.
        resumed_at: when the pause ended; set until the planner has fixed the new deadline.
        resumed: how many pauses have ended.
        state_at: when the present state was reached.
        fulfilled_at: when the promised thing was done, in time or late.
        reason: why it was missed or is no longer owed.
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
        """The key its deadline is planned under. It changes with each pause, so that an older plan no longer fits."""
        return f"{self.key}:{self.resumed}" if self.resumed else self.key

    @property
    def is_running(self) -> bool:
        """Whether time counts against it now."""
        return self.state is PromiseState.RUNNING


class Kept(Protocol):
    """What decides whether a promise is late. Promises of the core and promises on record both fit."""

    @property
    def state(self) -> str:
        """One of :class:`PromiseState`."""

    @property
    def due_at(self) -> datetime | None:
        """The deadline."""

    @property
    def state_at(self) -> datetime:
        """When the state was reached."""

    @property
    def fulfilled_at(self) -> datetime | None:
        """When the promised thing was done."""


def late_since(promise: Kept) -> datetime | None:
    """Since when the promise is late, or will be; None if it was kept, is no longer owed, or is paused."""
    if promise.fulfilled_at is not None:
        return None
    if promise.state == PromiseState.BREACHED:
        return promise.state_at
    return promise.due_at if promise.state == PromiseState.RUNNING else None


def red_before(now: datetime, red_zone: timedelta) -> datetime:
    """Promises that have been late since before this instant are in the red zone. SQL queries use it, too."""
    return now - red_zone


def is_red(late_since: datetime | None, now: datetime, red_zone: timedelta) -> bool:
    """Whether a promise that is late since that instant is in the red zone; False if it is not late."""
    return late_since is not None and late_since < red_before(now, red_zone)
