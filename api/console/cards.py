"""One alert of the console: who, what is owed and by when, how the lead came, and what its button sends."""

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
"""Letters of what a lead wrote that are shown; the rest is with the lead."""


class Instant(NamedTuple):
    """An instant for programs, and as the page's clock says it."""

    iso: str
    said: str


class Card(NamedTuple):
    """What the card of an alert says beside the alert's own words; what is empty is left out.

    Attributes:
        ago: how long ago it was raised.
        left: how long there is until ``by_when``, or by how much that is missed.
        came: how the lead came.
        whose: whom the alert is for, who has the lead, and where it stands.
        call, write: addresses that a telephone and a mail program take.
        sent: what the button sends; empty where nobody has said yet who they are.
        button: what the button says to those who do not see the card around it.
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
        button=f"I take it up: {kind}, {who(alert)}",
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
    """Nothing where it is not late."""
    if not alert.owed or alert.owed_at is None:
        return timedelta()
    return max(board.now - alert.owed_at, timedelta())


def _came(board: Board, alert: AlertView) -> str:
    """How the lead came: when it opted in, what it asked for, from where, and by which device and campaign."""
    said = (
        plain(alert.intent) if alert.intent != "other" else "",
        alert.product_interest,
        alert.source,
        f"campaign {alert.campaign}" if alert.campaign else "",
        f"on {alert.device}" if alert.device else "",
    )
    return " · ".join((f"Opted in {_when(board, alert.opted_in_at)}", *filter(None, said)))


def _whose(board: Board, alert: AlertView) -> str:
    """Whom the alert is for, who has the lead, where it stands, and what could not be told."""
    said = [f"For {board.name(alert.to)}"]
    if alert.owner and alert.owner != alert.to:
        said.append(f"{board.name(alert.owner)} has the lead")
    if alert.stage:
        said.append(plain(alert.stage))
    if alert.detail:
        said.append(alert.detail)
    return " · ".join(said)


def who(alert: AlertView) -> str:
    """The lead, as people call it."""
    return ", ".join(filter(None, (alert.name, alert.company))) or alert.lead_id


def _instant(board: Board, at: datetime) -> Instant:
    return Instant(at.isoformat(), _when(board, at))


def _when(board: Board, at: datetime) -> str:
    """An instant by the page's clock: the hour alone where it is today's."""
    local, today = at.astimezone(board.zone), board.now.astimezone(board.zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b, %H:%M}" if local.year == today.year else f"{local.day} {local:%b %Y}"


def _ago(length: timedelta) -> str:
    return "just now" if length < timedelta(minutes=1) else f"{_length(length)} ago"


def _length(length: timedelta) -> str:
    """A length as people say it: ``3 min``, ``2 h 5 min``, ``4 days``."""
    minutes = max(int(length.total_seconds()) // 60, 0)
    hours, days = minutes // 60, minutes // (24 * 60)
    if days > 1:
        return f"{days} days"
    if hours:
        return f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    return f"{minutes} min" if minutes else "less than a minute"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
