"""Logs browsers in with HTTP Basic: a person's id is the user name, an API key the password.

Browsers add this login even to requests that other sites trigger (CSRF), so a button also needs a token from a page
that was shown to the same user.
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
"""How long the buttons of an open page stay valid: a working day."""

MOST_OF_A_NAME: Final = 100
CHALLENGE: Final = {"WWW-Authenticate": 'Basic realm="Sevenfold console", charset="UTF-8"'}
_NEEDS: Final = {"GET": Scope.READ, "HEAD": Scope.READ, "POST": Scope.REPORT}


@dataclass(frozen=True)
class Visitor:
    """Who looks at the console: the role of the key, and the login's user name (empty if no login is needed)."""

    role: Role
    user: str


class ConsoleRoute(APIRoute):
    """A route for browsers: asks for a login, and answers errors with a page."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The framework's handler, after the login."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                request.state.visitor = _let_in(request, collaborators_of(request).keys)
                request.state.role = request.state.visitor.role  # for the log of requests
                return await handle(request)
            except HTTPException as refused:
                return _refusal(refused)
            except NotFoundError:
                return notice("Alert not found", "Its lead may have been deleted.", HTTPStatus.NOT_FOUND)
            except TransientError:
                return _not_now()

        return guarded


def _let_in(request: Request, keys: KeyRing) -> Visitor:
    user, key = _login_in(request.headers.get("authorization", ""))
    if keys.is_open:
        # A web page in the rep's browser could reach us by DNS rebinding; its Host header then is no loopback name.
        if not is_loopback(request.url.hostname or ""):
            raise HTTPException(
                403, "No API keys are configured, so the console is only available at localhost or 127.0.0.1."
            )
        return Visitor(Role.ADMIN, user)
    role = keys.role_of(key) if key else None
    if role is None:
        raise HTTPException(401, "Use your id in the team as the user name and your API key as the password.")
    scope = _NEEDS[request.method]
    if scope not in SCOPES[role]:
        raise HTTPException(403, f"This page needs the scope {scope.value}, which the role {role.value} lacks.")
    return Visitor(role, user)


def _login_in(header: str) -> tuple[str, str]:
    """The user name and the password of a Basic login; both empty if the header has no valid login."""
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
    text = "A server that this page needs cannot be reached. The page reloads by itself."
    return notice("Temporarily unavailable", text, HTTPStatus.SERVICE_UNAVAILABLE, refreshes=True)


def button_token(visitor: Visitor, collaborators: Collaborators) -> str:
    """The token that the buttons of this visitor's page send."""
    return console_token(visitor.user, collaborators.now() + GOOD_FOR, collaborators.token_secret)


def was_pressed_here(request: Request, visitor: Visitor, token: str) -> bool:
    """Whether the button was pressed on one of our pages that was shown to this visitor."""
    # Modern browsers report cross-site requests. On a laptop this is the only check: its token secret is public.
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    collaborators = collaborators_of(request)
    return is_console_token(token, visitor.user, collaborators.now(), collaborators.token_secret)


def _visitor_of(request: Request) -> Visitor:
    return cast("Visitor", request.state.visitor)


Visiting = Annotated[Visitor, Depends(_visitor_of)]
"""Annotation for a route's parameter that receives the visitor."""
