"""The alerts page: a filter by person, the list, and the automatic refresh."""

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
    """A link that filters by person, with the person's number of open alerts."""

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
    """After how many seconds the page refreshes, and from which address; empty if it does not."""
    if board.choice.is_still:
        return ""
    # The message about the claimed alert is shown only until the next refresh.
    return str(EVERY) if board.taken is None else f"{EVERY};url={board.choice.address()}"


def _chips(board: Board) -> Iterator[Chip]:
    yield _chip(board, "", "Everybody", sum(board.waiting.values()))
    for person in _shown(board):
        said = "Mine" if board.me is not None and person.id == board.me.id else person.name
        yield _chip(board, person.id, said, board.count(person))


def _shown(board: Board) -> list[Person]:
    """The visitor first, then everybody who has open alerts or whose alerts are shown."""
    me = [board.me] if board.me is not None else []
    return me + [each for each in board.team if each not in me and (board.count(each) or each.id == board.choice.to)]


def _chip(board: Board, to: str, said: str, count: int) -> Chip:
    return Chip(board.choice.address(to=to), said, count, is_current=board.choice.to == to)


def _taken(board: Board, alert: AlertView) -> str:
    lead = who(alert)
    if board.me is not None and alert.acknowledged_by == board.me.id:
        return f"You claimed {lead}. Nobody will be reminded again."
    return f"{board.name(alert.acknowledged_by)} claimed {lead} before you."


def _calm(board: Board) -> str:
    others = sum(board.waiting.values())
    if board.choice.to and others:
        return f"{board.name(board.choice.to)} has none. Others have {others}."
    return "All alerts have been claimed."
