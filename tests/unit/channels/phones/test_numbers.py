"""Telephone numbers as people write them."""

import pytest

from channels.phones.area_codes import STATE_BY_AREA_CODE
from channels.phones.numbers import read_phone
from domain.errors import InvalidInputError
from domain.hours.zones import zone_of
from domain.lead.phones import Phone
from domain.places import US_STATES, us_state


@pytest.mark.parametrize(
    ("raw", "country", "phone"),
    [
        pytest.param(
            "+1 (415) 555-0100",
            None,
            Phone(
                e164="+14155550100",
                zones=("America/Los_Angeles",),
                country="US",
                region="CA",
                kind="fixed_line_or_mobile",
            ),
            id="a city of the United States",
        ),
        pytest.param(
            " 208 555 0100 ext. 12",
            "us",
            Phone(
                e164="+12085550100",
                zones=("America/Boise", "America/Los_Angeles"),
                country="US",
                region="ID",
                kind="fixed_line_or_mobile",
                extension="12",
            ),
            id="an area code on a zone boundary",
        ),
        pytest.param(
            "020 7946 0018",
            "GB",
            Phone(e164="+442079460018", zones=("Europe/London",), country="GB", kind="fixed_line"),
            id="a national number of another country",
        ),
        pytest.param(
            "+80012345678",
            None,
            Phone(e164="+80012345678", zones=(), country="", kind="toll_free"),
            id="a number of no country",
        ),
    ],
)
def test_a_number_is_read_in_any_usual_spelling(raw: str, country: str | None, phone: Phone) -> None:
    """The digits, the candidate zones and the kind of line come out."""
    assert read_phone(raw, country) == phone


@pytest.mark.parametrize(
    ("raw", "kind", "country", "zones"),
    [
        ("1-800-FLOWERS", "toll_free", "US", 42),
        ("+1 500 555 0006", "other", "US", 42),
        ("+61 412 345 678", "mobile", "AU", 8),
    ],
)
def test_a_number_that_may_be_anywhere_has_all_zones(raw: str, kind: str, country: str, zones: int) -> None:
    """Toll-free, personal and mobile numbers of wide countries give every candidate, sorted."""
    phone = read_phone(raw, "US")

    assert (phone.kind, phone.country, phone.region) == (kind, country, "")
    assert len(phone.zones) >= zones // 2
    assert list(phone.zones) == sorted(phone.zones)
    for name in phone.zones:
        zone_of(name)


@pytest.mark.parametrize(
    ("raw", "country", "reason"),
    [
        ("", "US", "it is not a telephone number"),
        ("call me", "US", "it is not a telephone number"),
        ("415 555 0100", None, "its country is not known"),
        ("415 555 0100", "XX", "its country is not known"),
        ("+999 123 456 789", None, "its country is not known"),
        ("+44 7700 900123", None, "no such number exists"),
        ("12345", "US", "no such number exists"),
        ("1" * 300, "US", "it is not a telephone number"),
    ],
)
def test_an_unusable_number_is_refused(raw: str, country: str | None, reason: str) -> None:
    """The error names the field, what is wrong and what is expected, and keeps the number to itself."""
    with pytest.raises(InvalidInputError, match=reason) as refusal:
        read_phone(raw, country)

    assert refusal.value.field == "phone"
    assert "+14155550100" in str(refusal.value)
    assert not raw or raw not in str(refusal.value)


def test_area_codes_name_the_states_of_the_numbering_plan() -> None:
    """Where the library's own geography names a state for an area code, the table says the same."""
    from phonenumbers.geodata import GEOCODE_DATA  # 100 MB: only where it is needed

    ours = set(STATE_BY_AREA_CODE.items())
    theirs = {
        (prefix[1:], state)
        for prefix, names in GEOCODE_DATA.items()
        if len(prefix) == 4 and prefix.startswith("1")
        for state in [us_state(names.get("en", "").rpartition(", ")[2].removesuffix(" State"))]
        if state and state != "WA"  # "Washington" alone is also the capital's
    }

    assert set(STATE_BY_AREA_CODE.values()) <= US_STATES
    assert len(theirs) > 300
    assert theirs <= ours
