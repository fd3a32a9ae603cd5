"""Fixtures of the API's tests; a module asks for them with ``pytest_plugins = ("ledgers", "api_fixtures")``."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from api_desk import KEYS, Desk
from builders import MONDAY, a_playbook

from ledger.ledger import Ledger


@pytest.fixture
async def api_ledger(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Ledger]:
    """A migrated SQLite ledger with a published playbook."""
    opened = Ledger.open(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'ledger.db')}")
    await opened.publications.publish(a_playbook(), MONDAY)
    yield opened
    await opened.close()


@pytest.fixture
async def desk(api_ledger: Ledger) -> AsyncIterator[Desk]:
    """The API with a key for each role."""
    made = Desk(api_ledger, keys=KEYS)
    yield made
    await made.settled()


@pytest.fixture
async def open_desk(api_ledger: Ledger) -> AsyncIterator[Desk]:
    """The API without keys, as on a laptop."""
    made = Desk(api_ledger, keys={})
    yield made
    await made.settled()
