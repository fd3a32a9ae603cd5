"""Alembic's entry: runs the migrations on the connection that it is given, or on one of its own for the draft tool."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from ledger.database.instants import UTCDateTime
from ledger.database.migrating import engine_for
from ledger.database.tables import metadata


def render(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Types of ours in plain SQLAlchemy: a migration must stay what it was when the code moves on."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def run(connection: Connection) -> None:
    """Run in the transaction that is open; SQLite alters a table by making it anew (batch)."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with engine_for(str(context.config.get_main_option("sqlalchemy.url"))).begin() as drafted:
        run(drafted)
