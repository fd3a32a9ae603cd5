"""What the page of alerts shows, and what its address says of it."""

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
"""Alerts on the page; who has more waiting has another problem than a second page would solve."""


@dataclass(frozen=True)
class Choice:
    """What of the alerts is looked at, and how: what the page's address says.

    Attributes:
        to: a person or a role that the alerts are for; everybody's where it is empty.
        me: who looks, where their login does not say it.
        is_still: the page does not read itself again.
    """

    to: str = ""
    me: str = ""
    is_still: bool = False

    def address(self, **changes: str) -> str:
        """The page's address with changes; ``taken`` names an alert that was just taken up."""
        said = {"to": self.to, "as": self.me, "still": "true" if self.is_still else "", **changes}
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{ALERTS}?{query}" if query else ALERTS


@dataclass(frozen=True)
class Board:
    """Everything that the page shows.

    Attributes:
        alerts: open ones, the newest first.
        waiting: how many are open for each person and role that has any.
        me: who looks; nobody in the team where they have still to say it.
        is_known: their login says who they are.
        token: what the buttons send along.
        red_zone: how late is red.
        taken: the alert that was just taken up.
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
        """How many wait for a person, or for everybody of a role that they have."""
        return sum(self.waiting.get(name, 0) for name in {person.id, *person.roles})

    def name(self, who: str) -> str:
        """A person or a role as people say it."""
        known = next((person.name for person in self.team if person.id == who), "")
        return known or f"everybody with the role {plain(who)}"
