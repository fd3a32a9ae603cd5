"""The clocks on the demo's board: what is late, and what is owed next and by when."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from rich.text import Text

from commands.terminal import instant
from domain.journey.promise import PromiseKind, PromiseState, is_red
from domain.journey.state import Stage
from domain.letters.owed import promised

ROOM = (28, 34, 40)
"""Lines of a terminal from which on one, two, and three clocks of each sort are shown."""

URGENCY = (PromiseKind.FIRST_ATTEMPT, PromiseKind.FOLLOW_UP, PromiseKind.ATTEMPTS, PromiseKind.CONTACT)
"""Of broken promises; whether the lead picks up is up to nobody alone."""


class Clock(NamedTuple):
    """One promise of a lead that somebody has in hand; late since, or due at, that real instant."""

    promise: Mapping[str, Any]
    at: datetime


def late(promises: Sequence[Mapping[str, Any]], leads: Mapping[str, Mapping[str, Any]]) -> list[Clock]:
    """What is broken, not made good, and still can be: for each lead the most urgent; the latest of those first."""
    found = [
        Clock(each, instant(each["state_at"]) or datetime.now(UTC))
        for each in promises
        if each["state"] == PromiseState.BREACHED and not each["fulfilled_at"] and _is_in_hand(each, leads)
    ]
    newest = sorted(found, key=lambda clock: clock.at, reverse=True)
    return _one_a_lead(sorted(newest, key=lambda clock: _urgency(clock.promise)))


def owed(promises: Sequence[Mapping[str, Any]], leads: Mapping[str, Mapping[str, Any]]) -> list[Clock]:
    """What people owe each lead next; what the machine owes is done before anybody could read it here."""
    found = [
        Clock(each, due_at)
        for each in promises
        if each["state"] == PromiseState.RUNNING
        and each["kind"] != PromiseKind.ACKNOWLEDGED
        and (due_at := instant(each["due_at"])) is not None
        and _is_in_hand(each, leads)
    ]
    return _one_a_lead(sorted(found, key=lambda clock: (clock.at, _urgency(clock.promise))))


def rows_for(height: int) -> int:
    """How many clocks of each sort a terminal of so many lines has room for."""
    return sum(height >= enough for enough in ROOM)


class Face(NamedTuple):
    """How clocks are told.

    Attributes:
        story: the story's instant at a real one, at the office.
        now: really.
        red_zone: in real time: how late is red.
    """

    story: Callable[[datetime], datetime]
    now: datetime
    red_zone: timedelta

    def lines(self, late: Sequence[Clock], owed: Sequence[Clock], rows: int) -> Iterator[Text]:
        """A line for each of the first, and how many more there are; none where there is no room for any."""
        if not rows:
            return
        for clock in late[:rows]:
            in_red = is_red(clock.at, self.now, self.red_zone)
            yield self._line("red" if in_red else "late", clock, "since", "bold red" if in_red else "red")
        for clock in owed[:rows]:
            yield self._line("owed", clock, "by", "")
        more = [f"{len(late) - rows} more late" if len(late) > rows else ""]
        more.append(f"{len(owed) - rows} more owed" if len(owed) > rows else "")
        if any(more):
            yield Text(f"      and {', '.join(filter(None, more))}", "dim")

    def _line(self, label: str, clock: Clock, when: str, style: str) -> Text:
        promise = clock.promise
        who = ", ".join(filter(None, (promise["name"], promise["company"])))
        text = Text(no_wrap=True, overflow="ellipsis", style=style)
        text.append(f"{label:<6}", "" if style else "bold")
        text.append(f"{who:<32} {promised(promise['kind'], promise['owed'])}, ")
        text.append(f"{when} {self.story(clock.at):%a %d %b %H:%M}", "" if style else "cyan")
        text.append(f"  {promise['owner'] or 'nobody yet'}", "" if style else "dim")
        return text


def _one_a_lead(clocks: Sequence[Clock]) -> list[Clock]:
    """The first of each lead's."""
    first: dict[str, Clock] = {}
    for clock in clocks:
        first.setdefault(clock.promise["lead_id"], clock)
    return list(first.values())


def _is_in_hand(promise: Mapping[str, Any], leads: Mapping[str, Mapping[str, Any]]) -> bool:
    stage = leads.get(promise["lead_id"], {}).get("stage", "")
    return stage in set(Stage) and Stage(stage).is_in_hand


def _urgency(promise: Mapping[str, Any]) -> int:
    return URGENCY.index(promise["kind"]) if promise["kind"] in URGENCY else -1
