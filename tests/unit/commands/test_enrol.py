"""The command line and the API: each refusal becomes the error, and the exit code, that it means."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from commands.api_client import Api
from commands.enrol import IN_FLIGHT, _as_json, _print_summary, enrol_row, enrolled
from commands.exits import Exit, exit_of
from commands.lead_files import Row
from domain.errors import (
    InvalidInputError,
    LeadEndedError,
    NotFoundError,
    RefusedError,
    SettingsInvalidError,
    SevenfoldError,
    TransientError,
)
from settings import read_settings

ADDRESS = "http://127.0.0.1:8070"


def api_that(answer: Callable[[httpx.Request], httpx.Response]) -> Api:
    return Api(ADDRESS, "key", transport=httpx.MockTransport(answer))


def row(number: int = 1) -> Row:
    return Row(number, {"email": f"a{number}@b.example"}, {"email": f"a{number}@b.example"})


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


@pytest.mark.parametrize(
    ("why", "became"),
    [("new", "new"), ("same form", "known"), ("known lead", "known"), ("not again", "not again")],
)
async def test_what_became_of_a_row(why: str, became: str) -> None:
    """A form that was sent before, or of a person who is known, makes no new lead."""
    answer = {"lead_id": "l1", "status_url": "/v1/leads/l1", "why": why, "reason": "so it is"}
    async with api_that(lambda _: httpx.Response(202, json=answer)) as api:
        done = await enrol_row(api, row())

    assert (done.became, done.lead_id, done.message) == (became, "l1", "so it is")


async def test_each_run_asks_anew(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is enrolled a second time is not answered with what the first time said."""
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        return httpx.Response(200, json={"lead_id": "l1", "why": "not again", "reason": "hot runs once"})

    async with api_that(answer) as api:
        done = [each for _ in range(2) async for each in enrolled(api, [row()], lambda: None)]

    assert len(set(keys)) == 2
    _print_summary(done, [], Path("none"))
    assert capsys.readouterr().out.splitlines()[:2] == [
        "0 new, 0 known already, 2 not taken up again, 0 failed",
        "row 1: lead l1: hot runs once",
    ]
    told = _as_json(done, None)
    assert (told["not_again"], told["not_new"][0]["reason"]) == (2, "hot runs once")


async def test_a_refused_row_says_field_and_reason() -> None:
    """So that it can be mended."""
    problem = {"errors": [{"pointer": "#/email", "detail": "no address", "expected": "one address"}]}
    async with api_that(lambda _: httpx.Response(422, json=problem)) as api:
        done = await enrol_row(api, row())

    assert (done.became, done.fields, done.message) == (
        "failed",
        "email",
        "email: no address; expected one address",
    )


async def test_a_row_that_cannot_be_taken_now_is_sent_again_under_the_same_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An API that comes back has the lead once."""
    monkeypatch.setattr("commands.enrol.WAITS", (0.0, 0.0))
    keys: list[str] = []

    def second_time(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        taken = {"lead_id": "l1", "status_url": "", "why": "new"}
        return httpx.Response(503) if len(keys) == 1 else httpx.Response(202, json=taken)

    async with api_that(second_time) as api:
        done = await enrol_row(api, row())

    assert done.became == "new"
    assert keys == [row().key] * 2


async def test_a_key_that_is_not_right_ends_the_import() -> None:
    """No row could ever be taken, so the first one says so."""
    async with api_that(lambda _: httpx.Response(401)) as api:
        with pytest.raises(SettingsInvalidError, match="asks for a key"):
            await enrol_row(api, row())


async def test_rows_are_answered_in_their_order_with_a_bounded_number_under_way() -> None:
    """However the answers come, and never more at a time than agreed."""
    under_way = most = 0

    async def answer(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return httpx.Response(202, json={"lead_id": json.loads(request.content)["email"], "why": "new"})

    async with Api(ADDRESS, transport=httpx.MockTransport(answer)) as api:
        done = [each async for each in enrolled(api, map(row, range(100)), lambda: None)]

    assert [each.row.number for each in done] == list(range(100))
    assert 1 < most <= IN_FLIGHT


def test_the_addresses_of_the_running_stack_are_found_by_the_other_commands(tmp_path: Path) -> None:
    """Without one, the default is taken; an address that was given wins."""
    from commands.options import announce, announced_api

    (tmp_path / "run").mkdir()
    settings = read_settings(home=tmp_path)
    assert announced_api(settings) == ADDRESS

    announce(tmp_path, {"api": "http://127.0.0.1:9999"})

    assert announced_api(settings) == "http://127.0.0.1:9999"
    assert announced_api(read_settings(home=tmp_path, api_bind="127.0.0.1:7777")) == "http://127.0.0.1:7777"
