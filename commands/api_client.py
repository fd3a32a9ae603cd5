"""Calls the HTTP API and turns its problem answers into the engine's own errors."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

import httpx
import typer

from domain.errors import (
    InvalidInputError,
    LeadEndedError,
    NotFoundError,
    RefusedError,
    SettingsInvalidError,
    TransientError,
)
from settings import is_loopback

ApiOption = Annotated[
    str,
    typer.Option("--api", envvar="SEVENFOLD_API", help="Address of the API.", show_default="the stack that runs here"),
]
KeyOption = Annotated[str, typer.Option("--key", envvar="SEVENFOLD_API_KEY", help="API key.")]

PATIENCE_SECONDS = 30.0

FIRST_ERROR, FIRST_SERVER_ERROR = 400, 500


@dataclass(frozen=True)
class Reply:
    """The API's answer: the status, the JSON, and how many seconds to wait before a retry."""

    status: int
    body: Any
    retry_after: float = 0.0

    @property
    def is_error(self) -> bool:
        """Whether the API refused the request or failed."""
        return self.status >= FIRST_ERROR

    @property
    def may_pass(self) -> bool:
        """Whether a retry may succeed."""
        return self.status >= FIRST_SERVER_ERROR


class Api:
    """A client of the API: ``async with Api(address, key) as api``."""

    def __init__(self, address: str, key: str = "", *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.address = address.rstrip("/")
        host = urlsplit(self.address).hostname or ""
        self._http = httpx.AsyncClient(
            base_url=self.address,
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=PATIENCE_SECONDS,
            transport=transport,
            trust_env=not is_loopback(host),  # a proxy of the environment cannot reach our loopback
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def get(self, path: str, **parameters: Any) -> Any:
        """The JSON at a path; parameters that are None or empty are left out.

        Raises:
            SevenfoldError: the API refused the request or cannot be reached; the message says what to do.
        """
        wanted = {name: value for name, value in parameters.items() if value not in (None, "")}
        return self.accepted(await self.send("GET", path, params=wanted))

    async def post(self, path: str, body: Mapping[str, Any], *, idempotency_key: str = "") -> Any:
        """The JSON of the answer to a POST.

        Raises:
            SevenfoldError: as ``get``.
        """
        return self.accepted(await self.send("POST", path, body=body, idempotency_key=idempotency_key))

    async def send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        idempotency_key: str = "",
    ) -> Reply:
        """Send one request; an error status is returned, not raised.

        Raises:
            TransientError: the API cannot be reached.
            SettingsInvalidError: the address is not valid.
        """
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        try:
            answer = await self._http.request(method, path, params=params, json=body, headers=headers)
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise SettingsInvalidError(f"{self.address} is not a valid API address: {error}") from None
        except httpx.TransportError as error:
            raise TransientError(
                f"the API at {self.address} cannot be reached ({type(error).__name__}): "
                "start it with `sevenfold up`, or give its address with --api or SEVENFOLD_API"
            ) from None
        return Reply(answer.status_code, _json_of(answer), _seconds(answer.headers.get("retry-after", "")))

    def accepted(self, reply: Reply) -> Any:
        """The body of a successful answer.

        Raises:
            SevenfoldError: the answer is an error; the message is the API's own.
        """
        if not reply.is_error:
            return reply.body
        problem = reply.body if isinstance(reply.body, dict) else {}
        detail = str(problem.get("detail") or f"{self.address} answered with status {reply.status}")
        match reply.status:
            case 401:
                raise SettingsInvalidError(
                    f"the API at {self.address} needs a valid key: give one with --key or SEVENFOLD_API_KEY"
                )
            case 403:
                raise RefusedError(detail)
            case 404:
                raise NotFoundError(detail)
            case 409:
                if problem.get("disposition"):
                    raise LeadEndedError(detail, disposition=str(problem["disposition"]))
                raise RefusedError(detail)
            case status if status >= FIRST_SERVER_ERROR:
                raise TransientError(detail)
            case _:
                errors = problem.get("errors") or [{}]
                raise InvalidInputError("\n".join([detail, *explained(problem)[1:]]), field=field_of(errors[0]))


def explained(problem: Mapping[str, Any]) -> list[str]:
    """One line for each field that a problem names: ``field: what is wrong; expected …``."""
    return [
        f"{field_of(error)}: {error.get('detail', '')}"
        + (f"; expected {error['expected']}" if error.get("expected") else "")
        for error in problem.get("errors", ())
    ]


def field_of(error: Mapping[str, Any]) -> str:
    """The dotted path of the field that one entry of a problem's ``errors`` is about."""
    pointer = str(error.get("pointer") or "").removeprefix("#").strip("/")
    return str(error.get("parameter") or pointer.replace("/", "."))


def _json_of(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def _seconds(header: str) -> float:
    return float(header) if header.isdigit() else 0.0


async def get(address: str, key: str, path: str, **parameters: Any) -> Any:
    """Read one path of the API on a new connection."""
    async with Api(address, key) as api:
        return await api.get(path, **parameters)
