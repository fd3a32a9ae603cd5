"""The demo's story: when it plays, how fast, and the folder it is played in."""

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
"""How long the stack takes to come up; the story begins behind it."""

MARK = "demo"
"""File that marks a folder as a demo's, whose former state may go."""

WEEKS_TO_LOOK = 60
MONDAY = 0
STATE = ("ledger.db*", "temporal.db*", "outbox")


def paced(playbook: Playbook, *, seconds: float, now: datetime) -> Pace:
    """A story in which two weeks last so many seconds, and that begins shortly, on a Monday morning at opening time.

    The Monday lies ahead: a date that somebody in the story is back on must lie ahead of the mail that names it.

    Raises:
        CalendarNeverOpensError: the agreement's calendar opens on no Monday.
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
    raise CalendarNeverOpensError(f"calendar {calendar.name} opens on no Monday of the coming year: give it one")


def begins_at(pace: Pace, calendar: BusinessCalendar, now: datetime) -> datetime:
    """The real instant at which the leads may arrive: the start, or the next opening when that has passed."""
    start = pace.real_start or now
    if now <= start:
        return start
    zone = zone_of(calendar.time_zone)
    tomorrow = (pace.story(now).astimezone(zone) + timedelta(days=1)).replace(hour=0, minute=0, second=0)
    return pace.real(next_open(calendar, tomorrow))


def refuse_outside(settings: Settings) -> None:
    """Refuse to play where the world could take it for real.

    Raises:
        SettingsInvalidError: names the setting to unset.
    """
    for name, what in (("smtp_url", "mails to made-up people"), ("database_url", "made-up leads")):
        if name in settings.model_fields_set and getattr(settings, name):
            raise SettingsInvalidError(
                f"SEVENFOLD_{name.upper()} is set, and the demo would put {what} there: unset it for the demo",
                field=name,
            )


def clear(home: Path) -> None:
    """Make the folder ready for a new story: what a former demo left there goes.

    Call it while nobody uses the folder.

    Raises:
        RefusedError: it holds the state of something that was no demo.
    """
    mark = home / MARK
    left = [path for pattern in STATE for path in home.glob(pattern)]
    if left and not mark.exists():
        raise RefusedError(
            f"{home} holds a ledger that no demo made, and each demo begins anew: give an empty folder with --home"
        )
    for path in left:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    mark.write_text("Made by `sevenfold demo`, which begins anew each time: keep nothing here.\n", encoding="utf-8")
