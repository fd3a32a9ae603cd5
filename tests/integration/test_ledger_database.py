"""Transactions: alone when they write, run again when they lost, instants in UTC, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_builders import NOON, a_lead, an_arrival
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from domain.errors import InvalidInputError, SettingsInvalidError, TransientError
from ledger.database.engine import RETRY_WAITS, open_database
from ledger.database.locks import lock
from ledger.database.tables import cursors, leads
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)


def _add_one(connection: Connection) -> int:
    lock(connection, ("counter",))
    before = connection.execute(select(cursors.c.uid)).scalar_one()
    connection.execute(update(cursors).values(uid=before + 1))
    return int(before)


async def test_no_update_is_lost(ledger: Ledger, other_ledger: Ledger) -> None:
    """A hundred transactions that read and then write, from two processes, all count."""
    await ledger.cursors.save("counter", 1, 0)
    doors = (ledger.database, other_ledger.database)

    await asyncio.gather(*(doors[number % 2].write(_add_one) for number in range(100)))

    assert await ledger.cursors.load("counter") == (1, 100)


async def test_what_raises_is_rolled_back(ledger: Ledger) -> None:
    """And the error comes through as it is."""
    lead_id = await a_lead(ledger)

    def fail(connection: Connection) -> None:
        connection.execute(update(leads).values(name="half done"))
        raise LookupError("half done")

    with pytest.raises(LookupError, match="half done"):
        await ledger.database.write(fail)

    assert (await ledger.reading.lead_detail(lead_id)).name == "Mara"


async def test_reading_waits_for_no_writer(ledger: Ledger) -> None:
    """Inside a write transaction of one connection, another reads what was there before."""
    lead_id = await a_lead(ledger)
    loop = asyncio.get_running_loop()

    def write_and_read(connection: Connection) -> str:
        connection.execute(update(leads).values(name="later"))
        reading = asyncio.run_coroutine_threadsafe(ledger.reading.lead_detail(lead_id), loop)
        return reading.result(timeout=30).name

    assert await ledger.database.write(write_and_read) == "Mara"


async def test_a_transaction_that_lost_is_run_again(ledger: Ledger) -> None:
    """The caller does not notice a lock that somebody else held for a moment."""
    calls: list[int] = []

    def busy_twice(connection: Connection) -> str:
        calls.append(1)
        if len(calls) < 3:
            raise OperationalError("select 1", {}, _locked(connection))
        return "done"

    assert await ledger.database.write(busy_twice) == "done"
    assert len(calls) == 3


async def test_a_database_that_stays_busy_is_a_passing_error(ledger: Ledger) -> None:
    """The caller is told that a retry helps, without the statement or its values."""
    calls: list[int] = []

    def busy(connection: Connection) -> None:
        calls.append(1)
        raise OperationalError("select secret", {}, _locked(connection))

    with pytest.raises(TransientError, match=r"can't be used now: .*locked") as busy_error:
        await ledger.database.write(busy)

    assert len(calls) == len(RETRY_WAITS) + 1
    assert "secret" not in str(busy_error.value)


def _locked(connection: Connection) -> Exception:
    driver = connection.dialect.loaded_dbapi
    error: Exception = driver.OperationalError("database is locked")
    return error


async def test_a_program_error_is_not_tried_again(ledger: Ledger) -> None:
    """A constraint does not mend itself; the values stay out of the message."""
    calls: list[int] = []

    def twice(connection: Connection) -> None:
        calls.append(1)
        for _ in range(2):
            connection.execute(cursors.insert(), {"mailbox": "secret", "uidvalidity": 1, "uid": 1})

    with pytest.raises(IntegrityError) as refused:
        await ledger.database.write(twice)

    assert len(calls) == 1
    assert "'secret'" not in str(refused.value.statement)


async def test_a_database_that_is_away_is_a_passing_error() -> None:
    """Nothing listens there."""
    database = open_database("postgresql://sevenfold@127.0.0.1:1/ledger?connect_timeout=1")

    with pytest.raises(TransientError, match="can't be used now"):
        await database.read(lambda connection: connection.closed)

    await database.close()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    arrived_at=st.datetimes(
        min_value=datetime(1971, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone itself
        max_value=datetime(2200, 1, 1),  # noqa: DTZ001 - as above
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30)), timezone(timedelta(hours=14))]),
    )
)
async def test_instants_come_back_in_utc(ledger: Ledger, arrived_at: datetime) -> None:
    """To the microsecond, whatever zone they were given in."""
    arrival = an_arrival(arrived_at=arrived_at)
    await ledger.intake.receive(arrival, scope="t")

    kept = (await ledger.intake.arrival_of(arrival.lead_id)).arrived_at

    assert kept == arrived_at
    assert kept.utcoffset() == timedelta(0)


async def test_a_naive_instant_is_refused(ledger: Ledger) -> None:
    """It would be read as UTC and mostly be wrong."""
    with pytest.raises(InvalidInputError, match="2026-03-06T12:00:00 has no time zone"):
        await ledger.intake.mark_started(await a_lead(ledger), NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://localhost/ledger", "no driver for mysql databases: give sqlite:///"),
        ("sqlite://", "outlives its process, so it needs a file"),
        ("sqlite:///:memory:", "outlives its process, so it needs a file"),
        ("not a url", "the database URL can't be read: give sqlite:///"),
    ],
)
def test_other_databases_are_refused_with_the_remedy(url: str, why: str) -> None:
    """Before anything is connected, and without repeating a password."""
    with pytest.raises(SettingsInvalidError, match=why):
        open_database(url)


async def test_the_spellings_of_a_url_are_one_database(tmp_path: Path) -> None:
    """Drivers that others use in their URLs are ours to choose."""
    for url in (f"sqlite:///{tmp_path}/new/a.db", f"sqlite+aiosqlite:///{tmp_path}/new/b.db"):
        database = open_database(url)
        assert await database.read(lambda connection: connection.dialect.name) == "sqlite"
        await database.close()
