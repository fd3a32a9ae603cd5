"""Durations as marketing ops write them: ``5 minutes``, ``1 day 4 hours``, ``2 business days``."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from domain.errors import InvalidInputError

_WALL_UNITS = {
    "week": timedelta(weeks=1),
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
}


_UNITS = (*_WALL_UNITS, "business day", "business hour")


_WALL_TERM = "[0-9]{1,7} (?:week|day|hour|minute)s?"


_BUSINESS_TERM = "[0-9]{1,7} business (?:day|hour)s?"


SPAN_PATTERN = f"^(?:{_WALL_TERM}(?: {_WALL_TERM})*|{_BUSINESS_TERM}(?: {_BUSINESS_TERM})*)$"
"""The pattern for editors. :func:`parse_span` also checks that no unit comes twice, and the five-year limit."""


SPAN_EXAMPLES = (
    "5 minutes",
    "1 hour 30 minutes",
    "1 day",
    "2 business days",
    "1 business day 2 business hours",
)


# Nobody follows up after five years; a longer span is a typing mistake.
LONGEST_WALL = timedelta(days=5 * 366)


LONGEST_BUSINESS_DAYS = 5 * 261


LONGEST_BUSINESS_TIME = timedelta(hours=8 * LONGEST_BUSINESS_DAYS)


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, either by the wall clock or in business time, never both.

    Equal lengths are equal values with one text: ``60 minutes`` is ``1 hour``. A plain day is 24 hours.

    Attributes:
        wall: elapsed time, in whole minutes.
        business_days: the same local time, so many open days later.
        business_time: elapsed opening time after that, in whole hours.
        is_business: business time is meant; tells ``0 business hours`` (as soon as it is open) from
            ``0 minutes`` (at once).
    """

    wall: timedelta = timedelta()
    business_days: int = 0
    business_time: timedelta = timedelta()
    is_business: bool = False

    def __post_init__(self) -> None:
        if self.business_days or self.business_time:
            object.__setattr__(self, "is_business", True)
        if fault := self._fault():
            raise InvalidInputError(fault)

    def _fault(self) -> str:
        """Why the values are not valid; empty if they are."""
        if self.is_business and self.wall:
            return "business and plain units cannot be mixed"
        if min(self.wall, self.business_time) < timedelta() or self.business_days < 0:
            return "it cannot be negative"
        if self.wall % timedelta(minutes=1) or self.business_time % timedelta(hours=1):
            return "the smallest units are the minute and the business hour"
        if (
            self.wall > LONGEST_WALL
            or self.business_days > LONGEST_BUSINESS_DAYS
            or self.business_time > LONGEST_BUSINESS_TIME
        ):
            return "it is longer than five years"
        return ""

    def __str__(self) -> str:
        if self.is_business:
            hours = self.business_time // timedelta(hours=1)
            return _joined([("business day", self.business_days), ("business hour", hours)]) or "0 business hours"
        if self.wall and not self.wall % _WALL_UNITS["week"]:
            return _joined([("week", self.wall // _WALL_UNITS["week"])])
        # Weeks stand alone: "90 days" is what people say, "12 weeks 6 days" is not.
        minutes = self.wall // timedelta(minutes=1)
        days, minutes = divmod(minutes, 24 * 60)
        hours, minutes = divmod(minutes, 60)
        return _joined([("day", days), ("hour", hours), ("minute", minutes)]) or "0 minutes"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _validated,
            serialization=core_schema.plain_serializer_function_ser_schema(str, return_schema=core_schema.str_schema()),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": SPAN_PATTERN, "examples": list(SPAN_EXAMPLES)}


def parse_span(text: str) -> Span:
    """Reads ``<int> (minute|hour|day|week|business hour|business day)s?``, joined by spaces.

    Raises:
        InvalidInputError: what was wrong, with an example of what is right.
    """
    try:
        return _span_of(text)
    except InvalidInputError as fault:
        shown = text if len(text) <= 60 else text[:60] + "…"  # noqa: PLR2004 - as much as fits on a line
        raise InvalidInputError(
            f"{shown!r} is not a duration: {fault}; write it like '2 business days' or '1 hour 30 minutes'"
        ) from None


def _span_of(text: str) -> Span:
    counts: dict[str, int] = {}
    for count, unit in _terms(deque(text.split())):
        if unit in counts:
            raise InvalidInputError(f"{unit!r} is given twice")
        counts[unit] = count
    if not counts:
        raise InvalidInputError("it is empty")
    return Span(
        wall=sum((counts.get(unit, 0) * length for unit, length in _WALL_UNITS.items()), timedelta()),
        business_days=counts.get("business day", 0),
        business_time=timedelta(hours=counts.get("business hour", 0)),
        is_business=_is_business(counts),
    )


def _is_business(units: dict[str, int]) -> bool:
    kinds = {unit.startswith("business") for unit in units}
    if len(kinds) > 1:  # seen here and not in Span, because "0 minutes 1 business day" is a mixture too
        raise InvalidInputError("business and plain units cannot be mixed")
    return kinds.pop()


def _terms(words: deque[str]) -> Iterator[tuple[int, str]]:
    while words:
        count = _count(words.popleft())
        unit = words.popleft() if words else ""
        if unit == "business" and words:
            unit = f"business {words.popleft()}"
        yield count, _unit(unit)


def _count(word: str) -> int:
    if re.fullmatch("[0-9]{1,7}", word):
        return int(word)
    if re.fullmatch("[0-9]{8,}", word):
        raise InvalidInputError("it is longer than five years")
    if re.fullmatch("-[0-9].*", word):
        raise InvalidInputError("it cannot be negative")
    if re.fullmatch("[0-9]*[.,][0-9]+.*", word):
        raise InvalidInputError(f"{word!r} is a fraction, use a smaller unit")
    if re.fullmatch("[0-9]+[A-Za-z]+", word):
        raise InvalidInputError(f"in {word!r} a space is missing, and units are written in full")
    raise InvalidInputError(f"{word!r} is not a whole number")


def _unit(word: str) -> str:
    unit = word.removesuffix("s")
    if unit in _UNITS:
        return unit
    if not word:
        raise InvalidInputError("the unit is missing")
    if unit in {"month", "quarter", "year"}:
        raise InvalidInputError(f"a {unit} has no fixed length, use days or weeks")
    near = get_close_matches(unit.lower(), _UNITS, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"units are {', '.join(_UNITS)}"
    raise InvalidInputError(f"{word!r} is not a unit ({hint})")


def _joined(counts: list[tuple[str, int]]) -> str:
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for unit, count in counts if count)


def _validated(value: object) -> Span:
    """The pydantic way in: errors become ValueError, which pydantic reports with the field's path."""
    match value:
        case Span():
            return value
        case str():
            try:
                return parse_span(value)
            except InvalidInputError as error:
                raise ValueError(str(error)) from None
        case _:
            raise ValueError(f"{value!r} is not a duration: it is not text; write it like '2 business days'")


def by_the_wall(span: Span) -> timedelta:
    """Roughly how long a span is without a calendar: a business day counts as a day."""
    return span.wall + span.business_days * timedelta(days=1) + span.business_time
