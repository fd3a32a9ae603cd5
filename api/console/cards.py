"""One alert of the console as HTML: who, what is owed and by when, how the lead came, and the button."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from typing import Final
from urllib.parse import quote

from api.console.board import Board
from api.console.looks import ALERTS
from domain.text import plain
from ledger.standing.alert_views import AlertView

_LONG: Final = 600
"""Letters of what a lead wrote that are shown; the rest is with the lead."""


def card(board: Board, alert: AlertView) -> Iterator[str]:
    """One alert as an item of the list."""
    late = ' class="late"' if _late_by(board, alert) else ""
    yield f"<li{late}><article>"
    yield (
        f'<div class="top"><p class="kind">{_capital(plain(alert.about.value))}</p>'
        f'<p class="soft">{_time(board, alert.raised_at)}, {_ago(board.now - alert.raised_at)}</p></div>'
    )
    role = ", ".join(filter(None, (alert.title, alert.company)))
    yield f"<h2>{escape(alert.name or alert.lead_id)}{f' <span>{escape(role)}</span>' if role else ''}</h2>"
    yield from _class(alert)
    yield from _owed(board, alert)
    if alert.reason:
        yield f"<p>Why: {escape(alert.reason)}</p>"
    if alert.message:
        more = "…" if len(alert.message) > _LONG else ""
        yield f"<blockquote>{escape(alert.message[:_LONG])}{more}</blockquote>"
    yield f'<p class="soft">{escape(_came(board, alert))}</p>'
    yield f'<p class="soft">{escape(_whose(board, alert))} · <code>{escape(alert.lead_id)}</code></p>'
    yield f'<div class="end">{"".join(_reach(alert))}{_button(board, alert)}</div></article></li>'


def _class(alert: AlertView) -> Iterator[str]:
    if alert.qualification:
        rule = f" {escape(alert.rule)}" if alert.rule else ""
        kind = plain(alert.qualification)
        yield f'<p class="soft"><span class="class {escape(alert.qualification)}">{escape(kind)}</span>{rule}</p>'


def _owed(board: Board, alert: AlertView) -> Iterator[str]:
    if not alert.owed:
        return
    yield f'<p class="owed">Owed: {escape(alert.owed)}'
    if alert.owed_at is not None:
        yield f", by {_time(board, alert.owed_at)} · "
        if late := _late_by(board, alert):
            red = ", in the red zone" if late > board.red_zone else ""
            yield f"<strong>overdue by {_length(late)}{red}</strong>"
        else:
            yield f'<strong class="soon">in {_length(alert.owed_at - board.now)}</strong>'
    yield "</p>"


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


def _reach(alert: AlertView) -> Iterator[str]:
    yield '<p class="reach">'
    if alert.phone:
        yield f'<a href="tel:{quote(alert.phone, safe="+")}">{escape(alert.phone)}</a>'
    if alert.email:
        yield f'<a href="mailto:{quote(alert.email, safe="@")}">{escape(alert.email)}</a>'
    yield "</p>"


def _button(board: Board, alert: AlertView) -> str:
    if board.me is None:
        return '<p class="soft">Say who you are to take it up.</p>'
    choice = board.choice
    said = {"token": board.token, "to": choice.to, "as": choice.me, "still": "true" if choice.is_still else ""}
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in said.items() if value
    )
    label = f"I take it up: {plain(alert.about.value)}, {who(alert)}"
    return (
        f'<form method="post" action="{ALERTS}/{escape(alert.alert_id)}/acknowledge">{hidden}'
        f'<button aria-label="{escape(label)}">I take it up</button></form>'
    )


def who(alert: AlertView) -> str:
    """The lead, as people call it."""
    return ", ".join(filter(None, (alert.name, alert.company))) or alert.lead_id


def _time(board: Board, at: datetime) -> str:
    return f'<time datetime="{at.isoformat()}">{_when(board, at)}</time>'


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
