"""Refuses request bodies that are too large: by Content-Length if given, else while reading."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.edge.problems import Kind, answer


class BodyLimit:
    """ASGI middleware; unlike the framework's, it answers with a problem document."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        """Wrap the rest of the application."""
        self._app = app
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdigit() and int(announced) > self._most_bytes:
            await answer(Request(scope), Kind.TOO_LARGE, self._refusal)(scope, receive, send)
            return
        await self._app(scope, self._counting(receive), send)

    def _counting(self, receive: Receive) -> Receive:
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most_bytes:
                raise HTTPException(413, self._refusal)
            return message

        return counted

    @property
    def _refusal(self) -> str:
        return f"the body is larger than {self._most_bytes} bytes: send less in one request"
