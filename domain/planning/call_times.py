"""When a lead is best called, by what is known of it: clues, each with its words and its hours.

Pure. A clue is a wish: the planner looks for an instant that is lawful, open and in its hours, and passes on to the
next clue where there is none. No word of a note is in here, only what was understood of it.
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
"""Calls in one hour of the day below which a share says nothing of an industry (a house rule)."""

ENOUGH_FOR_A_WEEKDAY = 3
"""Signs of life that must all be on the same one or two weekdays before these are a clue."""

MOST_WEEKDAYS = 2
MOST_HOURS = 4
"""Whoever answers in more hours of the day than these answers whenever it is."""

PATIENCE_WITH_A_CLUE = timedelta(days=14)
"""A clue moves a call by this much at most; what is not open and lawful in two weeks is not worth the wait."""

MOST_DAYS_NAMED = 4
"""Of more days, those that are left out are named."""


class NotedTimes(Snapshot):
    """What notes say of when to call, on the lead's own clock; empty where they say nothing.

    Attributes:
        days: in the order of the week.
        hours: in the order of the day, none overlapping.
    """

    days: tuple[Weekday, ...] = ()
    hours: tuple[Opening, ...] = ()

    def __str__(self) -> str:
        """In canonical words, such as ``Tue, Thu after 15:00``."""
        return " ".join(filter(None, (_days_in_words(self.days), " or ".join(map(_in_words, self.hours)))))


class Sign(StrEnum):
    """How a lead showed that it was there, in the words of a reason."""

    ANSWERED = "answered"
    WROTE = "wrote"
    CLICKED = "clicked"
    OPENED = "opened"
    VISITED = "visited"

    @property
    def is_on_the_phone(self) -> bool:
        """Whether the lead picked up then: that says more of when to call than anything it did on a screen."""
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
    """Everything on record that says when a lead is best called.

    Attributes:
        industry: its key; ``industry_hours`` are the calls to all leads of it.
    """

    noted: NotedTimes = NotedTimes()
    signs: tuple[SignOfLife, ...] = ()
    industry: str = ""
    industry_hours: tuple[HourShare, ...] = ()


NO_HINTS = CallHints()


class Clue(NamedTuple):
    """A wish for hours, with the words that say why.

    Attributes:
        zones: whose clocks they are on; empty for every zone that the lead may be in.
    """

    words: str
    hours: ContactHours
    zones: tuple[str, ...] = ()


BEST_TIME = ContactHours(
    name="best time",
    weekly={day: (Opening.model_validate("08:00-09:00"), Opening.model_validate("16:00-18:00")) for day in WEEKDAYS},
    source="Oldroyd, Lead Response Management Study, 2007: 16-18 best to contact, 8-9 and 16-17 best to qualify",
)
"""When people are reached best, on their own clock; weak evidence, so it never keeps a call from being made."""

AT_BEST_TIME = Clue("better reached later (best time)", BEST_TIME)


def industry_key(industry: str) -> str:
    """How an industry is told from others, whatever its capitals and spaces: ``Software `` is ``software``."""
    return " ".join(industry.casefold().split())


def clues_in(hints: CallHints, zones: Sequence[str], pace: Pace = REAL_TIME) -> tuple[Clue, ...]:
    """The clues, strongest first: what was noted, when the lead was there before, what works for its industry.

    Args:
        hints: what is known.
        zones: where the lead may be, the likeliest first; at least one.
        pace: the story's, whose clock the lead lives by in a demo.
    """
    signs = [replaced(sign, partial(SignOfLife, at=pace.story(sign.at))) for sign in hints.signs]
    answered = [sign for sign in signs if sign.sign.is_on_the_phone]
    others = [sign for sign in signs if not sign.sign.is_on_the_phone]
    found = (*_noted(hints.noted), _was_there(answered, zones[0]), _was_there(others, zones[0]), _industry(hints))
    return tuple(clue for clue in found if clue is not None)


def _noted(noted: NotedTimes) -> Iterable[Clue]:
    """Days and hours together; where these never meet law and opening hours, what is left of them by itself."""
    alone = (replaced(noted, partial(NotedTimes, hours=())), replaced(noted, partial(NotedTimes, days=())))
    for times in dict.fromkeys((noted, *alone)):
        if times.days or times.hours:
            yield _clue(f"the rep noted: {times}", times.days, times.hours)


def _was_there(signs: Sequence[SignOfLife], zone: str) -> Clue | None:
    """The hours with most signs of life, and the weekdays if there is a pattern.

    On one clock, whichever the lead's is: an instant an hour wide is the same on all of them.
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
    clue = _clue(f"{verbs}{on} at {' and '.join(map(_as_hours, hours))} before", days, hours)
    return clue._replace(zones=(zone,))


def _weekdays(local: Sequence[datetime]) -> tuple[Weekday, ...]:
    days = {WEEKDAYS[at.weekday()] for at in local}
    if len(local) < ENOUGH_FOR_A_WEEKDAY or len(days) > MOST_WEEKDAYS:
        return ()
    return tuple(day for day in WEEKDAYS if day in days)


def _industry(hints: CallHints) -> Clue | None:
    """The hour that reaches most, if enough calls were made in it and it does better than the day as a whole."""
    calls = sum(each.calls for each in hints.industry_hours)
    known = [each for each in hints.industry_hours if each.calls >= ENOUGH_CALLS]
    if not hints.industry or not known:
        return None
    best = max(known, key=lambda each: (each.share, each.calls, -each.hour))
    if best.share <= sum(each.reached for each in hints.industry_hours) / calls:
        return None
    opening = _an_hour(best.hour)
    words = f"{hints.industry} firms are reached {_as_hours(opening)}: {best.share:.0%} of {best.calls} calls"
    return _clue(words, (), (opening,))


def _clue(words: str, days: tuple[Weekday, ...], hours: tuple[Opening, ...]) -> Clue:
    whole_day = (Opening(opens=MIDNIGHT, closes=MIDNIGHT),)
    weekly = dict.fromkeys(days or WEEKDAYS, hours or whole_day)
    return Clue(words, ContactHours(name=words, weekly=weekly, source="what is on record of the lead"))


def _merged(hours: Iterable[int]) -> list[Opening]:
    """Hours of the day as openings, neighbours as one."""
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
    """Of an opening that begins and ends on the hour."""
    return (opening.closes.hour or 24) - opening.opens.hour


def _as_hours(opening: Opening) -> str:
    return f"{opening.opens.hour}-{opening.closes.hour or 24}"


def _in_words(opening: Opening) -> str:
    if opening.opens == MIDNIGHT:
        return f"before {opening.closes:%H:%M}"
    return f"after {opening.opens:%H:%M}" if opening.closes == MIDNIGHT else str(opening)


def _days_in_words(days: Sequence[Weekday]) -> str:
    if len(days) > MOST_DAYS_NAMED:
        return f"not {', '.join(day.value.title() for day in WEEKDAYS if day not in days)}"
    return ", ".join(day.value.title() for day in days)
