"""The page of alerts as HTML: whose alerts there are, the list of them, and how the page is kept up to date."""

from collections.abc import Iterator
from html import escape

from fastapi.responses import HTMLResponse

from api.console.board import MOST, Board
from api.console.cards import card, who
from api.console.looks import EVERY, REFRESH, STYLE
from api.pages.page import document
from domain.terms.team import Person
from ledger.standing.alert_views import AlertView


def alerts_page(board: Board) -> HTMLResponse:
    """The whole page."""
    total = sum(board.waiting.values())
    title = f"({total}) Alerts" if total else "Alerts"
    body = f"<header>{''.join(_header(board))}</header><main>{''.join(_main(board))}</main>"
    return document(title, body, style=STYLE, head=_refresh(board))


def _refresh(board: Board) -> str:
    if board.choice.is_still:
        return ""
    if board.taken is None:
        return REFRESH
    # What was just taken up is news once.
    return f'<meta http-equiv="refresh" content="{EVERY};url={escape(board.choice.address())}">'


def _header(board: Board) -> Iterator[str]:
    yield '<div class="top"><h1>Alerts</h1><p class="soft">'
    if board.me is not None:
        change = "" if board.is_known else f' · <a href="{escape(board.choice.address(**{"as": ""}))}">not you?</a>'
        yield f"You are {escape(board.me.name)}{change}"
    yield "</p></div>"
    if board.me is None and board.team:
        yield '<nav class="who" aria-label="Who are you?"><span>Who are you?</span>'
        for person in board.team:
            yield f'<a href="{escape(board.choice.address(**{"as": person.id}))}">{escape(person.name)}</a>'
        yield "</nav>"
    yield '<nav aria-label="Whose alerts">'
    yield _chip(board, "", "Everybody", sum(board.waiting.values()))
    for person in _shown(board):
        said = "Mine" if board.me is not None and person.id == board.me.id else person.name
        yield _chip(board, person.id, said, board.count(person))
    yield "</nav>"


def _shown(board: Board) -> list[Person]:
    """Me first, then whoever has anything waiting, and whoever is looked at."""
    me = [board.me] if board.me is not None else []
    return me + [each for each in board.team if each not in me and (board.count(each) or each.id == board.choice.to)]


def _chip(board: Board, to: str, said: str, count: int) -> str:
    current = ' aria-current="page"' if board.choice.to == to else ""
    return f'<a href="{escape(board.choice.address(to=to))}"{current}>{escape(said)} <b>{count}</b></a>'


def _main(board: Board) -> Iterator[str]:
    if board.taken is not None:
        yield f'<p class="said" role="status">{escape(_taken(board, board.taken))}</p>'
    if board.alerts:
        yield f"<ol>{''.join(''.join(card(board, alert)) for alert in board.alerts)}</ol>"
    else:
        yield f'<div class="none"><h2>Nothing is waiting</h2><p>{escape(_calm(board))}</p></div>'
    yield f"<footer>{''.join(_footer(board))}</footer>"


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


def _footer(board: Board) -> Iterator[str]:
    if len(board.alerts) == MOST:
        yield f"The {MOST} newest are shown. "
    yield f"As of {board.now.astimezone(board.zone):%H:%M:%S}, {escape(board.zone.key)}. "
    if board.choice.is_still:
        yield f'Not updated. <a href="{escape(board.choice.address(still=""))}">Update every {EVERY} seconds</a>'
    else:
        yield f'Updated every {EVERY} seconds. <a href="{escape(board.choice.address(still="true"))}">Hold still</a>'
