"""Locks by name, held to the end of the transaction: what must not happen twice at once waits its turn.

SQLite needs none: a write transaction there is alone from its first statement on. PostgreSQL's advisory locks cover
rows that do not exist yet, which row locks cannot.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, text

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")


def lock(connection: Connection, names: Iterable[str]) -> None:
    """Hold the locks of these names; always taken in one order, so that two transactions cannot deadlock."""
    if connection.dialect.name != "postgresql":
        return
    for name in sorted(set(names)):
        connection.execute(_LOCK, {"name": name})


def person_locks(lead_id: str, addresses: Iterable[str]) -> tuple[str, ...]:
    """The names for one person: whatever is recorded of, or sent to, the same address takes turns."""
    keys = tuple(f"person:{key}" for key in addresses if key)
    return keys or (f"lead:{lead_id}",)
