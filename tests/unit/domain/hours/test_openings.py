"""Opening hours: what several weekly plans have in common."""

import pytest
from pydantic import TypeAdapter

from domain.hours.openings import Weekday, WeeklyOpenings, common_week

WEEK: TypeAdapter[WeeklyOpenings] = TypeAdapter(WeeklyOpenings)


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
