"""Keys and scopes: who may do what, and what a stranger is told."""

import httpx
import pytest
from api_desk import Desk
from pydantic import SecretStr

from api.edge.keys import KeyRing, Role
from domain.errors import SettingsInvalidError

pytest_plugins = ("ledgers", "api_fixtures")

FORM = {"email": "maya@continental.example"}


@pytest.mark.parametrize(
    "authorization", ["", "Bearer wrong", "Basic cmVwLWtleQ==", "rep-key", "Bearer ", "Bearer \xff"]
)
async def test_a_request_without_a_known_key_is_refused(desk: Desk, authorization: str) -> None:
    """401 says how to send one, before the body is looked at."""
    async with desk.client("") as client:
        answer = await client.post(
            "/v1/leads",
            content=b"{not json",
            headers=[(b"authorization", authorization.encode("latin-1")), (b"content-type", b"application/json")],
        )

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["type"] == "/docs#no-key"


@pytest.mark.parametrize(
    ("role", "method", "path", "scope"),
    [
        ("ingest", "GET", "/v1/leads", "leads:read"),
        ("ingest", "GET", "/v1/tasks", "leads:read"),
        ("ingest", "POST", "/v1/leads/l1/pause", "leads:report"),
        ("rep", "POST", "/v1/leads", "leads:enrol"),
        ("rep", "POST", "/v1/leads/l1/disqualify", "leads:close"),
        ("ops", "POST", "/v1/leads", "leads:enrol"),
    ],
)
async def test_a_role_without_the_scope_is_told_which_it_lacks(
    desk: Desk, role: str, method: str, path: str, scope: str
) -> None:
    """403 names the scope."""
    async with desk.client(role) as client:
        answer = await client.request(method, path, json={"reason": "x", **FORM} if method == "POST" else None)

    assert answer.status_code == 403
    assert scope in answer.json()["detail"]


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("rep", "opt-out"),
        ("ops", "opt-out"),
        ("admin", "opt-out"),
        ("ops", "pause"),
        ("rep", "pause"),
        ("admin", "pause"),
    ],
)
async def test_a_role_with_the_scope_is_let_through(desk: Desk, role: str, path: str) -> None:
    """Each role does what it is there for."""
    lead_id = await desk.lead()

    assert (await desk.post(f"/v1/leads/{lead_id}/{path}", role=role)).status_code == 200


async def test_without_keys_this_machine_is_served(open_desk: Desk) -> None:
    """A laptop needs no keys."""
    assert (await open_desk.post("/v1/leads", FORM, role="")).status_code == 202


async def test_without_keys_another_host_name_is_refused(open_desk: Desk) -> None:
    """A web page that makes its own name point at this machine is shut out."""
    transport = httpx.ASGITransport(open_desk.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://rebound.example") as client:
        answer = await client.get("/v1/leads")

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ({"boss": "k"}, "ingest, rep, ops, admin"),
        ({"rep": ""}, "empty key"),
        ({"rep": "same", "ops": "same"}, "same key"),
    ],
)
def test_keys_that_cannot_be_used_are_refused_at_start(keys: dict[str, str], word: str) -> None:
    """A slip in SEVENFOLD_API_KEYS is named before anything listens."""
    with pytest.raises(SettingsInvalidError, match=word):
        KeyRing({role: SecretStr(key) for role, key in keys.items()})


def test_a_key_tells_its_role() -> None:
    """The ring finds the role of a key, and none for another."""
    ring = KeyRing({"rep": SecretStr("a"), "ops": SecretStr("b")})

    assert (ring.role_of("a"), ring.role_of("b"), ring.role_of("")) == (Role.REP, Role.OPS, None)
