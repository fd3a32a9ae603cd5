"""The way out of every mail: a page with one button, and the one click that mail programs make (RFC 8058).

Anyone with the link may use it, for ever and as often as they like. Reading the page changes nothing, because
scanners in front of mailboxes open every link.
"""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.edge.collaborators import Collaborators, With
from api.pages.page import notice, page
from domain.errors import NotFoundError
from domain.facts.hearing import Hearing
from domain.facts.unions import OptedOut
from domain.outgoing.tokens import read_token

router = APIRouter(prefix="/u", tags=["unsubscribe"])

_PAGES: dict[int | str, dict[str, Any]] = {
    404: {"description": "the link is not one of ours, or was cut short", "content": {"text/html": {}}}
}


@router.get("/{token}", response_class=HTMLResponse, responses=_PAGES)
async def ask(token: str, collaborators: With) -> HTMLResponse:
    """Show the page with the button; nothing changes by reading it."""
    if _lead_of(token, collaborators) is None:
        return _unknown()
    return page("pages/unsubscribe.html", "Stop all messages?")


@router.post("/{token}", response_class=HTMLResponse, responses=_PAGES)
async def unsubscribe(token: str, collaborators: With) -> HTMLResponse:
    """Leave this person alone, everywhere and at once; the same click again changes nothing.

    Mail programs post ``List-Unsubscribe=One-Click``. The body is not read: the token says it all.
    """
    found = _lead_of(token, collaborators)
    if found is None:
        return _unknown()
    lead_id, send_id = found
    fact = OptedOut(id=f"{lead_id}:unsubscribed:{send_id}", at=collaborators.now())
    try:
        await collaborators.outbox.report(
            Hearing(lead_id=lead_id, fact=fact, by="the lead", extra={"send_id": send_id})
        )
    except NotFoundError:
        return _unknown()
    return notice("Done", "You will not hear from us again.")


def _lead_of(token: str, collaborators: Collaborators) -> tuple[str, str] | None:
    """The lead and the send of a genuine token.

    Read from the send's id, which begins with the lead's: letters of people carry links as well, and have no row
    among the sends.
    """
    send_id = read_token(token, collaborators.token_secret)
    return None if send_id is None else (send_id.partition(".")[0], send_id)


def _unknown() -> HTMLResponse:
    return notice(
        "This link does not work",
        "It may have been cut short. Answer the mail it came with, with the word “stop”: that works as well.",
        HTTPStatus.NOT_FOUND,
    )
