"""Countries and regions, as people write them and as ISO 3166 does."""

import pytest

from domain.places import is_territory, region_code, us_state


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("DE", True),
        ("DE-BY", True),
        ("US", True),
        ("US-CA", True),
        ("US-XX", False),
        ("XX", False),
        ("de", False),
        ("", False),
    ],
)
def test_a_territory_is_a_country_or_a_region_of_one(code: str, *, is_one: bool) -> None:
    """Regions are checked where we have their table: in the United States."""
    assert is_territory(code) is is_one


@pytest.mark.parametrize(
    ("country", "region", "code"),
    [
        ("us", "california", "US-CA"),
        ("US", "us-ca", "US-CA"),
        ("DE", "by", "DE-BY"),
        ("US", "Bavaria", ""),
        ("", "CA", ""),
        ("US", "", ""),
    ],
)
def test_a_region_has_its_country_before_it(country: str, region: str, code: str) -> None:
    """And is empty when either is not known."""
    assert region_code(country, region) == code


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("FL", "FL"),
        ("US-FL", "FL"),
        ("florida", "FL"),
        ("Washington, D.C.", None),
        ("Washington D.C.", "DC"),
        ("Washington", "WA"),
        (" new   york ", "NY"),
        ("Bay Area", None),
        ("", None),
    ],
)
def test_a_state_is_read_in_any_usual_spelling(written: str, state: str | None) -> None:
    """What names none gives none: a guess would choose a law."""
    assert us_state(written) == state
