"""What is owed on a lead next, and by when: the task that somebody has in hand, or the promise that runs out first."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from domain.journey.promise import PromiseKind
from domain.outcomes import TaskKind
from domain.text import plain

_PROMISED = {
    PromiseKind.ACKNOWLEDGED: "a first answer by the machine",
    PromiseKind.FIRST_ATTEMPT: "a first attempt to reach the lead",
    PromiseKind.CONTACT: "contact with the lead",
    PromiseKind.ATTEMPTS: "{} attempts to reach the lead",
    PromiseKind.FOLLOW_UP: "a follow-up on the hand-over",
}
"""What each promise wants; how many of it, where that counts."""

_TASKS = {  # partial: a task that makes a touch is named by its kind and the touch
    TaskKind.HAND_OVER: "an answer to the hand-over: accept it, or say why not",
    TaskKind.KICK_BACK: "an attempt on the lead that came back",
    TaskKind.REVIEW: "what became of the accepted lead",
    TaskKind.MISSING_INFORMATION: "what is missing about the lead",
}
_NEVER = datetime.max.replace(tzinfo=UTC)


class OwedLine(NamedTuple):
    """What, in words, and its instant where one is fixed; nothing at all is owed where ``what`` is empty."""

    what: str = ""
    by_when: datetime | None = None


def of_task(kind: str, touch_id: str, due_at: datetime | None) -> OwedLine:
    """What an open task asks for."""
    known = _TASKS.get(TaskKind(kind)) if kind in set(TaskKind) else None
    return OwedLine(known or f"{plain(kind)} {touch_id}".strip(), due_at)


def of_promise(kind: str, count: int, due_at: datetime | None) -> OwedLine:
    """What a running promise asks of people; nothing where it is the machine's to keep."""
    if kind in set(PromiseKind) and PromiseKind(kind).is_owed_by_machines:
        return OwedLine()
    return OwedLine(promise_in_words(kind, count), due_at)


def promise_in_words(kind: str, count: int) -> str:
    """What a promise of a kind wants, whoever owes it."""
    return _PROMISED[PromiseKind(kind)].format(count) if kind in set(PromiseKind) else plain(kind)


def soonest(all_owed: Iterable[OwedLine]) -> OwedLine:
    """What comes first; what has no instant comes last."""
    return min((owed for owed in all_owed if owed.what), key=lambda owed: owed.by_when or _NEVER, default=OwedLine())
