"""The deadlines on the demo's board: what is late, and what is due next."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from rich.text import Text

from commands.terminal import instant
from domain.journey.promise import PromiseKind, PromiseState, is_red
from domain.journey.state import Stage
from domain.letters.owed import promise_in_words

ROOM = (28, 34, 40)
"""Terminal heights from which one, two and three deadlines of each sort are shown."""

URGENCY = (PromiseKind.FIRST_ATTEMPT, PromiseKind.FOLLOW_UP, PromiseKind.ATTEMPTS, PromiseKind.CONTACT)
"""The order of missed promises. A contact comes last, because a rep cannot make the lead pick up."""


class ShownDeadline(NamedTuple):
    """One promise to a lead in hand, with the real time since which it is late or at which it is due."""

    promise: Mapping[str, Any]
    at: datetime


def late(promises: Sequence[Mapping[str, Any]], leads: Mapping[str, Mapping[str, Any]]) -> list[ShownDeadline]:
    """The most urgent missed promise of each lead that can still be done, the latest first."""
    found = [
        ShownDeadline(each, instant(each["state_at"]) or datetime.now(UTC))
        for each in promises
        if each["state"] == PromiseState.BREACHED and not each["fulfilled_at"] and _is_in_hand(each, leads)
    ]
    newest = sorted(found, key=lambda deadline: deadline.at, reverse=True)
    return _one_a_lead(sorted(newest, key=lambda deadline: _urgency(deadline.promise)))


def owed(promises: Sequence[Mapping[str, Any]], leads: Mapping[str, Mapping[str, Any]]) -> list[ShownDeadline]:
    """What people owe each lead next; acknowledgments are left out, because the engine sends them within seconds."""
    found = [
        ShownDeadline(each, due_at)
        for each in promises
        if each["state"] == PromiseState.RUNNING
        and each["kind"] != PromiseKind.ACKNOWLEDGED
        and (due_at := instant(each["due_at"])) is not None
        and _is_in_hand(each, leads)
    ]
    return _one_a_lead(sorted(found, key=lambda deadline: (deadline.at, _urgency(deadline.promise))))


def rows_for(height: int) -> int:
    """How many deadlines of each sort fit on a terminal with this many lines."""
    return sum(height >= enough for enough in ROOM)


class Face(NamedTuple):
    """Writes deadlines as text.

    Attributes:
        story: converts a real time to story time at the office.
        now: the real time.
        red_zone: how late is shown in red, in real time.
    """

    story: Callable[[datetime], datetime]
    now: datetime
    red_zone: timedelta

    def lines(self, late: Sequence[ShownDeadline], owed: Sequence[ShownDeadline], rows: int) -> Iterator[Text]:
        """One line for each of the first ``rows`` deadlines of each sort, then how many more there are."""
        if not rows:
            return
        for deadline in late[:rows]:
            in_red = is_red(deadline.at, self.now, self.red_zone)
            yield self._line("red" if in_red else "late", deadline, "since", "bold red" if in_red else "red")
        for deadline in owed[:rows]:
            yield self._line("due", deadline, "by", "")
        more = [f"{len(late) - rows} more late" if len(late) > rows else ""]
        more.append(f"{len(owed) - rows} more due" if len(owed) > rows else "")
        if any(more):
            yield Text(f"      and {', '.join(filter(None, more))}", "dim")

    def _line(self, label: str, deadline: ShownDeadline, when: str, style: str) -> Text:
        promise = deadline.promise
        who = ", ".join(filter(None, (promise["name"], promise["company"])))
        text = Text(no_wrap=True, overflow="ellipsis", style=style)
        text.append(f"{label:<6}", "" if style else "bold")
        text.append(f"{who:<32} {promise_in_words(promise['kind'], promise['owed'])}, ")
        text.append(f"{when} {self.story(deadline.at):%a %d %b %H:%M}", "" if style else "cyan")
        text.append(f"  {promise['owner'] or 'nobody yet'}", "" if style else "dim")
        return text


def _one_a_lead(deadlines: Sequence[ShownDeadline]) -> list[ShownDeadline]:
    """The first deadline of each lead."""
    first: dict[str, ShownDeadline] = {}
    for deadline in deadlines:
        first.setdefault(deadline.promise["lead_id"], deadline)
    return list(first.values())


def _is_in_hand(promise: Mapping[str, Any], leads: Mapping[str, Mapping[str, Any]]) -> bool:
    stage = leads.get(promise["lead_id"], {}).get("stage", "")
    return stage in set(Stage) and Stage(stage).is_in_hand


def _urgency(promise: Mapping[str, Any]) -> int:
    return URGENCY.index(promise["kind"]) if promise["kind"] in URGENCY else -1
