"""What operators see: liveness, readiness, the release, the documentation, logs and unforeseen errors."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from api_desk import Desk
from hypothesis import HealthCheck, Phase, given, settings, strategies
from schemathesis.core.result import Ok
from schemathesis.openapi import from_asgi
from structlog.testing import capture_logs

from api.edge.static import address_of
from domain.errors import SettingsInvalidError
from domain.outgoing.tokens import reply_token
from ledger.ledger import Ledger

pytest_plugins = ("ledgers", "api_fixtures")


@pytest.fixture(autouse=True)
def _plain_logs() -> Iterator[None]:
    structlog.reset_defaults()
    yield
    structlog.reset_defaults()


async def test_the_process_tells_that_it_lives_and_which_release_it_is(desk: Desk) -> None:
    """Both need no key and nothing else."""
    alive, version = await desk.get("/healthz", role=""), await desk.get("/v1/version", role="")

    assert (alive.status_code, alive.json()) == (200, {"ok": True})
    assert version.json() == {"version": desk.app.version}


async def test_readiness_lists_every_part(desk: Desk) -> None:
    """Each part is named with what it is."""
    answer = await desk.get("/readyz", role="")

    assert answer.status_code == 200
    assert answer.json()["ready"]
    assert [part["name"] for part in answer.json()["parts"]] == ["ledger", "playbook", "temporal"]


async def test_readiness_says_which_part_is_missing_and_why(desk: Desk) -> None:
    """503 as soon as one part cannot be used."""
    desk.temporal_is_up = False
    await desk.ledger.database.write(lambda connection: connection.exec_driver_sql("delete from playbooks"))

    answer = await desk.get("/readyz", role="")

    found = {part["name"]: part for part in answer.json()["parts"]}
    assert answer.status_code == 503
    assert (found["ledger"]["ok"], found["playbook"]["ok"], found["temporal"]["ok"]) == (True, False, False)
    assert "publish" in found["playbook"]["why"]
    assert "refused" in found["temporal"]["why"]


async def test_readiness_holds_the_schema_against_the_release(desk: Desk) -> None:
    """A ledger of another revision is not ready, and the answer says what to do."""
    await desk.ledger.database.write(
        lambda connection: connection.exec_driver_sql("update alembic_version set version_num = '0000'")
    )

    answer = await desk.get("/readyz", role="")

    assert answer.status_code == 503
    assert "migration" in answer.json()["parts"][0]["why"]


async def test_a_ledger_without_tables_is_refused(tmp_path: Path) -> None:
    """The API does not start on an empty database, and says what is missing."""
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'empty.db'}")

    with pytest.raises(SettingsInvalidError, match="no tables yet"):
        await ledger.refuse_old_schema()

    await ledger.close()


async def test_the_documentation_page_is_whole_and_needs_nothing_from_elsewhere(desk: Desk) -> None:
    """Every address stands on it, every kind of problem has its anchor, and no foreign host is named."""
    page = (await desk.get("/docs", role="")).text
    document = (await desk.get("/openapi.json", role="")).json()

    assert all(path in page for path in document["paths"])
    assert 'id="lead-ended"' in page
    assert "<script" not in page
    assert re.findall(r'<link[^>]* href="([^"]*)"', page) == [address_of("docs.css")]


async def test_every_route_describes_its_refusals_as_problems(desk: Desk) -> None:
    """The document names our own error body everywhere but on pages for people, with a summary and a description."""
    document = (await desk.get("/openapi.json", role="")).json()

    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["description"]
            for status, response in operation["responses"].items():
                if status.startswith("4") and "text/html" not in response["content"]:
                    assert list(response["content"]) == ["application/problem+json"]
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert "Problem" in document["components"]["schemas"]


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("DELETE", "/v1/leads", 405)])
async def test_an_address_or_method_that_there_is_not(desk: Desk, method: str, path: str, status: int) -> None:
    """The framework's own refusals are problems too."""
    async with desk.client() as client:
        answer = await client.request(method, path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_request_is_logged_without_anything_personal(desk: Desk) -> None:
    """One line with method, route and status under the request's id; no query, no token, no body."""
    token = reply_token("lx.1.y", "token-secret")
    with capture_logs() as lines:
        await desk.get("/v1/leads", q="maya@continental.example")
        answer = await desk.get(f"/u/{token}", role="")

    logged = [line for line in lines if line["event"] == "request_answered"]
    assert [(line["route"], line["status"], line["role"]) for line in logged] == [
        ("/v1/leads", 200, "admin"),
        ("/u/{token}", 200, ""),
    ]
    assert "maya" not in str(lines)
    assert token not in str(lines)
    assert answer.headers["x-request-id"]


async def test_a_request_id_that_was_given_is_kept(desk: Desk) -> None:
    """Whoever numbers their requests finds them again; what is no id is replaced."""
    async with desk.client() as client:
        kept = await client.get("/healthz", headers={"X-Request-Id": "import-42-17"})
        replaced = await client.get("/healthz", headers={"X-Request-Id": "no good"})

    assert kept.headers["x-request-id"] == "import-42-17"
    assert replaced.headers["x-request-id"] != "no good"


async def test_an_unforeseen_error_tells_nothing_of_itself(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 carries an id and no text of the error; the log has its type and place, and no text either."""

    async def broken(lead_id: str, *_: Any) -> Any:
        raise RuntimeError(f"secret of {lead_id}")

    monkeypatch.setattr(desk.ledger.reading, "lead_detail", broken)
    with capture_logs() as lines:
        answer = await desk.get("/v1/leads/l1")

    failed = next(line for line in lines if line["event"] == "request_failed")
    assert answer.status_code == 500
    assert answer.json()["type"] == "/docs#internal"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert failed["error"] == "RuntimeError"
    assert "secret" not in answer.text + str(lines)


async def test_a_body_that_is_streamed_past_the_limit_is_refused(desk: Desk) -> None:
    """A body of unknown length is cut off where it becomes too large."""

    async def endless() -> Any:
        for _ in range(300):
            yield b" " * 1024

    async with desk.client() as client:
        answer = await client.post("/v1/leads", content=endless(), headers={"Content-Type": "application/json"})

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


async def test_no_request_that_the_document_allows_breaks_the_api(desk: Desk) -> None:
    """Generated requests to every address: answered or refused, never an error of ours."""
    lead_id = await desk.lead(email="known@b.example")
    task_id = await desk.outbox.open_task(lead_id)

    tried = await asyncio.to_thread(_try_everything, desk, {"lead_id": lead_id, "task_id": task_id})

    assert tried == {operation for methods in desk.app.openapi()["paths"].values() for operation in _names(methods)}


def _try_everything(desk: Desk, known: dict[str, str]) -> set[str]:
    schema = from_asgi("/openapi.json", desk.app)
    tried = set()
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()

        @settings(
            max_examples=8,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), is_known=strategies.booleans())
        def holds(case: Any, is_known: bool) -> None:
            if is_known:  # an id that exists gets further than one that was made up
                case.path_parameters = {**case.path_parameters, **known}
            answer = case.call(headers={"Authorization": "Bearer admin-key"}, base_url="http://127.0.0.1")
            assert answer.status_code < 500, (case.path, case.body, answer.text)

        holds()
        tried.add(operation.definition.raw["operationId"])
    return tried


def _names(methods: dict[str, Any]) -> list[str]:
    return [operation["operationId"] for operation in methods.values()]
