"""What a lead is owed next, and by when: the task that somebody has in hand, or the promise that is due first."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from domain.journey.promise import PromiseKind
from domain.outcomes import TaskKind
from domain.text import plain

_PROMISED = {
    PromiseKind.ACKNOWLEDGED: "an automatic acknowledgment",
    PromiseKind.FIRST_ATTEMPT: "a first attempt to reach the lead",
    PromiseKind.CONTACT: "contact with the lead",
    PromiseKind.ATTEMPTS: "{} attempts to reach the lead",
    PromiseKind.FOLLOW_UP: "a follow-up on the hand-over",
}
"""What each promise asks for; ``{}`` stands for the number."""

_TASKS = {  # partial: every other task is named by its kind and its touch
    TaskKind.HAND_OVER: "an answer to the hand-over: accept the lead, or say why not",
    TaskKind.KICK_BACK: "a call to the kicked-back lead",
    TaskKind.REVIEW: "a report of what became of the accepted lead",
    TaskKind.MISSING_INFORMATION: "a call for the missing information",
}
_NEVER = datetime.max.replace(tzinfo=UTC)


class OwedLine(NamedTuple):
    """What is owed, in words, and its deadline if one is fixed; with an empty ``what`` nothing is owed."""

    what: str = ""
    by_when: datetime | None = None


def of_task(kind: str, touch_id: str, due_at: datetime | None) -> OwedLine:
    """What an open task asks for."""
    known = _TASKS.get(TaskKind(kind)) if kind in set(TaskKind) else None
    return OwedLine(known or f"{plain(kind)} {touch_id}".strip(), due_at)


def of_promise(kind: str, count: int, due_at: datetime | None) -> OwedLine:
    """What a running promise asks of people; nothing if a machine keeps the promise."""
    if kind in set(PromiseKind) and PromiseKind(kind).is_owed_by_machines:
        return OwedLine()
    return OwedLine(promise_in_words(kind, count), due_at)


def promise_in_words(kind: str, count: int) -> str:
    """What a promise of this kind asks for."""
    return _PROMISED[PromiseKind(kind)].format(count) if kind in set(PromiseKind) else plain(kind)


def soonest(all_owed: Iterable[OwedLine]) -> OwedLine:
    """The one with the earliest deadline; those without a deadline come last."""
    return min((owed for owed in all_owed if owed.what), key=lambda owed: owed.by_when or _NEVER, default=OwedLine())
