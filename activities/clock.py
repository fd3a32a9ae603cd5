"""The time outside the workflow, as activities are given it."""

from datetime import UTC, datetime
from typing import Protocol

from domain.hours.pace import REAL_TIME, Pace


class Clock(Protocol):
    """Tells the time."""

    pace: Pace

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        ...


class SystemClock:
    """The machine's clock, with the pace of a demo if there is one."""

    def __init__(self, pace: Pace = REAL_TIME) -> None:
        """At real pace unless told otherwise."""
        self.pace = pace

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        return datetime.now(UTC)
