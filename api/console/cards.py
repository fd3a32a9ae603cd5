"""One alert of the console: the lead, what to do by when, where the lead came from, and what the button sends."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from urllib.parse import quote

from api.console.board import Board
from api.console.looks import ALERTS
from domain.journey.promise import is_red
from domain.text import plain
from ledger.standing.alert_views import AlertView

_LONG: Final = 600
"""Characters of a lead's message that are shown; the lead has the rest."""


class Instant(NamedTuple):
    """A time for programs (ISO 8601), and as text in the page's zone."""

    iso: str
    said: str


class Card(NamedTuple):
    """What an alert's card shows in addition to the alert's own fields; empty parts are left out.

    Attributes:
        ago: how long ago the alert was raised.
        left: how much time is left until ``by_when``, or how much it is overdue.
        came: where the lead came from.
        whose: whom the alert is for, who owns the lead, and its stage.
        call, write: a ``tel:`` and a ``mailto:`` link.
        sent: what the button sends; empty while the visitor has not said who they are.
        button: the button's label for screen readers.
    """

    alert: AlertView
    kind: str
    raised: Instant
    ago: str
    name: str
    role: str
    qualification: str
    by_when: Instant | None
    left: str
    is_late: bool
    message: str
    came: str
    whose: str
    call: str
    write: str
    action: str
    sent: Mapping[str, str]
    button: str


def card_of(board: Board, alert: AlertView) -> Card:
    """The card of an alert."""
    kind = plain(alert.about.value)
    return Card(
        alert=alert,
        kind=_capital(kind),
        raised=_instant(board, alert.raised_at),
        ago=_ago(board.now - alert.raised_at),
        name=alert.name or alert.lead_id,
        role=", ".join(filter(None, (alert.title, alert.company))),
        qualification=plain(alert.qualification),
        by_when=_instant(board, alert.owed_at) if alert.owed_at is not None else None,
        left=_left(board, alert),
        is_late=bool(_late_by(board, alert)),
        message=alert.message[:_LONG] + ("…" if len(alert.message) > _LONG else ""),
        came=_came(board, alert),
        whose=_whose(board, alert),
        call=f"tel:{quote(alert.phone, safe='+')}" if alert.phone else "",
        write=f"mailto:{quote(alert.email, safe='@')}" if alert.email else "",
        action=f"{ALERTS}/{alert.alert_id}/acknowledge",
        sent=_sent(board),
        button=f"Claim: {kind}, {who(alert)}",
    )


def _left(board: Board, alert: AlertView) -> str:
    if alert.owed_at is None:
        return ""
    if late := _late_by(board, alert):
        red = ", in the red zone" if is_red(alert.owed_at, board.now, board.red_zone) else ""
        return f"overdue by {_length(late)}{red}"
    return f"in {_length(alert.owed_at - board.now)}"


def _sent(board: Board) -> Mapping[str, str]:
    if board.me is None:
        return {}
    choice = board.choice
    said = {"token": board.token, "to": choice.to, "as": choice.me, "still": "true" if choice.is_still else ""}
    return {name: value for name, value in said.items() if value}


def _late_by(board: Board, alert: AlertView) -> timedelta:
    """How late the alert's task is; zero if it is not late."""
    if not alert.owed or alert.owed_at is None:
        return timedelta()
    return max(board.now - alert.owed_at, timedelta())


def _came(board: Board, alert: AlertView) -> str:
    """Where the lead came from: when it opted in, what it asked for, and its source, campaign and device."""
    said = (
        plain(alert.intent) if alert.intent != "other" else "",
        alert.product_interest,
        alert.source,
        f"campaign {alert.campaign}" if alert.campaign else "",
        f"on {alert.device}" if alert.device else "",
    )
    return " · ".join((f"Opted in {_when(board, alert.opted_in_at)}", *filter(None, said)))


def _whose(board: Board, alert: AlertView) -> str:
    """Whom the alert is for, who owns the lead, its stage, and why the alert was not delivered."""
    said = [f"For {board.name(alert.to)}"]
    if alert.owner and alert.owner != alert.to:
        said.append(f"owner: {board.name(alert.owner)}")
    if alert.stage:
        said.append(plain(alert.stage))
    if alert.detail:
        said.append(alert.detail)
    return " · ".join(said)


def who(alert: AlertView) -> str:
    """The lead's name and company."""
    return ", ".join(filter(None, (alert.name, alert.company))) or alert.lead_id


def _instant(board: Board, at: datetime) -> Instant:
    return Instant(at.isoformat(), _when(board, at))


def _when(board: Board, at: datetime) -> str:
    """A time in the page's zone; with the date if it is not today."""
    local, today = at.astimezone(board.zone), board.now.astimezone(board.zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b, %H:%M}" if local.year == today.year else f"{local.day} {local:%b %Y}"


def _ago(length: timedelta) -> str:
    return "just now" if length < timedelta(minutes=1) else f"{_length(length)} ago"


def _length(length: timedelta) -> str:
    """A length of time in words: ``3 min``, ``2 h 5 min``, ``4 days``."""
    minutes = max(int(length.total_seconds()) // 60, 0)
    hours, days = minutes // 60, minutes // (24 * 60)
    if days > 1:
        return f"{days} days"
    if hours:
        return f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    return f"{minutes} min" if minutes else "less than a minute"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
