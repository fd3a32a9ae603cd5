"""`sevenfold enrol`: what becomes of each row, and the file of those that failed."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from commands.api_client import Api
from commands.enrol import IN_FLIGHT, Enrolled, _as_json, _print_summary, enrol_row, enrolled, write_errors
from commands.lead_files import Row, rows_of
from domain.errors import (
    SettingsInvalidError,
)

ADDRESS = "http://127.0.0.1:8070"


def api_that(answer: Callable[[httpx.Request], httpx.Response]) -> Api:
    return Api(ADDRESS, "key", transport=httpx.MockTransport(answer))


def row(number: int = 1) -> Row:
    return Row(number, {"email": f"a{number}@b.example"}, {"email": f"a{number}@b.example"})


@pytest.mark.parametrize(
    ("why", "became"),
    [("new", "new"), ("duplicate", "known"), ("merged", "known"), ("not restarted", "not restarted")],
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
        return httpx.Response(200, json={"lead_id": "l1", "why": "not restarted", "reason": "hot runs once"})

    async with api_that(answer) as api:
        done = [each for _ in range(2) async for each in enrolled(api, [row()], lambda: None)]

    assert len(set(keys)) == 2
    _print_summary(done, [], Path("none"))
    assert capsys.readouterr().out.splitlines()[:2] == [
        "0 new, 0 already known, 2 not restarted, 0 failed",
        "row 1: lead l1: hot runs once",
    ]
    told = _as_json(done, None)
    assert (told["not_restarted"], told["not_new"][0]["reason"]) == (2, "hot runs once")


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
        with pytest.raises(SettingsInvalidError, match="needs a valid key"):
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


def test_the_file_of_errors_can_be_mended_and_enrolled(tmp_path: Path) -> None:
    """Its columns of reasons are passed over."""
    file = tmp_path / "leads.csv"
    file.write_text("email,attributes.x\nbad,1\n", encoding="utf-8")
    (row,) = rows_of(file)
    errors = tmp_path / "leads.csv.errors.csv"

    write_errors(errors, [Enrolled(row, "failed", fields="email", message="not an address")])

    assert errors.read_text(encoding="utf-8").splitlines()[0] == "row,field,message,email,attributes.x"
    assert [again.form for again in rows_of(errors)] == [row.form]


def test_the_file_of_errors_goes_when_nothing_failed(tmp_path: Path) -> None:
    """A run without failures leaves no old ones behind."""
    errors = tmp_path / "leads.csv.errors.csv"
    errors.write_text("row,field,message\n", encoding="utf-8")

    write_errors(errors, [])

    assert not errors.exists()
