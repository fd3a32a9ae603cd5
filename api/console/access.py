"""Lets a browser in: HTTP Basic with a person's id as the user name and an API key as the password, for pages only.

A browser sends such a login along with whatever another site makes it send, so a button counts only together with a
token from a page that was shown to the same user.
"""

import base64
import binascii
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any, Final, cast

from fastapi import Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from api.console.looks import notice
from api.edge.collaborators import Collaborators, collaborators_of
from api.edge.keys import SCOPES, KeyRing, Role, Scope
from domain.errors import NotFoundError, TransientError
from domain.outgoing.tokens import console_token, is_console_token
from settings import is_loopback

GOOD_FOR: Final = timedelta(hours=12)
"""How long a page that stays open may be used: a working day."""

MOST_OF_A_NAME: Final = 100
CHALLENGE: Final = {"WWW-Authenticate": 'Basic realm="Sevenfold console", charset="UTF-8"'}
_NEEDS: Final = {"GET": Scope.READ, "HEAD": Scope.READ, "POST": Scope.REPORT}


@dataclass(frozen=True)
class Visitor:
    """Who looks at the console: the role of their key, and the user name of their login, empty where none is asked."""

    role: Role
    user: str


class ConsoleRoute(APIRoute):
    """A route for browsers: it asks for a login, and answers refusals as pages."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The framework's handler behind the login."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                request.state.visitor = _let_in(request, collaborators_of(request).keys)
                request.state.role = request.state.visitor.role  # for the log of requests
                return await handle(request)
            except HTTPException as refused:
                return _refusal(refused)
            except NotFoundError:
                return notice("There is no such alert", "It may be of a lead that was erased.", HTTPStatus.NOT_FOUND)
            except TransientError:
                return _not_now()

        return guarded


def _let_in(request: Request, keys: KeyRing) -> Visitor:
    user, key = _login_in(request.headers.get("authorization", ""))
    if keys.is_open:
        # A page in the rep's own browser could rebind its name to this machine; its Host header gives it away.
        if not is_loopback(request.url.hostname or ""):
            raise HTTPException(403, "No keys are configured, so only this machine is served, under a loopback name.")
        return Visitor(Role.ADMIN, user)
    role = keys.role_of(key) if key else None
    if role is None:
        raise HTTPException(401, "Log in with your id in the team as the user name and your API key as the password.")
    scope = _NEEDS[request.method]
    if scope not in SCOPES[role]:
        raise HTTPException(403, f"The key's role {role.value} lacks the scope {scope.value}, which this needs.")
    return Visitor(role, user)


def _login_in(header: str) -> tuple[str, str]:
    """The user name and the password of a Basic login; both empty where there is none that can be read."""
    scheme, _, credentials = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        said = base64.b64decode(credentials.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return "", ""
    user, _, key = said.partition(":")
    return user.strip()[:MOST_OF_A_NAME], key


def _refusal(refused: HTTPException) -> HTMLResponse:
    is_stranger = refused.status_code == HTTPStatus.UNAUTHORIZED
    title = "Please log in" if is_stranger else "Not allowed"
    return notice(title, refused.detail, refused.status_code, headers=CHALLENGE if is_stranger else {})


def _not_now() -> HTMLResponse:
    text = "A part that this needs cannot be reached just now. The page tries again by itself."
    return notice("Back in a moment", text, HTTPStatus.SERVICE_UNAVAILABLE, refreshes=True)


def button_token(visitor: Visitor, collaborators: Collaborators) -> str:
    """What the buttons of a page send along that is shown to this visitor now."""
    return console_token(visitor.user, collaborators.now() + GOOD_FOR, collaborators.token_secret)


def was_pressed_here(request: Request, visitor: Visitor, token: str) -> bool:
    """Whether a button was pressed on a page of ours that was shown to this visitor."""
    # Browsers say so themselves where they do; it covers a laptop, whose secret everybody knows.
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    collaborators = collaborators_of(request)
    return is_console_token(token, visitor.user, collaborators.now(), collaborators.token_secret)


def _visitor_of(request: Request) -> Visitor:
    return cast("Visitor", request.state.visitor)


Visiting = Annotated[Visitor, Depends(_visitor_of)]
"""Annotation of a route's parameter that receives who looks."""
