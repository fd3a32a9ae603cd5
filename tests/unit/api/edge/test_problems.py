"""The error tree of the domain as problems: each with its status, none with a text that nobody meant to show."""

import json
from datetime import timedelta

import pytest
from starlette.requests import Request

from api.edge.problems import Kind, _engine_error
from domain import errors


def a_request(path: str = "/v1/leads") -> Request:
    """A request for that path."""
    return Request({"type": "http", "method": "GET", "path": path, "headers": [], "state": {}, "query_string": b""})


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (errors.InvalidInputError("no", field="consent.sms"), 422, "invalid-input"),
        (errors.NotFoundError("there is no lead l1"), 404, "not-found"),
        (errors.LeadEndedError("ended", disposition="lost"), 409, "lead-ended"),
        (errors.RefusedError("not now"), 409, "refused"),
        (errors.TransientError("db at 10.0.0.1 is away"), 503, "unavailable"),
        (errors.PermanentError("odd"), 500, "internal"),
    ],
)
async def test_each_error_has_its_status(error: errors.SevenfoldError, status: int, slug: str) -> None:
    """One place maps the tree, and the type points at its explanation."""
    response = await _engine_error(a_request(), error)

    problem = json.loads(bytes(response.body))
    assert (response.status_code, problem["status"], problem["type"]) == (status, status, f"/docs#{slug}")
    assert response.media_type == "application/problem+json"


@pytest.mark.parametrize("error", [errors.TransientError("db at 10.0.0.1"), errors.PermanentError("db at 10.0.0.1")])
async def test_what_is_not_the_callers_business_is_not_shown(error: errors.SevenfoldError) -> None:
    """The text of an error of ours may name machines or people."""
    assert b"10.0.0.1" not in bytes((await _engine_error(a_request(), error)).body)


async def test_a_passing_error_says_when_to_come_back() -> None:
    """Retry-After is rounded up to whole seconds."""
    error = errors.TransientError("busy", retry_after=timedelta(seconds=2.1))

    assert (await _engine_error(a_request(), error)).headers["retry-after"] == "3"


async def test_an_unsubscribe_token_is_not_repeated() -> None:
    """The instance of a problem is logged and forwarded: a token proves too much for that."""
    body = bytes((await _engine_error(a_request("/u/l1.1.x-abc"), errors.NotFoundError("no"))).body)

    assert json.loads(body)["instance"] == "/u"


def test_every_kind_has_an_anchor_of_its_own() -> None:
    """A type leads to one explanation."""
    assert len({kind.value.slug for kind in Kind}) == len(Kind)
