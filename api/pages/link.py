"""Tracked links: whoever follows one gets where it leads, whatever becomes of its counting.

Programs and people are answered alike, so that a scanner cannot tell that it was noticed; and the target is inside
the signature, so that a link of ours leads nowhere but where our own message said.
"""

import uuid
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.edge.collaborators import Collaborators, With
from api.pages.page import notice
from domain.errors import NotFoundError, SevenfoldError
from domain.outgoing.links import Target, read_link
from domain.terms.scoring import SignalKind
from domain.text import keepable
from domain.triage.signals import Noticed

router = APIRouter(prefix="/l", tags=["links"])
log = structlog.get_logger(__name__)

_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
_LONGEST_AGENT = 1_000
_PURPOSES = ("sec-purpose", "purpose", "x-purpose", "x-moz")
"""Where browsers say that nobody has clicked yet: the Fetch standard's header, and those from before it."""
_AHEAD = ("prefetch", "preview")
_ANSWERS: dict[int | str, dict[str, Any]] = {
    302: {"description": "to where the message says"},
    404: {"description": "the link is not one of ours, or was cut short", "content": {"text/html": {}}},
}


@router.get("/{token}", response_class=RedirectResponse, status_code=302, responses=_ANSWERS)
async def follow(token: str, request: Request, collaborators: With) -> Response:
    """Lead on to where the message says, and count the click if a person is behind it."""
    return await _answer(token, request, collaborators)


@router.head("/{token}", include_in_schema=False)
async def look(token: str, request: Request, collaborators: With) -> Response:
    """As ``follow``: whoever only asks for the headers is noticed, and does not count."""
    return await _answer(token, request, collaborators)


async def _answer(token: str, request: Request, collaborators: Collaborators) -> Response:
    target = read_link(token, collaborators.token_secret)
    if target is None:
        return notice(
            "This link does not work",
            "It may have been cut short. Answer the mail it came with, and we send you what it was to show.",
            HTTPStatus.NOT_FOUND,
        )
    try:
        await _note(target, request, collaborators)
    except NotFoundError:
        pass  # the lead is gone, and its mail is still in somebody's mailbox
    except SevenfoldError as error:
        # A click that is not counted is a small loss; a reader who does not get where the link leads is a lost one.
        log.warning("click_not_noted", error=type(error).__name__)
    return RedirectResponse(target.address, HTTPStatus.FOUND, _HEADERS)


async def _note(target: Target, request: Request, collaborators: Collaborators) -> None:
    now = collaborators.now()
    lead_id = target.send_id.partition(".")[0]
    noted = await collaborators.ledger.signals.note(
        Noticed(
            signal_id=f"{lead_id}:click:{uuid.uuid4().hex}",
            lead_id=lead_id,
            kind=SignalKind.CLICK,
            what=target.address,
            at=now,
            send_id=target.send_id,
            user_agent=keepable(request.headers.get("user-agent", "")[:_LONGEST_AGENT]),
            is_own=True,
            is_head=request.method == "HEAD",
            is_ahead=any(request.headers.get(name, "").lower().startswith(_AHEAD) for name in _PURPOSES),
        ),
        now,
    )
    if noted.change is not None:
        collaborators.starts.tell(noted.change)
