"""Laws of business time, tried on random calendars, instants and amounts, around every change of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.hours.calendars import (
    BusinessCalendar,
    add_business_days,
    add_business_time,
    business_time_between,
    is_open,
)
from domain.hours.openings import WEEKDAYS, Opening

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
ALWAYS = BusinessCalendar.model_validate(
    {"name": "always", "time_zone": "Europe/London", "weekly": dict.fromkeys(WEEKDAYS, "00:00-24:00")}
)
ZONES = [
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",  # changes by half an hour
    "America/St_Johns",
    "Asia/Kathmandu",
    "America/Santiago",  # changes at midnight
    "UTC",
]
CHANGES = [datetime(2026, *at, tzinfo=UTC) for at in [(3, 8), (3, 29), (4, 4), (9, 5), (10, 3), (10, 25), (11, 1)]]


@st.composite
def day_openings(draw: st.DrawFn, first: int = 0, last: int = 96) -> tuple[Opening, ...]:
    """Up to two openings on quarter hours, from the first to the last quarter of the day."""
    quarters = sorted(draw(st.sets(st.integers(first, last), max_size=4)))
    clocks = [time(quarter // 4 % 24, quarter % 4 * 15) for quarter in quarters]
    return tuple(Opening(opens=opens, closes=closes) for opens, closes in zip(clocks[::2], clocks[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn, first: int = 0, last: int = 96) -> BusinessCalendar:
    weekly = {day: draw(day_openings(first, last)) for day in WEEKDAYS}
    assume(any(weekly.values()))
    days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
    return BusinessCalendar(
        name="any",
        time_zone=draw(st.sampled_from(ZONES)),
        weekly=weekly,
        holidays=dict.fromkeys(draw(st.sets(days, max_size=3)), "holiday"),
        exceptions=draw(st.dictionaries(days, day_openings(first, last), max_size=3)),
    )


instants = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds are naive by contract
    st.builds(
        lambda change, minutes: change + timedelta(minutes=minutes),
        st.sampled_from(CHANGES),
        st.integers(-3000, 3000),
    ),
)
quarters = st.builds(
    lambda change, count: change + count * timedelta(minutes=15),
    st.sampled_from(CHANGES),
    st.integers(-500, 500),
)
amounts = st.one_of(
    st.timedeltas(timedelta(), timedelta(hours=60)), st.builds(lambda hours: hours * HOUR, st.integers(0, 40))
)


@settings(deadline=None)
@given(calendars(), instants, amounts)
def test_business_time_lands_in_an_opening_or_at_its_close(
    calendar: BusinessCalendar, start: datetime, amount: timedelta
) -> None:
    """The instant is open, or the one just before it was."""
    end = add_business_time(calendar, start, amount)

    assert end >= start
    assert is_open(calendar, end - TICK) if amount else is_open(calendar, end)


@settings(deadline=None)
@given(calendars(), instants, amounts)
def test_business_time_between_undoes_adding(calendar: BusinessCalendar, start: datetime, amount: timedelta) -> None:
    """What was added is what has elapsed."""
    assert business_time_between(calendar, start, add_business_time(calendar, start, amount)) == amount


@settings(deadline=None)
@given(calendars(), instants, amounts, amounts.filter(bool))
def test_business_time_adds_up(
    calendar: BusinessCalendar, start: datetime, first: timedelta, second: timedelta
) -> None:
    """Two amounts after each other end where their sum ends."""
    stepwise = add_business_time(calendar, add_business_time(calendar, start, first), second)

    assert stepwise == add_business_time(calendar, start, first + second)


@settings(deadline=None)
@given(calendars(), instants, instants, amounts, amounts)
def test_business_time_is_monotone(
    calendar: BusinessCalendar, one: datetime, other: datetime, first: timedelta, second: timedelta
) -> None:
    """Nobody who starts later, or has more to wait for, is done earlier."""
    earlier, later = sorted((one, other))
    less, more = sorted((first, second))

    assert add_business_time(calendar, earlier, less) <= add_business_time(calendar, later, more)


@settings(deadline=None)
@given(calendars(), instants, instants, st.integers(0, 9), st.integers(0, 9))
def test_business_days_are_monotone_and_land_in_an_opening(
    calendar: BusinessCalendar, one: datetime, other: datetime, first: int, second: int
) -> None:
    """Business days keep the order of starts and of amounts, but for an hour that the clock itself swaps."""
    earlier, later = sorted((one, other))
    less, more = sorted((first, second))

    end = add_business_days(calendar, later, more)

    assert is_open(calendar, end)
    assert add_business_days(calendar, earlier, less) <= end + HOUR
    assert add_business_days(calendar, later, less) <= end


@settings(deadline=None)
@given(calendars(first=16, last=80), quarters, st.integers(0, 400))
def test_business_time_agrees_with_a_clock_on_the_wall(calendar: BusinessCalendar, start: datetime, count: int) -> None:
    """Counting the open quarter hours by looking at the local clock gives the same time."""
    zone = ZoneInfo(calendar.time_zone)

    def wall_says_open(at: datetime) -> bool:
        there = at.astimezone(zone)
        openings = calendar.openings_on(there.date())
        return any(opening.opens <= there.time() < opening.closes for opening in openings)

    quarter = timedelta(minutes=15)
    counted = sum(wall_says_open(start + step * quarter) for step in range(count)) * quarter

    assert business_time_between(calendar, start, start + count * quarter) == counted
    assert is_open(calendar, start) is wall_says_open(start)


@settings(deadline=None)
@given(instants, amounts)
def test_round_the_clock_is_the_wall_clock(start: datetime, amount: timedelta) -> None:
    """A calendar that never closes adds plain time, through every change of the clock."""
    assert add_business_time(ALWAYS, start, amount) == start + amount
