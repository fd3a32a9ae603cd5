"""Business time over weekends, holidays and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from domain.errors import CalendarNeverOpensError, InvalidInputError
from domain.hours.calendars import (
    BusinessCalendar,
    add_business_days,
    add_business_time,
    add_span,
    business_time_between,
    is_open,
    next_open,
)
from domain.hours.openings import WORKDAYS
from domain.hours.spans import parse_span

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)


def a_calendar(zone: str, hours: str, *, days: str = "mon tue wed thu fri", **dated: object) -> BusinessCalendar:
    weekly = dict.fromkeys(days.split(), hours)
    return BusinessCalendar.model_validate({"name": zone, "time_zone": zone, "weekly": weekly, **dated})


NEW_YORK = a_calendar(
    "America/New_York",
    "09:00-17:00",
    holidays={date(2026, 5, 25): "Memorial Day"},
    exceptions={
        date(2026, 11, 27): "09:00-13:00",
        date(2026, 12, 19): "10:00-14:00",
        date(2026, 12, 24): "closed",
    },
)
BERLIN = a_calendar("Europe/Berlin", "09:00-12:00, 13:00-17:30")
NIGHTS = a_calendar("America/New_York", "00:00-06:00", days="mon tue wed thu fri sat sun")
EARLY_IN_BERLIN = a_calendar("Europe/Berlin", "00:00-06:00", days="sat sun mon")
ALWAYS = a_calendar("Europe/London", "00:00-24:00", days="mon tue wed thu fri sat sun")
NEVER = a_calendar("UTC", "closed")


def local(calendar: BusinessCalendar, text: str) -> datetime:
    """A local time of the calendar as an instant; ``fold=1`` after the text is its second pass."""
    clock, _, fold = text.partition(" fold=")
    at = datetime.strptime(clock, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(calendar.time_zone), fold=int(fold or 0))
    return at.astimezone(UTC)


@pytest.mark.parametrize(
    ("calendar", "start", "minutes", "end"),
    [
        pytest.param(NEW_YORK, "2026-03-03 10:00", 60, "2026-03-03 11:00", id="within a day"),
        pytest.param(NEW_YORK, "2026-03-06 16:50", 30, "2026-03-09 09:20", id="over a weekend with the US change"),
        pytest.param(NEW_YORK, "2026-03-03 16:00", 60, "2026-03-03 17:00", id="used up exactly at the close"),
        pytest.param(NEW_YORK, "2026-03-03 17:00", 60, "2026-03-04 10:00", id="arrives exactly at the close"),
        pytest.param(NEW_YORK, "2026-03-03 09:00", 60, "2026-03-03 10:00", id="arrives exactly at the opening"),
        pytest.param(NEW_YORK, "2026-03-03 07:00", 60, "2026-03-03 10:00", id="arrives before the opening"),
        pytest.param(NEW_YORK, "2026-03-03 20:00", 60, "2026-03-04 10:00", id="arrives after the close"),
        pytest.param(NEW_YORK, "2026-03-07 12:00", 60, "2026-03-09 10:00", id="arrives on a closed day"),
        pytest.param(NEW_YORK, "2026-03-03 07:00", 0, "2026-03-03 09:00", id="nothing, outside opening"),
        pytest.param(NEW_YORK, "2026-03-03 10:00", 0, "2026-03-03 10:00", id="nothing, inside opening"),
        pytest.param(NEW_YORK, "2026-05-22 16:00", 120, "2026-05-26 10:00", id="over a weekend and a holiday"),
        pytest.param(NEW_YORK, "2026-11-27 12:00", 120, "2026-11-30 10:00", id="early close"),
        pytest.param(NEW_YORK, "2026-12-18 16:30", 60, "2026-12-19 10:30", id="special Saturday opening"),
        pytest.param(NEW_YORK, "2026-12-23 16:00", 120, "2026-12-25 10:00", id="exception that closes"),
        pytest.param(NEW_YORK, "2026-03-02 09:00", 40 * 60, "2026-03-06 17:00", id="forty hours are a week"),
        pytest.param(BERLIN, "2026-03-03 11:30", 60, "2026-03-03 13:30", id="over the lunch break"),
        pytest.param(BERLIN, "2026-03-03 12:15", 60, "2026-03-03 14:00", id="arrives in the lunch break"),
        pytest.param(BERLIN, "2026-03-27 17:00", 60, "2026-03-30 09:30", id="over the EU change in March"),
        pytest.param(BERLIN, "2026-10-23 17:00", 60, "2026-10-26 09:30", id="over the EU change in October"),
        pytest.param(NIGHTS, "2026-03-08 00:00", 5 * 60, "2026-03-08 06:00", id="US night of five hours"),
        pytest.param(NIGHTS, "2026-03-08 01:30", 60, "2026-03-08 03:30", id="through the US gap"),
        pytest.param(NIGHTS, "2026-11-01 00:00", 7 * 60, "2026-11-01 06:00", id="US night of seven hours"),
        pytest.param(NIGHTS, "2026-11-01 01:30", 60, "2026-11-01 01:30 fold=1", id="through the US fold"),
        pytest.param(EARLY_IN_BERLIN, "2026-03-29 00:00", 5 * 60, "2026-03-29 06:00", id="EU night of five hours"),
        pytest.param(EARLY_IN_BERLIN, "2026-10-25 00:00", 7 * 60, "2026-10-25 06:00", id="EU night of seven hours"),
        pytest.param(ALWAYS, "2026-03-28 12:00", 24 * 60, "2026-03-29 13:00", id="round the clock"),
    ],
)
def test_business_hours_are_elapsed_opening_time(
    calendar: BusinessCalendar, start: str, minutes: int, end: str
) -> None:
    """Business time ends when so much opening time has really elapsed."""
    result = add_business_time(calendar, local(calendar, start), timedelta(minutes=minutes))

    assert result == local(calendar, end)
    assert result.tzinfo is UTC


@pytest.mark.parametrize(
    ("calendar", "start", "days", "end"),
    [
        pytest.param(NEW_YORK, "2026-03-03 10:15", 1, "2026-03-04 10:15", id="tomorrow"),
        pytest.param(NEW_YORK, "2026-03-06 16:50", 2, "2026-03-10 16:50", id="over a weekend with the US change"),
        pytest.param(NEW_YORK, "2026-10-30 10:00", 1, "2026-11-02 10:00", id="over the US change in autumn"),
        pytest.param(BERLIN, "2026-03-27 10:00", 1, "2026-03-30 10:00", id="over the EU change in March"),
        pytest.param(BERLIN, "2026-10-23 10:00", 1, "2026-10-26 10:00", id="over the EU change in October"),
        pytest.param(NEW_YORK, "2026-05-21 10:00", 2, "2026-05-26 10:00", id="over a weekend and a holiday"),
        pytest.param(NEW_YORK, "2026-03-07 12:00", 1, "2026-03-10 09:00", id="arrives on a closed day"),
        pytest.param(NEW_YORK, "2026-03-06 17:00", 1, "2026-03-10 09:00", id="arrives exactly at the close"),
        pytest.param(NEW_YORK, "2026-03-03 20:00", 1, "2026-03-05 09:00", id="arrives after the close"),
        pytest.param(NEW_YORK, "2026-03-03 07:00", 1, "2026-03-04 09:00", id="arrives before the opening"),
        pytest.param(NEW_YORK, "2026-11-25 15:00", 2, "2026-11-30 09:00", id="outside on an early close"),
        pytest.param(NEW_YORK, "2026-03-03 20:00", 0, "2026-03-04 09:00", id="none, outside opening"),
        pytest.param(NEW_YORK, "2026-03-03 10:00", 0, "2026-03-03 10:00", id="none, inside opening"),
        pytest.param(BERLIN, "2026-03-03 12:30", 1, "2026-03-04 13:00", id="arrives in the lunch break"),
        pytest.param(NIGHTS, "2026-03-07 02:30", 1, "2026-03-08 03:30", id="local time that does not exist"),
        pytest.param(NIGHTS, "2026-10-31 01:30", 1, "2026-11-01 01:30", id="local time that exists twice"),
        pytest.param(NIGHTS, "2026-11-01 01:30 fold=1", 0, "2026-11-01 01:30 fold=1", id="none, second pass"),
        pytest.param(ALWAYS, "2026-03-28 23:59", 1, "2026-03-29 23:59", id="round the clock"),
    ],
)
def test_business_days_keep_the_local_time(calendar: BusinessCalendar, start: str, days: int, end: str) -> None:
    """Business days are open days on the local clock, moved to the next opening where that is outside."""
    assert add_business_days(calendar, local(calendar, start), days) == local(calendar, end)


@pytest.mark.parametrize(
    ("span", "end"),
    [
        ("0 minutes", "2026-03-06 16:50"),
        ("1 day", "2026-03-07 16:50"),
        ("0 business hours", "2026-03-06 16:50"),
        ("1 business hour", "2026-03-09 09:50"),
        ("2 business days", "2026-03-10 16:50"),
        ("1 business day 2 business hours", "2026-03-10 10:50"),
    ],
)
def test_a_span_is_added_by_its_own_clock(span: str, end: str) -> None:
    """Plain spans elapse by the wall, business spans by the calendar, days first."""
    start = local(NEW_YORK, "2026-03-06 16:50")

    assert add_span(NEW_YORK, start, parse_span(span)) == local(NEW_YORK, end)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-03 08:59", False),
        ("2026-03-03 09:00", True),
        ("2026-03-03 16:59", True),
        ("2026-03-03 17:00", False),
        ("2026-03-07 12:00", False),
        ("2026-05-25 12:00", False),
        ("2026-11-27 14:00", False),
        ("2026-12-19 11:00", True),
    ],
)
def test_it_is_open_from_the_opening_until_just_before_the_close(at: str, expected: bool) -> None:
    """The first minute is open, the closing instant is not, and dated rules win over the week."""
    assert is_open(NEW_YORK, local(NEW_YORK, at)) is expected


def test_the_longest_spans_are_reached() -> None:
    """A calendar is given up 400 days after its last opening, not 400 days after the start."""
    start = local(BERLIN, "2026-03-02 09:00")
    weekly_hours = timedelta(hours=7, minutes=30) * 5

    assert add_business_time(BERLIN, start, 100 * weekly_hours) == local(BERLIN, "2028-01-28 17:30")
    assert add_business_days(BERLIN, start, 1305) == local(BERLIN, "2031-03-03 09:00")


def test_instants_of_any_zone_are_accepted_and_answered_in_utc() -> None:
    """An aware instant means the same in every zone."""
    start = local(NEW_YORK, "2026-03-03 10:00")

    result = add_business_time(NEW_YORK, start.astimezone(ZoneInfo("Asia/Tokyo")), HOUR)

    assert result == start + HOUR
    assert result.tzinfo is UTC


def test_openings_that_a_clock_change_moves_onto_each_other_count_once() -> None:
    """An opening inside the gap is moved forward; its minutes are not counted again by the next one."""
    calendar = a_calendar("America/New_York", "02:00-02:30, 03:00-04:00", days="sun")
    start = local(calendar, "2026-03-08 00:00")

    assert business_time_between(calendar, start, start + timedelta(days=1)) == HOUR


def test_a_close_that_a_clock_change_moves_into_the_next_day_is_honoured() -> None:
    """Where clocks jump from 23:00 to midnight, an opening until 23:30 lasts until 0:30."""
    calendar = a_calendar("America/Scoresbysund", "20:00-23:30", days="sat")
    close = local(calendar, "2026-03-28 23:30")

    assert close == local(calendar, "2026-03-29 00:30")
    assert is_open(calendar, close - TICK)
    assert not is_open(calendar, close)


# --- refusals


@pytest.mark.parametrize(
    "ask",
    [
        lambda at: is_open(NEW_YORK, at),
        lambda at: next_open(NEW_YORK, at),
        lambda at: add_business_time(NEW_YORK, at, HOUR),
        lambda at: add_business_days(NEW_YORK, at, 1),
        lambda at: add_span(NEW_YORK, at, parse_span("1 hour")),
        lambda at: business_time_between(NEW_YORK, at, datetime(2026, 3, 4, tzinfo=UTC)),
        lambda at: business_time_between(NEW_YORK, datetime(2026, 3, 2, tzinfo=UTC), at),
    ],
)
def test_a_naive_instant_is_refused(ask: object) -> None:
    """No function guesses a zone; the error shows the instant and how to mend it."""
    with pytest.raises(
        InvalidInputError,
        match=r"has no time zone; please give a date and time with time zone, for example 2026-03-03T10:00",
    ):
        ask(datetime(2026, 3, 3, 10))  # type: ignore[operator]  # noqa: DTZ001 - naive is the case


def test_an_instant_beyond_all_rules_is_refused() -> None:
    """An instant at the end of time is an error with a remedy, not an overflow."""
    with pytest.raises(InvalidInputError, match="between 1970 and 2200"):
        next_open(NEW_YORK, datetime.max.replace(tzinfo=UTC))


def test_negative_amounts_are_refused() -> None:
    """Business time runs forward only."""
    start = local(NEW_YORK, "2026-03-03 10:00")

    with pytest.raises(InvalidInputError, match="cannot be negative"):
        add_business_time(NEW_YORK, start, -HOUR)
    with pytest.raises(InvalidInputError, match="cannot be negative"):
        add_business_days(NEW_YORK, start, -1)
    with pytest.raises(InvalidInputError, match="is before start"):
        business_time_between(NEW_YORK, start, start - HOUR)


@pytest.mark.parametrize(
    "ask",
    [
        lambda at: next_open(NEVER, at),
        lambda at: add_business_time(NEVER, at, HOUR),
        lambda at: add_business_days(NEVER, at, 1),
    ],
)
def test_a_calendar_that_never_opens_is_an_error(ask: object) -> None:
    """The error names the calendar and the remedy."""
    with pytest.raises(CalendarNeverOpensError, match=r"'UTC' has no opening for 400 days; give it weekly openings"):
        ask(datetime(2026, 3, 3, tzinfo=UTC))  # type: ignore[operator]


def test_a_calendar_that_stops_opening_is_an_error() -> None:
    """A calendar with its last opening behind it does not loop for ever."""
    calendar = a_calendar("UTC", "closed", exceptions={date(2026, 3, 3): "09:00-17:00"})
    start = datetime(2026, 3, 3, 9, tzinfo=UTC)

    assert add_business_time(calendar, start, 8 * HOUR) == start + 8 * HOUR
    with pytest.raises(CalendarNeverOpensError):
        add_business_time(calendar, start, 9 * HOUR)
    with pytest.raises(CalendarNeverOpensError):
        add_business_days(calendar, start, 1)


def test_a_span_that_no_century_holds_is_an_error_and_no_overflow() -> None:
    """A minute a week is open, and years of opening time are asked for."""
    seldom = a_calendar("America/New_York", "09:00-09:01", days="mon")

    with pytest.raises(CalendarNeverOpensError, match="is not open for 435 days, 0:00:00 in a hundred years"):
        add_span(seldom, datetime(2026, 3, 2, tzinfo=UTC), parse_span("10440 business hours"))


def test_a_calendar_that_never_opens_is_closed_and_counts_nothing() -> None:
    """Questions that have an answer without an opening are answered."""
    start = datetime(2026, 3, 3, tzinfo=UTC)

    assert not is_open(NEVER, start)
    assert business_time_between(NEVER, start, start + timedelta(days=9)) == timedelta()


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("time_zone", "America/New_Yrok", "did you mean 'America/New_York'?"),
        ("time_zone", "EST", "is not an IANA time zone"),
        ("time_zone", "localtime", "is not an IANA time zone; write a name such as 'America/New_York'"),
        ("time_zone", "America", "is not an IANA time zone"),
        ("time_zone", "../etc/passwd", "is not an IANA time zone"),
        ("time_zone", "", "write a name such as 'America/New_York'"),
        ("weekly", {"monday": "09:00-17:00"}, "'mon'"),
        ("weekly", {"mon": "9-17"}, "write it like 09:00-17:30"),
        ("weekly", {"mon": "09:00-25:00"}, "write it like 09:00-17:30"),
        ("weekly", {"mon": "24:00-24:00"}, "write it like 09:00-17:30"),
        ("weekly", {"mon": "22:00-06:00"}, "two openings, such as 22:00-24:00"),
        ("weekly", {"mon": "09:00-09:00"}, "closes before it opens"),
        ("weekly", {"mon": "09:00-13:00, 12:00-17:00"}, "overlap"),
        ("weekly", {"mon": "09:00-24:00, 12:00-17:00"}, "overlap"),
        ("weekly", {"mon": [{"opens": time(9, 0, 30), "closes": time(17)}]}, "whole minutes"),
        ("holidays", {"2026-13-01": "Nothing"}, "date"),
        ("opens", "09:00", "Extra inputs"),
    ],
)
def test_a_bad_calendar_is_refused_with_the_remedy(field: str, value: object, reason: str) -> None:
    """Each mistake in a calendar is named."""
    good: dict[str, object] = {"name": "office", "time_zone": "UTC", "weekly": {"mon": "09:00-17:00"}}

    with pytest.raises(ValidationError) as refusal:
        BusinessCalendar.model_validate(good | {field: value})

    assert reason in str(refusal.value)


def test_a_calendar_survives_being_written_down() -> None:
    """JSON gives the same calendar back, with openings as people write them."""
    text = NEW_YORK.model_dump_json()

    assert '"2026-11-27":["09:00-13:00"]' in text
    assert BusinessCalendar.model_validate_json(text) == NEW_YORK
    assert BusinessCalendar.model_validate_json(ALWAYS.model_dump_json()) == ALWAYS


def test_openings_are_put_in_order() -> None:
    """The order in a file does not matter, and a shift may begin when the last one ends."""
    calendar = a_calendar("UTC", "13:00-17:00, 09:00-12:00, 12:00-13:00")

    assert [str(opening) for opening in calendar.openings_on(date(2026, 3, 3))] == [
        "09:00-12:00",
        "12:00-13:00",
        "13:00-17:00",
    ]


def test_a_work_week_has_five_days() -> None:
    """The weekday names are in the order of the calendar."""
    assert [str(day) for day in WORKDAYS] == ["mon", "tue", "wed", "thu", "fri"]
