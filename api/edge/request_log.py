"""Logs one line for each request, without personal data, with a request id that the answer also has."""

import re
import time
import traceback
import uuid

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.edge.problems import internal

log = structlog.get_logger(__name__)

HEADER = "X-Request-Id"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_FRAMES = 4


class RequestLog:
    """ASGI middleware: binds the request id, logs the answer, and answers unexpected errors.

    The path is logged as its template, because a real path can contain an unsubscribe token. Queries and bodies are
    not logged. For an unexpected error only its type and place are logged, because its text could quote a lead.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the rest of the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._serve(scope, receive, send, request_id)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        began = time.perf_counter()
        status = 0

        async def answering(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
                _log_answer(scope, status, time.perf_counter() - began)
            await send(message)

        try:
            await self._app(scope, receive, answering)
        except Exception as error:  # noqa: BLE001 - the outermost frame: the caller always gets an answer
            _log_error(scope, error)
            if status == 0:
                await internal(Request(scope))(scope, receive, answering)


def _log_answer(scope: Scope, status: int, seconds: float) -> None:
    log.info(
        "request_answered",
        method=scope["method"],
        route=_template(scope),
        status=status,
        milliseconds=round(seconds * 1000, 1),
        role=getattr(scope.get("state", {}).get("role"), "value", ""),
    )


def _log_error(scope: Scope, error: Exception) -> None:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    log.error(
        "request_failed",
        method=scope["method"],
        route=_template(scope),
        error=type(error).__name__,
        at=" < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames)),
    )


def _template(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "unmatched")
