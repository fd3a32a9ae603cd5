"""When a lead is best called: clues, each with its words and its hours.

Pure. A clue is a wish: the planner looks for an instant that is lawful, open and within the clue's hours, and tries the
next clue if there is none. Clues do not contain the text of a note, only what was understood.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from pydantic import AwareDatetime, Field

from domain.hours.law import ContactHours
from domain.hours.openings import MIDNIGHT, WEEKDAYS, Opening, Weekday
from domain.hours.pace import REAL_TIME, Pace
from domain.hours.zones import zone_of
from domain.snapshot import Snapshot, replaced

ENOUGH_CALLS = 20
"""With fewer calls in an hour of the day, the share that was answered says nothing about an industry (house rule)."""

ENOUGH_FOR_A_WEEKDAY = 3
"""So many signs of life, all on the same one or two weekdays, make these weekdays a clue."""

MOST_WEEKDAYS = 2
MOST_HOURS = 4
"""Answers spread over more hours of the day than this show no preferred time."""

PATIENCE_WITH_A_CLUE = timedelta(days=14)
"""A clue moves a call by at most this much."""

MOST_DAYS_NAMED = 4
"""With more days than this, the days that are left out are named instead."""


class NotedTimes(Snapshot):
    """What notes say about when to call, in the lead's local time; empty if they say nothing.

    Attributes:
        days: in the order of the week.
        hours: in the order of the day, none overlapping.
    """

    days: tuple[Weekday, ...] = ()
    hours: tuple[Opening, ...] = ()

    def __str__(self) -> str:
        """In canonical words: ``Tue, Thu after 15:00``, ``any day but Fri, after 15:00``."""
        joint = ", " if len(self.days) > MOST_DAYS_NAMED else " "
        return joint.join(filter(None, (_days_in_words(self.days), " or ".join(map(_in_words, self.hours)))))


class Sign(StrEnum):
    """How a lead showed that it was there, in words for reasons."""

    ANSWERED = "answered"
    WROTE = "wrote"
    CLICKED = "clicked"
    OPENED = "opened"
    VISITED = "visited"

    @property
    def is_on_the_phone(self) -> bool:
        """Whether the lead picked up the phone; that says more about when to call than anything else."""
        match self:
            case Sign.ANSWERED:
                return True
            case Sign.WROTE | Sign.CLICKED | Sign.OPENED | Sign.VISITED:
                return False


class SignOfLife(Snapshot):
    """An instant at which a lead was there."""

    sign: Sign
    at: AwareDatetime


class HourShare(Snapshot):
    """How many calls were dialled in an hour of the local day, and how many reached a person."""

    hour: int = Field(ge=0, le=23)
    calls: int
    reached: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.reached / self.calls if self.calls else 0.0


class CallHints(Snapshot):
    """Everything on record about when a lead is best called.

    Attributes:
        industry: the key of its industry; ``industry_hours`` are the calls to all leads of the industry.
    """

    noted: NotedTimes = NotedTimes()
    signs: tuple[SignOfLife, ...] = ()
    industry: str = ""
    industry_hours: tuple[HourShare, ...] = ()


NO_HINTS = CallHints()


class Clue(NamedTuple):
    """A wish for hours, with the words that say why.

    Attributes:
        zones: the time zones of these hours; empty: every zone that the lead may be in.
    """

    words: str
    hours: ContactHours
    zones: tuple[str, ...] = ()


BEST_TIME = ContactHours(
    name="best time",
    weekly={day: (Opening.model_validate("08:00-09:00"), Opening.model_validate("16:00-18:00")) for day in WEEKDAYS},
    source="Oldroyd, Lead Response Management Study, 2007: 16-18 best to contact, 8-9 and 16-17 best to qualify",
)
"""When people are best reached, in local time. The evidence is weak, so it never prevents a call."""

AT_BEST_TIME = Clue("waiting for the best time of day", BEST_TIME)


def industry_key(industry: str) -> str:
    """The key of an industry, regardless of case and spaces: ``Software `` is ``software``."""
    return " ".join(industry.casefold().split())


def clues_in(hints: CallHints, zones: Sequence[str], pace: Pace = REAL_TIME) -> tuple[Clue, ...]:
    """The clues, strongest first: notes, when the lead was there before, what works for its industry.

    Args:
        hints: what is known.
        zones: where the lead may be, the likeliest first; at least one.
        pace: how fast story time passes in a demo.
    """
    signs = [replaced(sign, partial(SignOfLife, at=pace.story(sign.at))) for sign in hints.signs]
    answered = [sign for sign in signs if sign.sign.is_on_the_phone]
    others = [sign for sign in signs if not sign.sign.is_on_the_phone]
    found = (*_noted(hints.noted), _was_there(answered, zones[0]), _was_there(others, zones[0]), _industry(hints))
    return tuple(clue for clue in found if clue is not None)


def _noted(noted: NotedTimes) -> Iterable[Clue]:
    """Clues from notes: days and hours together, then each alone, in case both together are never possible."""
    alone = (replaced(noted, partial(NotedTimes, hours=())), replaced(noted, partial(NotedTimes, days=())))
    for times in dict.fromkeys((noted, *alone)):
        if times.days or times.hours:
            yield _clue(f"rep's note: {times}", times.days, times.hours)


def _was_there(signs: Sequence[SignOfLife], zone: str) -> Clue | None:
    """The hours with most signs of life, and the weekdays if there is a pattern.

    One zone is enough, whichever the lead is in: the same hours are meant in all of them.
    """
    if not signs:
        return None
    local = [sign.at.astimezone(zone_of(zone)) for sign in signs]
    by_hour = Counter(at.hour for at in local)
    hours = tuple(_merged(hour for hour, count in by_hour.items() if count == max(by_hour.values())))
    if sum(_length(opening) for opening in hours) > MOST_HOURS:
        return None
    days = _weekdays(local)
    verbs = " or ".join(sign.value for sign in Sign if any(each.sign is sign for each in signs))
    on = f" on {_days_in_words(days)}" if days else ""
    clue = _clue(f"{verbs} before{on} at {' and '.join(map(_as_hours, hours))}", days, hours)
    return clue._replace(zones=(zone,))


def _weekdays(local: Sequence[datetime]) -> tuple[Weekday, ...]:
    days = {WEEKDAYS[at.weekday()] for at in local}
    if len(local) < ENOUGH_FOR_A_WEEKDAY or len(days) > MOST_WEEKDAYS:
        return ()
    return tuple(day for day in WEEKDAYS if day in days)


def _industry(hints: CallHints) -> Clue | None:
    """The hour in which most calls are answered, if it has enough calls and beats the average of the day."""
    calls = sum(each.calls for each in hints.industry_hours)
    known = [each for each in hints.industry_hours if each.calls >= ENOUGH_CALLS]
    if not hints.industry or not known:
        return None
    best = max(known, key=lambda each: (each.share, each.calls, -each.hour))
    if best.share <= sum(each.reached for each in hints.industry_hours) / calls:
        return None
    opening = _an_hour(best.hour)
    words = f"{hints.industry} firms answer best at {_as_hours(opening)}: {best.share:.0%} of {best.calls} calls"
    return _clue(words, (), (opening,))


def _clue(words: str, days: tuple[Weekday, ...], hours: tuple[Opening, ...]) -> Clue:
    whole_day = (Opening(opens=MIDNIGHT, closes=MIDNIGHT),)
    weekly = dict.fromkeys(days or WEEKDAYS, hours or whole_day)
    return Clue(words, ContactHours(name=words, weekly=weekly, source="records about the lead"))


def _merged(hours: Iterable[int]) -> list[Opening]:
    """Hours of the day as openings, with neighbouring hours merged."""
    merged: list[Opening] = []
    for hour in sorted(hours):
        opening = _an_hour(hour)
        if merged and merged[-1].closes == opening.opens:
            opening = Opening(opens=merged.pop().opens, closes=opening.closes)
        merged.append(opening)
    return merged


def _an_hour(hour: int) -> Opening:
    return Opening(opens=time(hour), closes=time((hour + 1) % 24))


def _length(opening: Opening) -> int:
    """The length in hours of an opening that begins and ends on the hour."""
    return (opening.closes.hour or 24) - opening.opens.hour


def _as_hours(opening: Opening) -> str:
    return f"{opening.opens.hour}-{opening.closes.hour or 24}"


def _in_words(opening: Opening) -> str:
    if opening.opens == MIDNIGHT:
        return f"before {opening.closes:%H:%M}"
    return f"after {opening.opens:%H:%M}" if opening.closes == MIDNIGHT else str(opening)


def _days_in_words(days: Sequence[Weekday]) -> str:
    if len(days) > MOST_DAYS_NAMED:
        return f"any day but {', '.join(day.value.title() for day in WEEKDAYS if day not in days)}"
    return ", ".join(day.value.title() for day in days)
