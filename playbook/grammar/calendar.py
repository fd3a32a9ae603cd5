"""The grammar of one calendar file; openings are written ``09:00-12:00, 13:00-17:30``."""

from datetime import date

from pydantic import Field

from domain.hours.openings import DayOpenings, WeeklyOpenings
from domain.hours.zones import TimeZoneName
from playbook.grammar.base import Name, Written


class CalendarFile(Written):
    """The opening hours and holidays of one place."""

    calendar: Name
    time_zone: TimeZoneName
    weekly: WeeklyOpenings
    holidays: dict[date, str] = Field(default_factory=dict)
    exceptions: dict[date, DayOpenings] = Field(default_factory=dict)
