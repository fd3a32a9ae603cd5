"""Ledgers for tests, on both databases.

A test module asks for the fixtures with ``pytest_plugins = ("ledgers",)``. Each test gets an empty
ledger: a copied file, or the one PostgreSQL database, emptied again.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from embedded.claims import claim_port, release_ports
from ledger.database.migrating import engine_for, upgrade
from ledger.database.tables import metadata
from ledger.ledger import Ledger

NOT_INSTALLED = "PostgreSQL is not installed: apt-get install postgresql"

_numbers = count(1)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the ledger's tables, to copy."""
    path = tmp_path_factory.mktemp("ledger") / "migrated.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server of our own on a loopback port, with a migrated database ``migrated``; its URL without one."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.skip(NOT_INSTALLED)
    # PostgreSQL does not run as root, and pytest's own folders are closed to other users.
    as_user: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="sevenfold-postgresql-"))
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", claim_port(0)
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=60"
    )

    def run(program: str, *arguments: str) -> None:
        command = [str(programs[-1] / program), "-D", str(data), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=60, **as_user)

    try:
        run("initdb", "--auth=trust", "--username=sevenfold", "--encoding=UTF8", "--locale=C", "--no-sync")
        run("pg_ctl", "start", "--wait", "-o", options, "-l", str(folder / "log"))
        url = f"postgresql://sevenfold@127.0.0.1:{port}"
        _administer(url, "create database migrated")
        upgrade(f"{url}/migrated")
        yield url
    finally:
        if (data / "postmaster.pid").exists():
            run("pg_ctl", "stop", "--mode=immediate", "--wait")
        release_ports([port])
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated, empty ledger, on each database in turn."""
    if request.param == "sqlite":
        copied = shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "ledger.db")
        yield f"sqlite:///{copied}"
        return
    server = request.getfixturevalue("postgresql_server")
    yield f"{server}/migrated"
    # A database for each test would take half a second to make.
    engine = engine_for(f"{server}/migrated")
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table, on each database in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'a % of folders' / 'ledger.db'}"
        return
    server = request.getfixturevalue("postgresql_server")
    name = f"empty_{next(_numbers)}"
    _administer(server, f"create database {name}")
    yield f"{server}/{name}"
    _administer(server, f"drop database {name} with (force)")


@pytest.fixture
async def ledger(ledger_url: str) -> AsyncIterator[Ledger]:
    """A ledger, as one process has it."""
    opened = Ledger.open(ledger_url)
    yield opened
    await opened.close()


@pytest.fixture
async def other_ledger(ledger_url: str) -> AsyncIterator[Ledger]:
    """The same ledger, as another process has it: with connections and threads of its own."""
    opened = Ledger.open(ledger_url)
    yield opened
    await opened.close()


def _administer(server: str, statement: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())
