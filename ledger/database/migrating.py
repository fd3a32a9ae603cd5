"""Brings the ledger's tables to the state that this code expects."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from ledger.database.engine import parse_url, postgresql_engine, sqlite_engine
from ledger.database.locks import lock

MIGRATIONS: Final = Path(__file__).parents[1] / "migrations"


def upgrade(url: str) -> None:
    """Run every migration that has not run yet, all in one transaction.

    Processes that start together may call it at once: the first does the work, the others wait and find it done.
    Blocking; a coroutine calls it in a thread.

    Raises:
        SettingsInvalidError: the URL names no database that is supported.
    """
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            lock(connection, ("migrations",))
            config = alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def alembic_config() -> Config:
    """Alembic's configuration, independent of any folder that one happens to be in."""
    config = Config()
    # Alembic reads % as the start of a reference, and a folder may have one in its name.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def engine_for(url: str) -> Engine:
    """An engine with one connection, for work on the tables themselves."""
    parsed = parse_url(url)
    if parsed.drivername == "sqlite":
        return sqlite_engine(parsed, begin="BEGIN IMMEDIATE", connections=1)
    return postgresql_engine(parsed, connections=1)
