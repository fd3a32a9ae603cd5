"""``python -m api`` as a process: it listens without Temporal, stops when told to, and refuses unsafe settings."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from builders import MONDAY, a_playbook

from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)

ROOT = Path(__file__).parents[2]
NOWHERE = "127.0.0.1:1"


@asynccontextmanager
async def an_api(url: str, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process, killed at the end if it is still there."""
    environment = {
        "SEVENFOLD_DATABASE_URL": url,
        "SEVENFOLD_API_BIND": "127.0.0.1:0",
        "SEVENFOLD_TEMPORAL_ADDRESS": NOWHERE,
        **{f"SEVENFOLD_{name.upper()}": value for name, value in settings.items()},
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "api",
        cwd=ROOT,
        env=os.environ | environment,  # noqa: TID251 - a child's environment is the one of its parent, and ours
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def address_of(process: asyncio.subprocess.Process) -> str:
    """Where it says that it listens."""
    assert process.stderr is not None
    async for line in process.stderr:
        if found := re.search(rb"http://127\.0\.0\.1:\d+", line):
            return found.group().decode()
    pytest.fail("the API ended before it listened")


async def test_the_api_receives_leads_without_temporal_and_leaves_cleanly(ledger_url: str, ledger: Ledger) -> None:
    """Temporal away costs a lead nothing; SIGTERM ends the process with 0 and the lead is in the ledger."""
    await ledger.publications.publish(a_playbook(), MONDAY)

    async with an_api(ledger_url) as process, httpx.AsyncClient(base_url=await address_of(process)) as client:
        received = await client.post("/v1/leads", json={"email": "maya@continental.example"})
        ready = await client.get("/readyz")
        process.send_signal(signal.SIGTERM)
        code = await process.wait()

    assert (received.status_code, ready.status_code, code) == (202, 503, 0)
    assert [part["name"] for part in ready.json()["parts"] if not part["ok"]] == ["temporal"]
    assert await ledger.intake.unstarted(10) == (received.json()["lead_id"],)


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"api_bind": "0.0.0.0:0"}, "SEVENFOLD_API_KEYS"),
        ({"api_bind": "nonsense"}, "SEVENFOLD_API_KEYS"),
        ({"api_bind": "127.0.0.1"}, "SEVENFOLD_API_BIND"),
        ({"api_keys": "boss=k"}, "ingest, rep, ops, admin"),
    ],
)
async def test_settings_that_are_refused_end_it_with_2(
    migrated_file: Path, settings: dict[str, str], word: str
) -> None:
    """Nothing listens, and standard error names the setting."""
    async with an_api(f"sqlite:///{migrated_file}", **settings) as process:
        _, errors = await process.communicate()

    assert process.returncode == 2
    assert word in errors.decode()


async def test_a_ledger_without_tables_ends_it_with_2(tmp_path: Path) -> None:
    """Migrations are a step of their own: the API says that they are missing."""
    async with an_api(f"sqlite:///{tmp_path / 'empty.db'}") as process:
        _, errors = await process.communicate()

    assert process.returncode == 2
    assert "sevenfold migrate" in errors.decode()
