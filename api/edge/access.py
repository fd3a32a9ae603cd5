"""Checks a request: its key before the body is read, its scope before the route runs."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any, cast

from fastapi import Depends, Header, HTTPException, Request, Response, Security
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer

from api.edge.collaborators import Collaborators, collaborators_of
from api.edge.keys import SCOPES, Role, Scope
from settings import is_loopback

_DOCUMENTED = HTTPBearer(
    auto_error=False,
    scheme_name="key",
    description="One key for each role, set in SEVENFOLD_API_KEYS. Not needed if no keys are configured.",
)


@dataclass(frozen=True)
class Caller:
    """Who sent the request: the role of the key, and the person named in the header."""

    role: Role
    person: str

    def named(self, by: str = "") -> str:
        """The name to record: from the body, else from the header, else the role."""
        return by or self.person or self.role.value


class GuardedRoute(APIRoute):
    """A route that needs a key, and JSON if it has a body.

    Both are checked before the body is read, so that a caller without a key learns nothing about the expected body.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The framework's handler, after the two checks."""
        handle = super().get_route_handler()
        takes_json = self.body_field is not None

        async def guarded(request: Request) -> Response:
            request.state.role = _authenticate(request, collaborators_of(request))
            if takes_json:
                _refuse_other_content(request)
            return await handle(request)

        return guarded


def _authenticate(request: Request, collaborators: Collaborators) -> Role:
    if collaborators.keys.is_open:
        # A web page in the rep's browser could reach us by DNS rebinding; its Host header then is no loopback name.
        if not is_loopback(request.url.hostname or ""):
            raise HTTPException(
                403, "no API keys are configured, so only requests to localhost or 127.0.0.1 are answered"
            )
        return Role.ADMIN
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    role = collaborators.keys.role_of(key.strip()) if scheme.lower() == "bearer" else None
    if role is None:
        raise HTTPException(
            401,
            "send the header `Authorization: Bearer KEY` with a key from SEVENFOLD_API_KEYS",
            headers={"WWW-Authenticate": 'Bearer realm="sevenfold"'},
        )
    return role


def _refuse_other_content(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")):
        return
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if has_body:
        raise HTTPException(415, f"expected Content-Type: application/json, got {kind or 'none'}")


def needs(scope: Scope) -> Any:
    """A dependency that admits only roles with this scope, and gives the route the caller."""

    def caller_of(
        request: Request,
        _: Annotated[Any, Security(_DOCUMENTED)],
        x_sevenfold_user: Annotated[
            str, Header(max_length=100, description="the person behind a shared key; shown in the timeline")
        ] = "",
    ) -> Caller:
        role = cast("Role", request.state.role)
        if scope not in SCOPES[role]:
            raise HTTPException(403, f"this request needs the scope {scope.value}, which the role {role.value} lacks")
        return Caller(role=role, person=x_sevenfold_user.strip())

    return Depends(caller_of)


reads = needs(Scope.READ)
"""For routes that need the scope but not the caller's name."""

Enrolling = Annotated[Caller, needs(Scope.ENROL)]
Reporting = Annotated[Caller, needs(Scope.REPORT)]
Closing = Annotated[Caller, needs(Scope.CLOSE)]
