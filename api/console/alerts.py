"""The page of alerts: whose alerts there are, the list of them, and how the page is kept up to date."""

from collections.abc import Iterator
from typing import NamedTuple

from fastapi.responses import HTMLResponse

from api.console.board import MOST, Board
from api.console.cards import card_of, who
from api.console.looks import EVERY
from api.pages.page import page
from domain.terms.team import Person
from ledger.standing.alert_views import AlertView


class Chip(NamedTuple):
    """A way to somebody's alerts, with how many they have."""

    address: str
    said: str
    waiting: int
    is_current: bool


def alerts_page(board: Board) -> HTMLResponse:
    """The whole page."""
    total = sum(board.waiting.values())
    return page(
        "console/alerts.html",
        f"({total}) Alerts" if total else "Alerts",
        refresh=_refresh(board),
        board=board,
        chips=list(_chips(board)),
        taken=_taken(board, board.taken) if board.taken is not None else "",
        cards=[card_of(board, alert) for alert in board.alerts],
        calm=_calm(board),
        as_of=f"{board.now.astimezone(board.zone):%H:%M:%S}",
        most=MOST,
        every=EVERY,
    )


def _refresh(board: Board) -> str:
    """After how many seconds the page is read again, and from where; empty where it holds still."""
    if board.choice.is_still:
        return ""
    # What was just taken up is news once.
    return str(EVERY) if board.taken is None else f"{EVERY};url={board.choice.address()}"


def _chips(board: Board) -> Iterator[Chip]:
    yield _chip(board, "", "Everybody", sum(board.waiting.values()))
    for person in _shown(board):
        said = "Mine" if board.me is not None and person.id == board.me.id else person.name
        yield _chip(board, person.id, said, board.count(person))


def _shown(board: Board) -> list[Person]:
    """Me first, then whoever has anything waiting, and whoever is looked at."""
    me = [board.me] if board.me is not None else []
    return me + [each for each in board.team if each not in me and (board.count(each) or each.id == board.choice.to)]


def _chip(board: Board, to: str, said: str, count: int) -> Chip:
    return Chip(board.choice.address(to=to), said, count, is_current=board.choice.to == to)


def _taken(board: Board, alert: AlertView) -> str:
    lead = who(alert)
    if board.me is not None and alert.acknowledged_by == board.me.id:
        return f"You took up {lead}. Nobody is reminded of it."
    return f"{board.name(alert.acknowledged_by)} took up {lead} before you."


def _calm(board: Board) -> str:
    others = sum(board.waiting.values())
    if board.choice.to and others:
        return f"{board.name(board.choice.to)} has taken up everything. {others} for others."
    return "Everybody has taken up what they were told."
