"""Whether the ledger's tables are those that this code was written for."""

from functools import cache

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from domain.errors import SettingsInvalidError
from ledger.ledger import Ledger
from ledger.migrating import MIGRATIONS


async def refuse_other_schema(ledger: Ledger) -> None:
    """Refuse tables of another version: an older one lacks what we write, a newer one may not understand it.

    Raises:
        SettingsInvalidError: says which version is there and which is needed.
        TransientError: the database cannot be reached now.
    """
    found, needed = await ledger.database.read(_revision), _head()
    if found == needed:
        return
    there = f"at revision {found}" if found else "empty"
    raise SettingsInvalidError(
        f"the ledger's schema is {there} and this release needs {needed}: run its migrations first, "
        "or set SEVENFOLD_DATABASE_URL to the ledger that has them"
    )


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@cache
def _head() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
