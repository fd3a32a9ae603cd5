"""Processes leave with the exit code that they mean, however often they are asked to."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from e2e.quick_playbook import quick_playbook
from e2e.stacks import Town, town

from embedded.addresses import Part
from embedded.children import Child
from embedded.ports import until_ready
from ledger.database.migrating import upgrade

ROOT = Path(__file__).parents[2]
ROUNDS = 10
"""A process that ran a Temporal worker used to abort in one of four exits, so ten in a row are no luck."""

GRACE = timedelta(seconds=30)
NOWHERE = "127.0.0.1:1"


@pytest.fixture(scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """The engine, with days so long that nothing follows the acknowledgment."""
    folder = tmp_path_factory.mktemp("town")
    async with town(folder / "home", quick_playbook(folder / "playbook"), day=3600) as running:
        yield running


async def stopped(here: Town, part: Part) -> int:
    """The exit code of a part that is told to stop, and is up again."""
    child = here.stack.child(part)
    await child.terminate(GRACE)
    code = await child.wait()
    await child.start()
    await here.stack.until_ready(part)
    return code


async def test_worker_and_api_leave_with_zero_when_told_to(here: Town) -> None:
    """Each time after some work: the API took a lead and the worker sent its mail."""
    codes: list[int] = []
    for number in range(ROUNDS):
        await here.post_lead(f"lead{number}@people.example")
        await here.relay.until_delivered(f"lead{number}@people.example")
        codes += await asyncio.gather(stopped(here, Part.WORKER), stopped(here, Part.API))

    assert codes == [0] * (2 * ROUNDS)


@pytest.mark.parametrize("part", [Part.WORKER, Part.API])
async def test_ctrl_c_is_no_failure(here: Town, part: Part) -> None:
    """SIGINT is a way to stop, too."""
    child = here.stack.child(part)
    restarted = child.next_start()
    assert child.pid is not None

    ended = asyncio.ensure_future(child.wait())
    os.kill(child.pid, signal.SIGINT)

    assert await ended == 0
    await restarted
    await here.stack.until_ready(part)


def entry_point(module: str, home: Path, **settings: str) -> Child:
    """A process of ours with these settings."""
    environment = {f"SEVENFOLD_{name.upper()}": value for name, value in settings.items()}
    defaults = {"SEVENFOLD_HOME": str(home), "SEVENFOLD_TEMPORAL_ADDRESS": NOWHERE}
    argv = (sys.executable, "-m", module)
    return Child(module, argv, home, environment={**defaults, **environment}, directory=ROOT)


@pytest.mark.parametrize(
    ("module", "settings", "word"),
    [
        ("worker", {"pace": "720"}, "SEVENFOLD_PACE shortens all waits"),
        ("worker", {"database_url": "mysql://ledger"}, "give sqlite:///path/to/ledger.db or postgresql://"),
        ("worker", {"smtp_url": "http://mail.example"}, "SMTP URL"),
        ("worker", {"imap_url": "mail.example"}, "IMAP URL"),
        ("worker", {"journal_url": "pop3://mail.example", "journal_address": "j@mail.example"}, "IMAP URL"),
        ("api", {"pace": "720"}, "SEVENFOLD_PACE shortens all waits"),
        ("api", {"api_bind": "0.0.0.0:0"}, "SEVENFOLD_API_KEYS is empty"),
        ("api", {"api_bind": "127.0.0.1:99999"}, "SEVENFOLD_API_BIND='127.0.0.1:99999': expected host:port"),
        ("api", {"api_bind": "0.0.0.0:0", "api_keys": "ops=k"}, "has the laptop default: set your own secret"),
        ("api", {"api_bind": "0.0.0.0:0", "api_keys": "ops=k", "token_secret": ""}, "SEVENFOLD_TOKEN_SECRET is empty"),
    ],
)
async def test_a_refused_setting_is_two_with_the_remedy(
    tmp_path: Path, module: str, settings: dict[str, str], word: str
) -> None:
    """It is refused before anything is waited for, although Temporal is away."""
    await asyncio.to_thread(upgrade, f"sqlite:///{tmp_path / 'ledger.db'}")
    process = entry_point(module, tmp_path, **settings)

    await process.start()

    assert await process.wait() == 2
    assert word in process.log_tail()


@pytest.mark.parametrize("module", ["worker", "api"])
async def test_a_ledger_without_tables_is_two_with_the_command_to_run(tmp_path: Path, module: str) -> None:
    """Whoever deploys learns that the migration did not run."""
    process = entry_point(module, tmp_path)

    await process.start()

    assert await process.wait() == 2
    assert "sevenfold migrate" in process.log_tail()


async def test_a_worker_that_waits_for_its_server_can_be_told_to_stop(tmp_path: Path) -> None:
    """It does not give up while Temporal is away, and leaves with zero when told to."""
    await asyncio.to_thread(upgrade, f"sqlite:///{tmp_path / 'ledger.db'}")
    process = entry_point("worker", tmp_path)
    await process.start()
    await until_logged(process, "temporal_awaited")

    await process.terminate(GRACE)

    assert await process.wait() == 0


async def until_logged(process: Child, word: str) -> None:
    """Return when the process has logged a word."""

    async def is_logged() -> bool:
        return word in process.log_tail()

    await until_ready(is_logged, process, timedelta(seconds=60), what=f"log {word}")
