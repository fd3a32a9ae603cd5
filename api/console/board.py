"""What the alerts page shows, and its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from api.console.looks import ALERTS
from domain.terms.team import Person
from domain.text import plain
from ledger.standing.alert_views import AlertView

MOST: Final = 200
"""Alerts on the page. There is no second page: with more open alerts than this, people need other help."""


@dataclass(frozen=True)
class Choice:
    """What the page's address says: which alerts to show, and how.

    Attributes:
        to: the person or role whose alerts are shown; empty for everybody's.
        me: who looks, if the login does not say it.
        is_still: the page does not refresh.
    """

    to: str = ""
    me: str = ""
    is_still: bool = False

    def address(self, **changes: str) -> str:
        """The page's address with these changes; ``taken`` names an alert that was just claimed."""
        said = {"to": self.to, "as": self.me, "still": "true" if self.is_still else "", **changes}
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{ALERTS}?{query}" if query else ALERTS


@dataclass(frozen=True)
class Board:
    """Everything that the page shows.

    Attributes:
        alerts: open alerts, newest first.
        waiting: the number of open alerts for each person and role that has any.
        me: who looks; None while the visitor has not said it.
        is_known: whether the login says who looks.
        token: the token that the buttons send.
        red_zone: how late is shown in red.
        taken: the alert that was just claimed.
    """

    choice: Choice
    alerts: tuple[AlertView, ...]
    waiting: Mapping[str, int]
    team: tuple[Person, ...]
    me: Person | None
    is_known: bool
    token: str
    now: datetime
    zone: ZoneInfo
    red_zone: timedelta
    taken: AlertView | None = None

    def count(self, person: Person) -> int:
        """The number of open alerts for a person, including those for the person's roles."""
        return sum(self.waiting.get(name, 0) for name in {person.id, *person.roles})

    def name(self, who: str) -> str:
        """A person's name, or a role in words."""
        known = next((person.name for person in self.team if person.id == who), "")
        return known or f"everybody with the role {plain(who)}"
