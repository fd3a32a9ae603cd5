"""Calls and texts leave only when lawful wherever the lead may be."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.channels import Channel
from domain.errors import CalendarNeverOpensError, InvalidInputError
from domain.hours.law import FEDERAL_US, HOUSE, STRICT_US, US_STATE_HOURS, ContactHours
from domain.hours.lawful import hours_for, is_lawful, next_lawful
from domain.hours.openings import WEEKDAYS

NEW_YORK, LOS_ANGELES, CHICAGO = "America/New_York", "America/Los_Angeles", "America/Chicago"


def at_local(zone: str, text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("zones", "state", "start", "expected"),
    [
        pytest.param([NEW_YORK], "NY", "2026-03-03 12:00", "2026-03-03 12:00", id="lawful already"),
        pytest.param([NEW_YORK], "NY", "2026-03-03 06:00", "2026-03-03 08:00", id="before the opening"),
        pytest.param([NEW_YORK], "NY", "2026-03-03 21:00", "2026-03-04 08:00", id="exactly at the close"),
        pytest.param([NEW_YORK], "NY", "2026-03-07 22:00", "2026-03-08 08:00", id="over the change in March"),
        pytest.param([NEW_YORK], "NY", "2026-10-31 22:00", "2026-11-01 08:00", id="over the change in autumn"),
        pytest.param([NEW_YORK], "FL", "2026-03-03 20:30", "2026-03-04 08:00", id="Florida closes at eight"),
        pytest.param([CHICAGO], "TX", "2026-03-08 09:00", "2026-03-08 12:00", id="Texas on a Sunday"),
        pytest.param([CHICAGO], "AL", "2026-03-07 20:00", "2026-03-09 08:00", id="Alabama has no Sunday"),
        pytest.param([NEW_YORK], "RI", "2026-03-07 09:00", "2026-03-07 10:00", id="Rhode Island on a Saturday"),
        pytest.param([NEW_YORK], None, "2026-03-07 17:00", "2026-03-09 10:00", id="state not known"),
        pytest.param([NEW_YORK, LOS_ANGELES], "NY", "2026-03-03 08:00", "2026-03-03 11:00", id="one of two coasts"),
        pytest.param([NEW_YORK, LOS_ANGELES], "NY", "2026-03-03 21:00", "2026-03-04 11:00", id="late on one coast"),
    ],
)
def test_the_next_lawful_instant(zones: list[str], state: str | None, start: str, expected: str) -> None:
    """A touch waits for the first instant that is lawful in every zone; times are those of the first zone."""
    result = next_lawful(at_local(zones[0], start), zones, hours_for(Channel.CALL, "US", state))

    assert result == at_local(zones[0], expected)
    assert is_lawful(result, zones, hours_for(Channel.CALL, "US", state))


def test_a_holiday_counts_only_where_the_law_says_so() -> None:
    """The same date waits in Louisiana and not in New York."""
    holidays = [date(2026, 12, 25)]
    at = at_local(CHICAGO, "2026-12-25 12:00")

    assert next_lawful(at, [CHICAGO], hours_for(Channel.CALL, "US", "LA"), holidays) == at_local(
        CHICAGO, "2026-12-26 08:00"
    )
    assert next_lawful(at, [CHICAGO], hours_for(Channel.CALL, "US", "NY"), holidays) == at


def test_a_toll_free_number_needs_the_leads_zone() -> None:
    """Where no hour is lawful in all candidate zones, the error says what to give."""
    zones = [NEW_YORK, "Pacific/Honolulu", "Pacific/Guam"]

    with pytest.raises(CalendarNeverOpensError, match=r"all 3 zones .* give the lead's own time zone") as refusal:
        next_lawful(datetime(2026, 3, 3, tzinfo=UTC), zones, hours_for(Channel.CALL, "US", None))

    assert refusal.value.field == "time_zone"
    assert not is_lawful(datetime(2026, 3, 3, 18, tzinfo=UTC), zones, hours_for(Channel.CALL, "US", None))


def test_rules_without_hours_are_an_error() -> None:
    """A rule that allows nothing never lets a touch through, and says so."""
    closed = ContactHours(name="closed", weekly={}, source="test")

    with pytest.raises(CalendarNeverOpensError, match="under closed; allow some hours"):
        next_lawful(datetime(2026, 3, 3, tzinfo=UTC), ["UTC"], [closed])


@pytest.mark.parametrize(
    ("at", "zones", "hours", "reason"),
    [
        (datetime(2026, 3, 3), ["UTC"], [HOUSE], "has no time zone"),  # noqa: DTZ001 - naive is the case
        (datetime(2026, 3, 3, tzinfo=UTC), [], [HOUSE], "give the lead's time zone"),
        (datetime(2026, 3, 3, tzinfo=UTC), ["Mars/Base"], [HOUSE], "is not an IANA time zone"),
        (datetime(2026, 3, 3, tzinfo=UTC), ["UTC"], [], "no contact hours are given"),
    ],
)
def test_what_cannot_be_decided_is_refused(
    at: datetime, zones: list[str], hours: list[ContactHours], reason: str
) -> None:
    """Without an instant, a zone or a rule nothing counts as lawful."""
    with pytest.raises(InvalidInputError, match=reason):
        next_lawful(at, zones, hours)
    with pytest.raises(InvalidInputError, match=reason):
        is_lawful(at, zones, hours)


@pytest.mark.parametrize(
    ("country", "region", "names"),
    [
        ("US", "FL", ["us-federal", "us-fl"]),
        ("us", " florida ", ["us-federal", "us-fl"]),
        ("US", "US-TX", ["us-federal", "us-tx"]),
        ("US", "California", ["us-federal"]),
        ("US", "Washington, D.C.", ["us-federal", "strict-us"]),
        ("US", "Washington D.C.", ["us-federal"]),
        ("US", "Bay Area", ["us-federal", "strict-us"]),
        ("US", None, ["us-federal", "strict-us"]),
        ("PR", None, ["us-federal"]),
        ("GB", None, ["house"]),
        ("DE", "MD", ["house"]),
        ("AU", "NSW", ["house"]),
        (None, None, ["us-federal", "house"]),
        ("", "", ["us-federal", "house"]),
        (None, "FL", ["us-federal", "house", "us-fl"]),
    ],
)
def test_the_rules_of_a_place(country: str | None, region: str | None, names: list[str]) -> None:
    """Law where there is law, the strictest where the state is unknown, the house rule elsewhere."""
    assert [rule.name for rule in hours_for(Channel.CALL, country, region)] == names


ZONES = [
    NEW_YORK,
    CHICAGO,
    LOS_ANGELES,
    "America/St_Johns",
    "Europe/London",
    "Asia/Kathmandu",
    "Pacific/Honolulu",
]
ALL_RULES = [FEDERAL_US, HOUSE, *STRICT_US, *(hours for _, hours in US_STATE_HOURS)]
QUARTER = timedelta(minutes=15)  # every rule begins and ends on one, and so does every zone


def clocks_allow(at: datetime, zones: list[str], rules: list[ContactHours], holidays: set[date]) -> bool:
    for zone in zones:
        there = at.astimezone(ZoneInfo(zone))
        for rule in rules:
            hours = rule.weekly.get(WEEKDAYS[there.weekday()], ())
            if there.date() in holidays and not rule.holidays_allowed:
                return False
            if not any(opening.opens <= there.time() < opening.closes for opening in hours):
                return False
    return True


@settings(deadline=None)
@given(
    st.datetimes(datetime(2026, 2, 20), datetime(2026, 11, 20), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds are naive by contract
    st.lists(st.sampled_from(ZONES), min_size=1, max_size=3),
    st.lists(st.sampled_from(ALL_RULES), min_size=1, max_size=3),
    st.sets(st.dates(date(2026, 2, 20), date(2026, 11, 30)), max_size=3),
)
def test_the_next_lawful_instant_is_the_first(
    at: datetime, zones: list[str], rules: list[ContactHours], holidays: set[date]
) -> None:
    """No earlier instant is lawful by the clocks on the wall, and the answer is."""
    grid = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    candidates = [at] + [grid + step * QUARTER for step in range(1, 14 * 96)]
    expected = next((when for when in candidates if clocks_allow(when, zones, rules, holidays)), None)

    assert is_lawful(at, zones, rules, holidays) is clocks_allow(at, zones, rules, holidays)
    if expected is None:
        with pytest.raises(CalendarNeverOpensError):
            next_lawful(at, zones, rules, holidays)
    else:
        assert next_lawful(at, zones, rules, holidays) == expected
