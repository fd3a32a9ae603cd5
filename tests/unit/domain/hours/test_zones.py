"""Names of time zones, and instants that have one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.errors import InvalidInputError
from domain.hours.zones import TimeZoneName, to_utc, zone_of


@pytest.mark.parametrize("name", ["America/New_York", "America/Argentina/Buenos_Aires", "UTC"])
def test_an_iana_name_is_a_zone(name: str) -> None:
    """With as many parts as it has."""
    assert zone_of(name).key == name


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("America/New_Yorck", "did you mean 'America/New_York'"),
        ("EST", "is not an IANA time zone"),
        ("EST5EDT", "is not an IANA time zone"),
        ("America/Argentina", "is not an IANA time zone"),
        ("../etc/localtime", "is not an IANA time zone"),
        ("", "write a name such as 'America/New_York'"),
    ],
)
def test_any_other_name_is_refused_with_what_was_meant(name: str, remedy: str) -> None:
    """Abbreviations mean something else on the next machine, and folders are no zones."""
    with pytest.raises(InvalidInputError, match=remedy) as caught:
        zone_of(name)

    assert caught.value.field == "time_zone"


def test_a_model_reports_a_wrong_zone_at_its_own_field() -> None:
    """As one of its validation errors."""
    with pytest.raises(ValidationError, match="did you mean 'Europe/Berlin'"):
        TypeAdapter(TimeZoneName).validate_python("Europe/Berlinn")


def test_an_aware_instant_is_the_same_in_utc() -> None:
    """Whatever zone it was said in."""
    said = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("America/New_York"))

    assert to_utc(said, "at") == datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert to_utc(said, "at").tzinfo is UTC


@pytest.mark.parametrize(
    ("instant", "fault"),
    [
        (datetime(2026, 3, 2, 10), r"asked_at is 2026-03-02T10:00:00, which has no time zone"),  # noqa: DTZ001 - refused
        (datetime(1900, 1, 1, tzinfo=UTC), "please give a date between 1970 and 2200"),
        (datetime(9999, 12, 31, tzinfo=UTC), "please give a date between 1970 and 2200"),
    ],
)
def test_an_instant_that_nobody_can_place_is_refused(instant: datetime, fault: str) -> None:
    """The caller's name for it is in the message."""
    with pytest.raises(InvalidInputError, match=fault) as caught:
        to_utc(instant, "asked_at")

    assert caught.value.field == "asked_at"
