"""Insert what is not there yet: the one idiom that SQLAlchemy spells per dialect."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]


def insert_new(connection: Connection, table: Table, row: Row) -> bool:
    """Insert the row unless a unique key of it is taken; answers whether it was inserted."""
    # Without the option the count of an INSERT is whatever the driver left there.
    statement = _statement(connection, table).execution_options(preserve_rowcount=True)
    return connection.execute(statement, dict(row)).rowcount == 1


def insert_all_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert those rows whose unique keys are not taken."""
    if rows:
        connection.execute(_statement(connection, table), [dict(row) for row in rows])


def _statement(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()
