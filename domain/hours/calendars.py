"""Business calendars, and time counted in opening hours.

The rules, which hold over weekends, holidays and both DST changes:

* *n business hours* is elapsed opening time; using it up exactly at a close ends at that close, and none at
  all from outside opening is the next opening.
* *n business days* is the same local time n open days later, moved to the next opening where that is outside.
* What arrives outside opening counts from the next opening.
* A local time that does not exist moves forward; one that exists twice is its first.

Every instant is aware UTC, in and out.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from domain.errors import CalendarNeverOpensError, InvalidInputError
from domain.hours.openings import (
    ONE_DAY,
    DayOpenings,
    Interval,
    Opening,
    Weekday,
    WeeklyOpenings,
    open_intervals,
    openings_in_week,
)
from domain.hours.spans import Span
from domain.hours.zones import TimeZoneName, to_utc, zone_of


class BusinessCalendar(BaseModel):
    """When one place is open.

    Attributes:
        name: what playbooks call it.
        time_zone: the IANA zone whose clock the openings are on.
        weekly: the openings of an ordinary week.
        holidays: local dates that are closed, with their names.
        exceptions: local dates whose openings replace the week's and the holiday's (special opening, early
            close); empty means closed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    time_zone: TimeZoneName
    weekly: WeeklyOpenings
    holidays: dict[date, str] = {}
    exceptions: dict[date, DayOpenings] = {}

    def openings_on(self, day: date) -> tuple[Opening, ...]:
        """The openings of that local day, in order; empty when it is closed."""
        if (special := self.exceptions.get(day)) is not None:
            return special
        return () if day in self.holidays else openings_in_week(self.weekly, day)


def local_date(calendar: BusinessCalendar, at: datetime) -> date:
    """The calendar's own date at an instant."""
    return at.astimezone(zone_of(calendar.time_zone)).date()


__all__ = [
    "BusinessCalendar",
    "Opening",
    "Weekday",
    "add_business_days",
    "add_business_time",
    "add_span",
    "business_time_between",
    "is_open",
    "next_open",
]


NEVER_OPENS_AFTER = timedelta(days=400)
"""A calendar without an opening for this long never opens, because every yearly pattern has repeated."""


LONGEST = timedelta(days=100 * 366)
"""Spans that would end after a century are refused; a calendar open one minute a week can produce them."""


def is_open(calendar: BusinessCalendar, at: datetime) -> bool:
    """Whether it is open at that instant; at the instant of closing it is not."""
    at = to_utc(at, "at")
    first = next(_intervals(calendar, at, ONE_DAY), None)
    return first is not None and first[0] == at


def next_open(calendar: BusinessCalendar, at: datetime) -> datetime:
    """The first open instant at or after ``at``.

    Raises:
        CalendarNeverOpensError: there is none within 400 days.
    """
    return add_business_time(calendar, at, timedelta())


def add_business_time(calendar: BusinessCalendar, start: datetime, amount: timedelta) -> datetime:
    """The instant by which ``amount`` of opening time has elapsed since ``start``.

    Raises:
        CalendarNeverOpensError: the calendar has no opening for 400 days, or too few for so much time in a century.
        InvalidInputError: ``start`` is naive, or ``amount`` is negative.
    """
    start = to_utc(start, "start")
    if amount < timedelta():
        raise InvalidInputError(f"amount is {amount}; business time cannot be negative", field="amount")
    remaining = amount
    for opens_at, closes_at in _intervals(calendar, start, NEVER_OPENS_AFTER):
        if opens_at + remaining <= closes_at:
            return opens_at + remaining
        remaining -= closes_at - opens_at
        if closes_at - start > LONGEST:
            raise CalendarNeverOpensError(
                f"calendar {calendar.name!r} is not open for {amount} in a hundred years: "
                "give it longer openings, or promise less",
                field="weekly",
            )
    raise _never_opens(calendar)


def add_business_days(calendar: BusinessCalendar, start: datetime, days: int) -> datetime:
    """The same local time so many open days later, moved to the next opening where that is outside.

    Later starts never end earlier, except that on a calendar open during a DST change starts within that
    hour may swap, as the clock itself does.

    Raises:
        CalendarNeverOpensError: the calendar has no opening for 400 days.
        InvalidInputError: ``start`` is naive, or ``days`` is negative.
    """
    if days < 0:
        raise InvalidInputError(f"days is {days}; business days cannot be negative", field="days")
    # Counting from the opening even on an open day: otherwise what arrives on Monday at 3:00 could be due
    # before what arrived on Sunday night.
    counted_from = next_open(calendar, start)
    if days == 0:
        return counted_from  # not through the local clock, which would lose the second pass of a DST hour
    local = counted_from.astimezone(ZoneInfo(calendar.time_zone))
    day = _open_day_after(calendar, local.date(), days)
    return next_open(calendar, datetime.combine(day, local.time().replace(fold=0), local.tzinfo))


def add_span(calendar: BusinessCalendar, start: datetime, span: Span) -> datetime:
    """The instant ``span`` after ``start``: by the wall clock, or business days first and hours after.

    Raises:
        CalendarNeverOpensError: the span is in business time and the calendar has no opening for 400 days.
        InvalidInputError: ``start`` is naive.
    """
    if not span.is_business:
        return to_utc(start, "start") + span.wall
    return add_business_time(calendar, add_business_days(calendar, start, span.business_days), span.business_time)


def business_time_between(calendar: BusinessCalendar, start: datetime, end: datetime) -> timedelta:
    """How much opening time has elapsed from ``start`` to ``end``.

    Raises:
        InvalidInputError: an instant is naive, or ``end`` is before ``start``.
    """
    start, end = to_utc(start, "start"), to_utc(end, "end")
    if end < start:
        raise InvalidInputError(f"end ({end}) is before start ({start}); give them the other way round", field="end")
    elapsed = timedelta()
    for opens_at, closes_at in _intervals(calendar, start, end - start + ONE_DAY):
        if opens_at >= end:
            break
        elapsed += min(closes_at, end) - opens_at
    return elapsed


def _intervals(calendar: BusinessCalendar, at: datetime, patience: timedelta) -> Iterator[Interval]:
    return open_intervals(ZoneInfo(calendar.time_zone), calendar.openings_on, at, patience=patience)


def _open_day_after(calendar: BusinessCalendar, day: date, count: int) -> date:
    """The local date of the ``count``-th open day after ``day``."""
    last_open = day
    while count:
        day += ONE_DAY
        if calendar.openings_on(day):
            count -= 1
            last_open = day
        elif day - last_open > NEVER_OPENS_AFTER:
            raise _never_opens(calendar)
    return day


def _never_opens(calendar: BusinessCalendar) -> CalendarNeverOpensError:
    return CalendarNeverOpensError(
        f"calendar {calendar.name!r} has no opening for {NEVER_OPENS_AFTER.days} days; "
        "give it weekly openings, or an exception with openings",
        field="weekly",
    )
