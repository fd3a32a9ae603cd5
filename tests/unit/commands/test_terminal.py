"""How lines and instants are set in a terminal."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.terminal import briefly, broken


def test_a_long_line_goes_on_below_what_follows_its_label() -> None:
    """So that labels and instants stand alone on the left."""
    assert broken("  because  one two three four five six", 24) == "  because  one two three\n           four five six"


@given(st.text(alphabet="ab ,.:", min_size=1, max_size=200), st.integers(20, 200))
def test_breaking_a_line_keeps_every_word(line: str, width: int) -> None:
    """Whatever the line, and however narrow the terminal."""
    assert broken(line, width).split() == line.split()


@pytest.mark.parametrize(("year", "shown"), [(datetime.now(UTC).year, "10:02Z"), (2019, "2019 10:02Z")])
def test_an_instant_in_a_list_has_its_year_when_it_is_not_this_one(year: int, shown: str) -> None:
    """Lists are for today; what lies years back must not look like it."""
    assert briefly(datetime(year, 11, 22, 10, 2, tzinfo=UTC)).split(" ", 3)[3] == shown
