"""Processes that die in the middle of their work, as ``kill -9`` would have it, at a point that a test names."""

from datetime import datetime, timedelta
from typing import Any

from activities.clock import Clock
from activities.plans import Planner
from channels.memory import MemoryEmailChannel
from domain.hours.pace import REAL_TIME, Pace
from domain.outgoing.mail import OutgoingEmail, Receipt


class Died(BaseException):
    """What a killed process would have felt: nothing in the engine may catch it."""


class Doom:
    """Kills attempts, one at each of the points it was given."""

    def __init__(self, *points: str) -> None:
        self._points = list(points)

    def at(self, point: str) -> None:
        if self._points and self._points[0] == point:
            del self._points[0]
            raise Died(point)


class HandClock(Clock):
    """Moves by hand, and by a microsecond whenever it is read: no two attempts begin at the very same instant."""

    pace: Pace = REAL_TIME

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        self.at += timedelta(microseconds=1)
        return self.at


class MortalPlanner(Planner):
    """The real planner, and a death around writing the timeline."""

    doom: Doom

    async def conclude(self, *step: Any, **details: Any) -> Any:
        self.doom.at("before the timeline is written")
        answer = await super().conclude(*step, **details)
        self.doom.at("after the timeline is written")
        return answer


class MortalEmailChannel(MemoryEmailChannel):
    """The world of mail; whoever hands it something may die before or after."""

    doom = Doom()

    async def send(self, email: OutgoingEmail) -> Receipt:
        self.doom.at("before the provider has it")
        receipt = await super().send(email)
        self.doom.at("after the provider has it")
        return receipt
