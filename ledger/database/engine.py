"""One relational database behind an asyncio face: SQLite in a file, or PostgreSQL, by its URL.

A transaction is a function of a connection, run whole in a thread: ``await database.write(work)``. Statement-wise
asyncio drivers were measured first and cost five times as much on SQLite (2.9 ms against 0.5 ms for four statements:
each hops to a thread and back several times); and only a function can be run again when the database says so.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, OperationalError, StatementError
from sqlalchemy.pool import ConnectionPoolEntry

from domain.errors import InvalidInputError, SettingsInvalidError, SevenfoldError, TransientError

T = TypeVar("T")

BUSY_TIMEOUT_MS: Final = 5_000
RETRY_WAITS: Final = (0.02, 0.1, 0.4)
"""Seconds before each further attempt at a transaction that another one, or a lost connection, got in the way of."""

MOST_TURNS: Final = 20
"""How often a transaction that lost its turn is run again, at once; once is the rule."""

SQLITE_READERS: Final = 2
POSTGRESQL_CONNECTIONS: Final = 10

SQLITE_DRIVERS: Final = frozenset({"sqlite", "sqlite+aiosqlite", "sqlite+pysqlite"})
POSTGRESQL_DRIVERS: Final = frozenset({"postgresql", "postgres", "postgresql+psycopg"})

_UNASKABLE: Final = "an id or a text holds U+0000 or half a surrogate pair, which no database can store: remove it"


class TurnLostError(TransientError):
    """What was read before a lock was waited for is not so any more: the transaction is run again, from the start."""


class _Lane(NamedTuple):
    """Connections of one kind, and the threads that use them: as many of the one as of the other."""

    engine: Engine
    threads: ThreadPoolExecutor


class Database:
    """Transactions on the ledger's database; make one with :func:`open_database`, and ``close`` it."""

    def __init__(self, writing: _Lane, reading: _Lane) -> None:
        self._writing = writing
        self._reading = reading

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in a transaction that may write, and commit it; whatever it raises rolls it back.

        ``work`` is called in another thread, and again when the transaction lost against another or its connection:
        it must only touch its arguments and the connection.

        Raises:
            TransientError: the database is not reachable or too busy; a retry helps.
        """
        return await _run(self._writing, work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in a transaction that reads: it waits for no writer and makes none wait.

        Raises:
            TransientError: as ``write``.
        """
        return await _run(self._reading, work)

    async def close(self) -> None:
        """Let running transactions end, and close all connections."""
        for lane in {self._writing, self._reading}:
            await asyncio.to_thread(lane.threads.shutdown)
            lane.engine.dispose()


def open_database(url: str) -> Database:
    """The database of a URL; no connection is made before it is needed.

    Args:
        url: ``sqlite:///path/to/ledger.db``, or ``postgresql://user:password@host:port/name``.

    Raises:
        SettingsInvalidError: it is neither of these.
    """
    parsed = parse_url(url)
    if parsed.drivername == "sqlite":
        # One writer: transactions queue in order here, instead of polling for SQLite's one write lock.
        return Database(
            _lane(sqlite_engine(parsed, begin="BEGIN IMMEDIATE", connections=1), 1, "ledger-write"),
            _lane(sqlite_engine(parsed, begin="BEGIN", connections=SQLITE_READERS), SQLITE_READERS, "ledger-read"),
        )
    lane = _lane(postgresql_engine(parsed), POSTGRESQL_CONNECTIONS, "ledger")
    return Database(lane, lane)


def parse_url(url: str) -> URL:
    """The URL with the driver that is used here; its folder is made when it names a file.

    Raises:
        SettingsInvalidError: it names no database that is supported.
    """
    remedy = "give sqlite:///path/to/ledger.db or postgresql://user:password@host:port/name"
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SettingsInvalidError(f"the database URL can't be read: {remedy}") from None
    if parsed.drivername in POSTGRESQL_DRIVERS:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in SQLITE_DRIVERS:
        raise SettingsInvalidError(f"no driver for {parsed.drivername} databases: {remedy}")
    if not parsed.database or parsed.database == ":memory:":
        raise SettingsInvalidError(f"the ledger outlives its process, so it needs a file: {remedy}")
    Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    return parsed.set(drivername="sqlite")


def sqlite_engine(url: URL, *, begin: str, connections: int) -> Engine:
    """An engine whose transactions start with ``begin``, on at most so many connections."""
    engine = create_engine(url, pool_size=connections, max_overflow=0, hide_parameters=True)

    def tune(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        # The driver would begin late, at the first write, and two such transactions lose updates: we say BEGIN.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", tune)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def postgresql_engine(url: URL, *, connections: int = POSTGRESQL_CONNECTIONS) -> Engine:
    """An engine on READ COMMITTED; writers take the locks they need by name (``ledger.locks``)."""
    return create_engine(url, pool_size=connections, max_overflow=0, hide_parameters=True)


def _lane(engine: Engine, connections: int, name: str) -> _Lane:
    return _Lane(engine, ThreadPoolExecutor(connections, thread_name_prefix=name))


async def _run(lane: _Lane, work: Callable[[Connection], T]) -> T:
    loop = asyncio.get_running_loop()
    for wait in (*RETRY_WAITS, None):
        try:
            return await loop.run_in_executor(lane.threads, _in_turn, lane.engine, work)
        except DBAPIError as error:
            if not _passes(error):
                raise
            if wait is None:
                raise TransientError(f"the ledger's database can't be used now: {error.orig}") from error
        await asyncio.sleep(wait)
    raise AssertionError("the last attempt returns or raises")


def _in_turn(engine: Engine, work: Callable[[Connection], T]) -> T:
    for _ in range(MOST_TURNS):
        try:
            return _transact(engine, work)
        except TurnLostError:
            continue
    return _transact(engine, work)


def _transact(engine: Engine, work: Callable[[Connection], T]) -> T:
    try:
        with engine.begin() as connection:
            return work(connection)
    except StatementError as error:
        if isinstance(error.orig, SevenfoldError):  # raised by a column type, and wrapped on the way
            raise error.orig from None
        if isinstance(error, DataError) and "NUL" in str(error.orig):
            raise InvalidInputError(_UNASKABLE) from None
        raise
    except UnicodeEncodeError:
        raise InvalidInputError(_UNASKABLE) from None


def _passes(error: DBAPIError) -> bool:
    """Whether the same transaction may well succeed in a moment."""
    if error.connection_invalidated:
        return True
    if not isinstance(error, OperationalError):
        return False
    # On PostgreSQL this class is what lies outside the program: lost, refused, deadlocked, shutting down.
    return not isinstance(error.orig, sqlite3.Error) or "locked" in str(error.orig)
