"""Story time: a demo's clock runs faster than the wall's, and back again."""

from datetime import timedelta

from builders import MONDAY
from hypothesis import given
from hypothesis import strategies as st

from domain.hours.pace import REAL_TIME, Pace

DAY_A_MINUTE = Pace(factor=1440, real_start=MONDAY, story_start=MONDAY + timedelta(days=100))


def test_a_minute_of_the_wall_is_a_day_of_the_story() -> None:
    """Counted from where both began."""
    assert DAY_A_MINUTE.story(MONDAY + timedelta(minutes=2)) == MONDAY + timedelta(days=102)
    assert DAY_A_MINUTE.real(MONDAY + timedelta(days=103)) == MONDAY + timedelta(minutes=3)


@given(st.integers(-(10**6), 10**6))
def test_without_a_story_both_clocks_are_one(minutes: int) -> None:
    """In production story time is real time."""
    at = MONDAY + timedelta(minutes=minutes)

    assert REAL_TIME.story(at) == REAL_TIME.real(at) == at


@given(st.integers(-(10**6), 10**6), st.sampled_from([1.0, 60.0, 1440.0, 20_160.0]))
def test_there_and_back_is_the_same_instant(seconds: int, factor: float) -> None:
    """To the precision of a clock, whatever the pace."""
    pace = Pace(factor=factor, real_start=MONDAY, story_start=MONDAY)
    at = MONDAY + timedelta(seconds=seconds)

    assert abs(pace.story(pace.real(at)) - at) <= timedelta(microseconds=factor)
