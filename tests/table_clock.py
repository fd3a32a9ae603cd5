"""The clock and the people of tables that tell stories: instants as marketing people write them, and what was done."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.facts.unions import (
    Accepted,
    AlertAcknowledged,
    OptedOut,
    OutcomeLogged,
    OutOfOffice,
    Paused,
    Rejected,
    ReplyReceived,
    Reported,
    TouchSent,
)
from domain.journey.in_hand import OpenTask
from domain.journey.steps import SendTouch
from domain.outcomes import Outcome

NEW_YORK = ZoneInfo("America/New_York")
FIRST_OF_MARCH = date(2026, 3, 1)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def instant(text: str) -> datetime:
    """``Mon 10:00`` of the first week, or ``Mon 9 10:00`` with its day of March."""
    weekday, *day, clock = text.split()
    number = int(day[0]) if day else WEEKDAYS.index(weekday) + 2
    local = datetime.combine(FIRST_OF_MARCH + timedelta(days=number - 1), datetime.strptime(clock, "%H:%M").time())  # noqa: DTZ007 - a time of day
    assert WEEKDAYS[local.weekday()] == weekday
    return local.replace(tzinfo=NEW_YORK).astimezone(UTC)


def reported(what: str, at: datetime, number: int) -> Reported:
    """What the table says somebody did."""
    heard: dict[str, Any] = {"id": f"row-{number}", "at": at}
    known: dict[str, Reported] = {
        "replied": ReplyReceived(**heard),
        "accepted": Accepted(**heard, by="ana"),
        "needs qualification": Rejected(**heard),
        "opted out": OptedOut(**heard),
        "paused": Paused(**heard),
        "took the alert up": AlertAcknowledged(**heard, by="ana"),
    }
    if what.startswith("out of office until "):
        return OutOfOffice(**heard, until=date(2026, 3, int(what.rsplit(maxsplit=1)[-1])))
    return known.get(what) or OutcomeLogged(**heard, outcome=Outcome(what.replace(" ", "_")))


class Idle:
    """Mails leave; nobody does anything by themselves."""

    def sent(self, step: SendTouch, at: datetime) -> TouchSent:
        """It left."""
        return TouchSent(key=step.key, at=at, channel=step.channel, send_id=step.send_id)

    def asked(self, task: OpenTask, at: datetime) -> Sequence[tuple[datetime, Reported]]:
        """Nothing comes of it."""
        return ()
