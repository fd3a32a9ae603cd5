"""What a touch costs in a lead's history: events, bytes, billable actions; and that nobody's data is in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import mean
from typing import Any, Final

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from bench.engine import QUICK, Engine, engine
from bench.leads import early_leads, hot_leads
from bench.outcomes import open_task
from bench.sizes import Sizes
from bench.table import Row
from bench.throughput import DAYS_A_SECOND

MOST_OF_MACHINE: Final = 12
MOST_OF_PERSON: Final = 20
MOST_ACTIONS: Final = 2.5
PEOPLE_TOUCHES: Final = 6
WORDS_OF_THE_MESSAGE: Final = "frobnicate"

ACTIONS: Final = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
        EventType.EVENT_TYPE_TIMER_STARTED,
        EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
    }
)
"""Events that stand for one billable action each; the local activities of one workflow task are one together. The
server's own metric ``action`` agreed with this count wherever both were taken."""


async def recorded(sizes: Sizes) -> list[Row]:  # noqa: ARG001 - one lead of each kind says it all
    """One lead that the machine touches eight times, and one that people touch six times."""
    async with engine(QUICK, pace=DAYS_A_SECOND) as here:
        form = next(early_leads())
        lead_id = await here.receive(form)
        await here.ended(lead_id)
        machine = await _history(here, lead_id)
        hot = next(hot_leads())
        worked_id = await here.receive(hot)
        await _work(here, worked_id)
        person = await _history(here, worked_id)
    touches, tasks = _spans(machine, "send-touch"), _spans(person, "open-task")
    actions = sum(map(_actions, touches)) / len(touches)
    leaks = _found(machine, form) + _found(person, hot)
    return [
        _events_row("machine's", touches, MOST_OF_MACHINE),
        _events_row("person's", tasks, MOST_OF_PERSON),
        Row(
            "billable actions of a machine's touch, mean",
            f"{actions:.2f}",
            "2.00",
            f"× {actions / 2:.2f}",
            f"≤ {MOST_ACTIONS:g}",
            actions <= MOST_ACTIONS,
        ),
        Row("history bytes of a machine's touch, mean", f"{sum(map(_bytes, touches)) / len(touches):.0f}"),
        Row("history bytes of a person's touch, mean", f"{sum(map(_bytes, tasks)) / len(tasks):.0f}"),
        Row(
            "whole history of 8 machine's touches",
            f"{len(machine)} events, {_bytes(machine) / 1024:.1f} KB, {_actions(machine)} actions",
        ),
        Row("names, addresses and texts found in both histories", str(leaks), "", "", "0", leaks == 0),
    ]


def _events_row(whose: str, touches: Sequence[Sequence[HistoryEvent]], most: int) -> Row:
    """The mean is what a lead costs; a touch that decides a promise has a timer and a marker more than the others."""
    counts = [len(touch) for touch in touches]
    ours = f"{mean(counts):.1f} (at most {max(counts)})"
    return Row(f"history events of a {whose} touch, mean", ours, "", "", f"≤ {most}", mean(counts) <= most)


async def _history(here: Engine, lead_id: str) -> Sequence[HistoryEvent]:
    return (await here.handle(lead_id).fetch_history()).events


async def _work(here: Engine, lead_id: str) -> None:
    """Report each task as done as soon as it is open."""
    for _ in range(PEOPLE_TOUCHES):
        task_id = await open_task(here, lead_id)
        await here.post(f"/v1/tasks/{task_id}/outcome", {"outcome": "sent"})
    await here.ended(lead_id)


def _spans(history: Sequence[HistoryEvent], activity: str) -> list[Sequence[HistoryEvent]]:
    """The events from one touch of a kind to the next: all that one touch and the wait after it leave behind.

    The span before the second touch is left out: finding an owner and telling them falls into it, once per lead.
    """
    at = [
        number
        for number, event in enumerate(history)
        if event.activity_task_scheduled_event_attributes.activity_type.name == activity
    ]
    return [history[first:second] for first, second in pairwise(at[1:])]


def _actions(events: Iterable[HistoryEvent]) -> int:
    counted = Counter(event.event_type in ACTIONS for event in events)[True]
    local = {
        event.marker_recorded_event_attributes.workflow_task_completed_event_id
        for event in events
        if event.event_type == EventType.EVENT_TYPE_MARKER_RECORDED
    }
    return counted + len(local)


def _bytes(events: Iterable[HistoryEvent]) -> int:
    return sum(event.ByteSize() for event in events)


def _found(history: Iterable[HistoryEvent], form: dict[str, Any]) -> int:
    """How many of a lead's data, or of the message's words, stand in any payload; payloads are plain JSON here."""
    whole = b"".join(event.SerializeToString() for event in history).lower()
    personal = [form.get(name) for name in ("email", "phone", "first_name", "last_name", "company", "message")]
    words = [*filter(None, personal), WORDS_OF_THE_MESSAGE]
    return sum(str(word).lower().encode() in whole for word in words)
