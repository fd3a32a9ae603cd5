"""Insert what is not there yet: the one idiom that SQLAlchemy spells per dialect."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table
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


def insert_or_change(
    connection: Connection, table: Table, rows: Sequence[Row], *, only_where: ColumnElement[bool]
) -> None:
    """Insert the rows; of those that are there by their primary key, change the ones that ``only_where`` holds of."""
    if not rows:
        return
    insert = postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    statement = insert.on_conflict_do_update(index_elements=keys, set_=changed, where=only_where)
    connection.execute(statement, [dict(row) for row in rows])


def _statement(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()
