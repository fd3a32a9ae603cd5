"""The demo's story: when it begins, how fast it runs, and its folder."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.errors import CalendarNeverOpensError, RefusedError, SettingsInvalidError
from domain.hours.calendars import BusinessCalendar, next_open
from domain.hours.pace import Pace
from domain.hours.zones import zone_of
from domain.terms.playbook import Playbook
from settings import Settings

TWO_WEEKS = timedelta(days=14)
CURTAIN = timedelta(seconds=8)
"""How long the stack takes to start; the story begins after that."""

MARK = "demo"
"""File that marks a folder as a demo's, so that its state may be deleted."""

WEEKS_TO_LOOK = 60
MONDAY = 0
STATE = ("ledger.db*", "temporal.db*", "outbox")


def paced(playbook: Playbook, *, seconds: float, now: datetime) -> Pace:
    """The pace of a story in which two weeks last this many seconds, and which begins shortly, on a Monday at opening.

    The Monday is in the real future, because a return date in an out-of-office reply must be after the reply itself.

    Raises:
        CalendarNeverOpensError: the agreement's calendar is closed on all Mondays.
    """
    calendar = playbook.calendars[playbook.agreement.calendar]
    return Pace(
        factor=TWO_WEEKS.total_seconds() / seconds,
        real_start=now + CURTAIN,
        story_start=_monday_opening(calendar, now),
    )


def _monday_opening(calendar: BusinessCalendar, now: datetime) -> datetime:
    zone = zone_of(calendar.time_zone)
    today = now.astimezone(zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    for _ in range(WEEKS_TO_LOOK):
        midnight = datetime(monday.year, monday.month, monday.day, tzinfo=zone)
        opening = next_open(calendar, midnight).astimezone(zone)
        if opening.date().weekday() == MONDAY and opening.date() == monday:
            return opening.astimezone(UTC)
        monday += timedelta(days=7)
    raise CalendarNeverOpensError(
        f"the demo begins on a Monday, but calendar {calendar.name} opens on no Monday of the coming year: open one"
    )


def begins_at(pace: Pace, calendar: BusinessCalendar, now: datetime) -> datetime:
    """The real time from which leads may arrive: the start, or the next opening if the start has passed."""
    start = pace.real_start or now
    if now <= start:
        return start
    zone = zone_of(calendar.time_zone)
    tomorrow = (pace.story(now).astimezone(zone) + timedelta(days=1)).replace(hour=0, minute=0, second=0)
    return pace.real(next_open(calendar, tomorrow))


def refuse_outside(settings: Settings) -> None:
    """Refuse to play on a real mail server or a real database.

    Raises:
        SettingsInvalidError: names the setting to unset.
    """
    for name, what in (("smtp_url", "send emails to made-up people"), ("database_url", "write made-up leads")):
        if name in settings.model_fields_set and getattr(settings, name):
            raise SettingsInvalidError(
                f"SEVENFOLD_{name.upper()} is set, and the demo would {what} there: unset it for the demo",
                field=name,
            )


def clear(home: Path) -> None:
    """Delete the state of an earlier demo from the folder, which nobody may be using.

    Raises:
        RefusedError: the folder has state that is not from a demo.
    """
    mark = home / MARK
    left = [path for pattern in STATE for path in home.glob(pattern)]
    if left and not mark.exists():
        raise RefusedError(
            f"{home} has a ledger that is not from a demo, and every demo deletes the old one: "
            "give an empty folder with --home"
        )
    for path in left:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    mark.write_text(
        "`sevenfold demo` deletes the files in this folder each time: keep nothing here.\n", encoding="utf-8"
    )
