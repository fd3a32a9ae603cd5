"""Tracked links: redirect to the target, even if the click cannot be counted.

Programs and people get the same answer, so that a scanner cannot tell that it was recognised. The signature covers
the target, so that nobody can use our links to redirect elsewhere.
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
"""Headers with which browsers mark a prefetch: the Fetch standard's, and older ones."""
_AHEAD = ("prefetch", "preview")
_ANSWERS: dict[int | str, dict[str, Any]] = {
    302: {"description": "Redirect to the link's target"},
    404: {"description": "The link is not valid or is incomplete", "content": {"text/html": {}}},
}


@router.get("/{token}", response_class=RedirectResponse, status_code=302, responses=_ANSWERS, summary="Follow Link")
async def follow(token: str, request: Request, collaborators: With) -> Response:
    """Redirect to the link's target, and count the click if a person made it."""
    return await _answer(token, request, collaborators)


@router.head("/{token}", include_in_schema=False)
async def look(token: str, request: Request, collaborators: With) -> Response:
    """Redirect like ``follow``; a HEAD request is recorded but does not count as a click."""
    return await _answer(token, request, collaborators)


async def _answer(token: str, request: Request, collaborators: Collaborators) -> Response:
    target = read_link(token, collaborators.token_secret)
    if target is None:
        return notice(
            "This link does not work",
            "It may be incomplete. Please reply to the email, and we will send you what you were looking for.",
            HTTPStatus.NOT_FOUND,
        )
    try:
        await _note(target, request, collaborators)
    except NotFoundError:
        pass  # the lead was deleted, but its email is still in a mailbox
    except SevenfoldError as error:
        # Losing a click is better than not redirecting the reader.
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
