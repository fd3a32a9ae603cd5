"""The unsubscribe link of every email: a page with one button, and one-click unsubscribe (RFC 8058).

Anyone with the link may use it; it never expires. Opening the page changes nothing, because mail scanners open every
link.
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
    404: {"description": "The link is not valid or is incomplete", "content": {"text/html": {}}}
}


@router.get("/{token}", response_class=HTMLResponse, responses=_PAGES, summary="Show Unsubscribe Page")
async def ask(token: str, collaborators: With) -> HTMLResponse:
    """Show the unsubscribe page. Opening the page changes nothing."""
    if _lead_of(token, collaborators) is None:
        return _unknown()
    return page("pages/unsubscribe.html", "Unsubscribe?")


@router.post("/{token}", response_class=HTMLResponse, responses=_PAGES)
async def unsubscribe(token: str, collaborators: With) -> HTMLResponse:
    """Opt this person out of all contact at once. A second click changes nothing.

    Email programs post `List-Unsubscribe=One-Click`; the body is not read, because the token has everything.
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
    return notice("You are unsubscribed", "You will not hear from us again.")


def _lead_of(token: str, collaborators: Collaborators) -> tuple[str, str] | None:
    """The lead and the send of a valid token.

    The lead is read from the send's id, which begins with the lead's id. The ledger cannot be asked, because emails
    that a person sends by hand have this link too, but no row among the sends.
    """
    send_id = read_token(token, collaborators.token_secret)
    return None if send_id is None else (send_id.partition(".")[0], send_id)


def _unknown() -> HTMLResponse:
    return notice(
        "This link does not work",
        "It may be incomplete. Please reply to the email with the word “stop” instead.",
        HTTPStatus.NOT_FOUND,
    )
