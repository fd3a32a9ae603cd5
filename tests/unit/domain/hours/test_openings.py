"""Opening hours as playbooks write them, and the UTC intervals that they are on real days."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.hours.openings import (
    DayOpenings,
    Opening,
    Weekday,
    WeeklyOpenings,
    common_week,
    open_intervals,
    openings_in_week,
)

NEW_YORK = ZoneInfo("America/New_York")
NINE_TO_FIVE = Opening(opens=time(9), closes=time(17))
A_FORTNIGHT = timedelta(days=14)
WEEK: TypeAdapter[WeeklyOpenings] = TypeAdapter(WeeklyOpenings)
day_openings: TypeAdapter[tuple[Opening, ...]] = TypeAdapter(DayOpenings)


@pytest.mark.parametrize("text", ["09:00-17:30", "00:00-24:00", "22:00-24:00"])
def test_an_opening_is_written_as_it_is_read(text: str) -> None:
    """Also the end of the day, which no clock shows."""
    assert str(Opening.model_validate(text)) == text


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("9-17", "is not an opening; write it like 09:00-17:30"),
        ("17:00-09:00", "closes before it opens; hours over midnight are two openings"),
        ("09:00-09:00", "closes before it opens"),
        ("24:00-24:00", "is not an opening"),
        ({"opens": time(9, 0, 30), "closes": time(17)}, "whole minutes, such as 09:00"),
        ({"opens": time(9, tzinfo=UTC), "closes": time(17)}, "plain local time"),
    ],
)
def test_what_is_no_opening_is_refused_with_the_remedy(text: Any, fault: str) -> None:
    """The error shows how to write it."""
    with pytest.raises(ValidationError, match=fault):
        Opening.model_validate(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("closed", []),
        ("13:00-17:00, 09:00-12:00", ["09:00-12:00", "13:00-17:00"]),
        (["09:00-12:00", "12:00-17:00"], ["09:00-12:00", "12:00-17:00"]),
    ],
)
def test_a_day_is_read_in_order(written: Any, read: list[str]) -> None:
    """Whichever opening is written first; two may touch."""
    assert [str(opening) for opening in day_openings.validate_python(written)] == read


@pytest.mark.parametrize("written", ["09:00-13:00, 12:00-17:00", "00:00-24:00, 09:00-10:00"])
def test_openings_that_overlap_are_refused(written: str) -> None:
    """No minute is open twice."""
    with pytest.raises(ValidationError, match="overlap; write them as one opening"):
        day_openings.validate_python(written)


def test_a_day_that_the_week_leaves_out_is_closed() -> None:
    """2 March 2026 is a Monday."""
    weekly = {Weekday.MON: (NINE_TO_FIVE,)}

    assert openings_in_week(weekly, date(2026, 3, 2)) == (NINE_TO_FIVE,)
    assert openings_in_week(weekly, date(2026, 3, 3)) == ()


def test_intervals_begin_at_the_instant_that_is_asked_from() -> None:
    """In the middle of an opening, what has passed of it is cut off."""
    noon = datetime(2026, 3, 2, 17, tzinfo=UTC)  # 12:00 in New York

    intervals = open_intervals(NEW_YORK, lambda _: (NINE_TO_FIVE,), noon, patience=A_FORTNIGHT)

    assert next(intervals) == (noon, datetime(2026, 3, 2, 22, tzinfo=UTC))
    assert next(intervals) == (datetime(2026, 3, 3, 14, tzinfo=UTC), datetime(2026, 3, 3, 22, tzinfo=UTC))


def test_hours_that_the_clock_skips_are_not_open() -> None:
    """On 8 March 2026 New York's clocks go from two to three: an opening of that hour is empty, and the next is not."""
    skipped = Opening.model_validate("02:00-03:00")
    start = datetime(2026, 3, 8, 5, tzinfo=UTC)

    opens_at, _ = next(open_intervals(NEW_YORK, lambda _: (skipped,), start, patience=A_FORTNIGHT))

    assert opens_at == datetime(2026, 3, 9, 6, tzinfo=UTC)


def test_the_search_ends_where_nothing_ever_opens() -> None:
    """Patience is how long it goes on."""
    start = datetime(2026, 3, 2, tzinfo=UTC)

    assert list(open_intervals(NEW_YORK, lambda _: (), start, patience=A_FORTNIGHT)) == []


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (["09:00-17:00"], "09:00-17:00"),
        (["09:00-17:00", "10:00-21:00"], "10:00-17:00"),
        (["00:00-24:00", "08:00-24:00"], "08:00-24:00"),
        (["09:00-12:00, 13:00-17:00", "11:00-14:00"], "11:00-12:00, 13:00-14:00"),
        (["09:00-12:00", "12:00-17:00"], ""),
        (["09:00-12:00", "closed"], ""),
    ],
)
def test_what_is_open_in_every_plan(hours: list[str], expected: str) -> None:
    """Each stretch that all of them have, to the end of the day; a day that one of them leaves out is closed."""
    common = common_week(WEEK.validate_python({"mon": each}) for each in hours)

    assert ", ".join(str(opening) for opening in common[Weekday.MON]) == expected
    assert not common[Weekday.TUE]
