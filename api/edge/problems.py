"""Every error answer as application/problem+json (RFC 9457): what is wrong, where, and what was expected.

Only this module maps the error tree of ``domain.errors`` to status codes. The text of an unexpected error is never
shown, because it may contain a lead's data.
"""

import math
from collections.abc import Mapping
from enum import Enum
from http import HTTPStatus
from typing import Any, NamedTuple

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from api.edge.field_errors import FieldError, errors_of, pointer_to
from domain.errors import (
    InvalidInputError,
    LeadEndedError,
    NotFoundError,
    NotPublishedError,
    RefusedError,
    SevenfoldError,
    TransientError,
)

MEDIA_TYPE = "application/problem+json"


class _Kind(NamedTuple):
    """One kind of problem; ``slug`` is its anchor on the documentation page."""

    slug: str
    status: int
    title: str
    remedy: str


class Kind(Enum):
    """The kinds of problems."""

    MALFORMED = _Kind("malformed", 400, "Malformed request", "Send well-formed JSON.")
    NO_KEY = _Kind("no-key", 401, "API key needed", "Send the header Authorization: Bearer KEY.")
    FORBIDDEN = _Kind("forbidden", 403, "Not allowed for this key", "Use the key of a role that has the scope.")
    NOT_FOUND = _Kind("not-found", 404, "Not found", "Check the path and the id.")
    METHOD = _Kind("method-not-allowed", 405, "Method not allowed", "Use a method of the Allow header.")
    CONFLICT = _Kind("refused", 409, "Not allowed in the lead's current state", "See the detail for what to do.")
    ENDED = _Kind("lead-ended", 409, "The lead has ended", "Nothing to do: see disposition for how it ended.")
    TOO_LARGE = _Kind("too-large", 413, "Request too large", "Send at most 256 KiB.")
    CONTENT_TYPE = _Kind("content-type", 415, "Unsupported content type", "Send application/json.")
    INVALID = _Kind("invalid-input", 422, "Invalid input", "Correct each field listed in errors.")
    INTERNAL = _Kind("internal", 500, "Internal error", "Try again; if it persists, give the operator the request id.")
    AWAY = _Kind(
        "unavailable", 503, "Temporarily unavailable", "Send the same request again after Retry-After seconds."
    )


class Problem(BaseModel):
    """The body of every error answer."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str = ""
    errors: tuple[FieldError, ...] = ()
    disposition: str | None = None


DOCUMENTED: dict[int | str, dict[str, Any]] = {
    status: {
        "description": "; or: ".join(kind.value.title for kind in Kind if kind.value.status == status),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in {kind.value.status for kind in Kind}
}
"""OpenAPI's entry for every error status; all have the same schema."""


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's entries for these error statuses."""
    return {status: DOCUMENTED[status] for status in statuses}


def install(app: FastAPI) -> None:
    """Make the application answer every error with a problem document."""
    app.add_exception_handler(SevenfoldError, _engine_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)


def answer(
    request: Request,
    kind: Kind,
    detail: str,
    *,
    errors: tuple[FieldError, ...] = (),
    headers: Mapping[str, str] | None = None,
    disposition: str | None = None,
) -> JSONResponse:
    """The response for one problem."""
    problem = Problem(
        type=f"/docs#{kind.value.slug}",
        title=kind.value.title,
        status=kind.value.status,
        detail=detail,
        instance=_instance(request),
        request_id=getattr(request.state, "request_id", ""),
        errors=errors,
        disposition=disposition,
    )
    left_out = {name for name in ("errors", "disposition", "request_id") if not getattr(problem, name)}
    return JSONResponse(
        problem.model_dump(mode="json", exclude=left_out | {"errors"})
        | ({"errors": [error.model_dump(exclude_none=True) for error in errors]} if errors else {}),
        status_code=kind.value.status,
        media_type=MEDIA_TYPE,
        headers=dict(headers or {}),
    )


def _instance(request: Request) -> str:
    # The path of an emailed link contains its secret token, so the token is left out.
    linked = next((room for room in ("/u", "/a", "/form") if request.url.path.startswith(f"{room}/")), "")
    return linked or request.url.path


async def _engine_error(request: Request, error: Exception) -> JSONResponse:
    match error:
        case InvalidInputError(field=field):
            found = (FieldError(pointer=pointer_to(field.split(".") if field else ()), detail=str(error)),)
            return answer(request, Kind.INVALID, str(error), errors=found)
        case NotFoundError():
            return answer(request, Kind.NOT_FOUND, str(error))
        case LeadEndedError(disposition=disposition):
            return answer(request, Kind.ENDED, str(error), disposition=disposition)
        case RefusedError():
            return answer(request, Kind.CONFLICT, str(error))
        case TransientError(retry_after=wait):
            seconds = str(math.ceil(wait.total_seconds()) if wait else 1)
            # Only our own text is shown: others may quote a server's answer.
            detail = str(error) if isinstance(error, NotPublishedError) else _CANNOT_BE_REACHED
            return answer(request, Kind.AWAY, detail, headers={"Retry-After": seconds})
        case _:
            return answer(request, Kind.INTERNAL, _INTERNAL)


_CANNOT_BE_REACHED = "a server that this request needs cannot be reached; nothing was changed"
_INTERNAL = "unexpected error; the log has the details under the request id"


def internal(request: Request) -> JSONResponse:
    """The answer to an unexpected error."""
    return answer(request, Kind.INTERNAL, _INTERNAL)


async def _invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - tells the type checker what the registration says
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        detail = f"the body is not valid JSON: {first['ctx']['error']} at character {first['loc'][-1]}"
        return answer(request, Kind.MALFORMED, detail)
    found = errors_of(error, request.scope.get("route"))
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return answer(request, Kind.INVALID, f"{found[0].where}: {found[0].detail}{more}", errors=found)


_BY_STATUS = {kind.value.status: kind for kind in reversed(Kind)}


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    kind = _BY_STATUS.get(error.status_code, Kind.MALFORMED if error.status_code < 500 else Kind.INTERNAL)  # noqa: PLR2004 - client errors end there
    phrase = HTTPStatus(error.status_code).phrase
    detail = kind.value.remedy if error.detail == phrase else error.detail
    return answer(request, kind, detail, headers=error.headers)
