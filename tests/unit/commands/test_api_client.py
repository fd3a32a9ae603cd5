"""The command line and the API: each refusal becomes the error, and the exit code, that it means."""

from collections.abc import Callable

import httpx
import pytest

from commands.api_client import Api
from commands.exits import Exit, exit_of
from domain.errors import (
    InvalidInputError,
    LeadEndedError,
    NotFoundError,
    RefusedError,
    SettingsInvalidError,
    SevenfoldError,
    TransientError,
)

ADDRESS = "http://127.0.0.1:8070"


def api_that(answer: Callable[[httpx.Request], httpx.Response]) -> Api:
    return Api(ADDRESS, "key", transport=httpx.MockTransport(answer))


@pytest.mark.parametrize(
    ("status", "problem", "error", "code"),
    [
        (400, {"detail": "not JSON"}, InvalidInputError, Exit.USAGE),
        (401, {}, SettingsInvalidError, Exit.USAGE),
        (403, {"detail": "lacks a scope"}, RefusedError, Exit.FOUND),
        (404, {"detail": "there is no lead x"}, NotFoundError, Exit.FOUND),
        (409, {"detail": "no longer open"}, RefusedError, Exit.FOUND),
        (409, {"detail": "it ended", "disposition": "opted_out"}, LeadEndedError, Exit.FOUND),
        (422, {"detail": "email: wrong"}, InvalidInputError, Exit.USAGE),
        (503, {"detail": "away"}, TransientError, Exit.AWAY),
    ],
)
async def test_each_refusal_is_the_error_it_means(
    status: int, problem: dict[str, str], error: type[SevenfoldError], code: Exit
) -> None:
    """The API's own words are kept, and the exit code follows."""
    async with api_that(lambda _: httpx.Response(status, json=problem)) as api:
        with pytest.raises(error, match=problem.get("detail", "--key or SEVENFOLD_API_KEY")) as caught:
            await api.get("/v1/leads")

    assert exit_of(caught.value) is code


async def test_an_api_that_is_away_is_named_with_the_way_to_start_it() -> None:
    """The address that was tried, and what to type."""

    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    async with api_that(refuse) as api:
        with pytest.raises(TransientError, match=rf"{ADDRESS} cannot be reached .*: start it with `sevenfold up`"):
            await api.get("/v1/leads")


async def test_every_field_that_is_wrong_is_told() -> None:
    """All of them, each with what was expected."""
    errors = [
        {"pointer": "#/email", "detail": "wrong"},
        {"pointer": "#/consent/sms", "detail": "wrong too", "expected": "true or false"},
    ]
    problem = {"detail": "email: wrong (and 1 more)", "errors": errors}
    async with api_that(lambda _: httpx.Response(422, json=problem)) as api:
        with pytest.raises(InvalidInputError) as caught:
            await api.post("/v1/leads", {})

    assert str(caught.value).splitlines()[1] == "consent.sms: wrong too; expected true or false"
