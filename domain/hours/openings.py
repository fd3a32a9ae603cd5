"""Opening hours in local time, and the UTC intervals that they mean on given days."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import reduce
from itertools import pairwise, product
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

MIDNIGHT = time(0)
ONE_DAY = timedelta(days=1)
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
OPENING_PATTERN = f"^{_CLOCK}-(?:{_CLOCK}|24:00)$"

Interval = tuple[datetime, datetime]
"""From (open) to (already closed), both aware UTC."""


class Weekday(StrEnum):
    """A day of the week, as playbooks write it."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


WEEKDAYS = tuple(Weekday)
WORKDAYS = WEEKDAYS[:5]


class Opening(BaseModel):
    """One stretch of opening on the local clock, written ``09:00-17:30``; ``24:00`` is the end of the day.

    Attributes:
        opens: the first open minute.
        closes: the first closed minute; ``time(0)`` means midnight at the end of the day.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    opens: time
    closes: time

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        match value:
            case str():
                return _read_text(value.strip())
            case _:
                return value

    @model_validator(mode="after")
    def _check(self) -> Self:
        for clock in (self.opens, self.closes):
            if clock.tzinfo or clock.second or clock.microsecond:
                raise ValueError(f"{clock.isoformat()} must be a plain local time in whole minutes, such as 09:00")
        if self.closes != MIDNIGHT and self.closes <= self.opens:
            raise ValueError(
                f"{self} closes before it opens; hours over midnight are two openings, "
                "such as 22:00-24:00 on one day and 00:00-06:00 on the next"
            )
        return self

    @model_serializer(mode="plain")
    def __str__(self) -> str:
        closes = "24:00" if self.closes == MIDNIGHT else f"{self.closes:%H:%M}"
        return f"{self.opens:%H:%M}-{closes}"

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": OPENING_PATTERN, "examples": ["09:00-17:30", "00:00-24:00"]}

    def on(self, day: date, zone: ZoneInfo) -> Interval:
        """The UTC interval on that local day; empty or reversed when a DST change swallows it.

        A local time that does not exist moves forward and one that exists twice is its first (``fold=0``).
        """
        last_day = day + ONE_DAY if self.closes == MIDNIGHT else day
        opens_at = datetime.combine(day, self.opens, zone)
        return opens_at.astimezone(UTC), datetime.combine(last_day, self.closes, zone).astimezone(UTC)


def _read_text(text: str) -> dict[str, time]:
    if not re.fullmatch(OPENING_PATTERN, text):
        raise ValueError(f"{text!r} is not an opening; write it like 09:00-17:30, with 24:00 for the end of the day")
    opens, closes = text.split("-")
    return {
        "opens": time.fromisoformat(opens),
        "closes": MIDNIGHT if closes == "24:00" else time.fromisoformat(closes),
    }


def _split(value: Any) -> Any:
    """Split one text for a whole day: ``closed``, ``09:00-17:00`` or ``09:00-12:00, 13:00-17:00``."""
    match value:
        case "closed":
            return ()
        case str():
            return value.split(",")
        case _:
            return value


def _in_order(openings: tuple[Opening, ...]) -> tuple[Opening, ...]:
    ordered = tuple(sorted(openings, key=lambda opening: opening.opens))
    for earlier, later in pairwise(ordered):
        if earlier.closes == MIDNIGHT or later.opens < earlier.closes:
            raise ValueError(f"{earlier} and {later} overlap; write them as one opening")
    return ordered


_DAY_SCHEMA = {
    "anyOf": [
        {"type": "string", "examples": ["09:00-17:30", "09:00-12:00, 13:00-17:00", "closed"]},
        {"type": "array", "items": {"type": "string", "pattern": OPENING_PATTERN}},
    ]
}

DayOpenings = Annotated[
    tuple[Opening, ...],
    BeforeValidator(_split),
    AfterValidator(_in_order),
    WithJsonSchema(_DAY_SCHEMA),
]
"""The openings of one day in order, none overlapping; empty means closed."""

WeeklyOpenings = dict[Weekday, DayOpenings]
"""The openings of each day of the week; a day that is left out is closed."""


def common_week(weeks: Iterable[WeeklyOpenings]) -> WeeklyOpenings:
    """The hours that are open in every one of several weekly plans."""
    return reduce(_both_weeks, weeks, dict.fromkeys(WEEKDAYS, (Opening(opens=MIDNIGHT, closes=MIDNIGHT),)))


def _both_weeks(one: WeeklyOpenings, other: WeeklyOpenings) -> WeeklyOpenings:
    return {day: _both(one.get(day, ()), other.get(day, ())) for day in WEEKDAYS}


def _both(one: tuple[Opening, ...], other: tuple[Opening, ...]) -> tuple[Opening, ...]:
    met = ((max(a.opens, b.opens), min(a.closes, b.closes, key=_as_a_close)) for a, b in product(one, other))
    return tuple(Opening(opens=opens, closes=closes) for opens, closes in met if opens < _as_a_close(closes))


def _as_a_close(closes: time) -> time:
    """The closing time for comparisons: midnight is the end of the day and comes last."""
    return time.max if closes == MIDNIGHT else closes


def openings_in_week(weekly: Mapping[Weekday, tuple[Opening, ...]], day: date) -> tuple[Opening, ...]:
    """The openings that the weekly plan gives that day."""
    return weekly.get(WEEKDAYS[day.weekday()], ())


def open_intervals(
    zone: ZoneInfo,
    openings_on: Callable[[date], tuple[Opening, ...]],
    start_at: datetime,
    *,
    patience: timedelta,
) -> Iterator[Interval]:
    """The open intervals from an instant on, in order, none overlapping, cut off at that instant.

    Args:
        zone: where the openings are local.
        openings_on: the openings of a local day.
        start_at: aware UTC.
        patience: give up after so long without an opening.
    """
    # From the day before: a close inside a DST gap just before midnight moves into the next day.
    day = start_at.astimezone(zone).date() - ONE_DAY
    idle = timedelta()
    until = start_at
    while idle <= patience + ONE_DAY:
        idle += ONE_DAY
        for opening in openings_on(day):
            opens_at, closes_at = opening.on(day, zone)
            # Moved by a DST gap, an opening may overlap the one before; no minute counts twice.
            opens_at = max(opens_at, until)
            if opens_at < closes_at:
                yield opens_at, closes_at
                until = closes_at
                idle = timedelta()
        day += ONE_DAY
