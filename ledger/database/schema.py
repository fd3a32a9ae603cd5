"""The state of the tables that this code was written for."""

from typing import Final

from sqlalchemy import Connection, inspect, text

from domain.errors import SettingsInvalidError

EXPECTED: Final = "0001"
"""The newest migration. Their ids count up, so that older and newer can be told apart."""


def refuse_old_schema(connection: Connection) -> None:
    """Refuse tables that lack what this code needs.

    Newer tables are fine: while a new version is rolled out, the processes of the old one run on with them, so a
    migration may only add what the code before it can live with.

    Raises:
        SettingsInvalidError: says which migrations are missing, and the remedy.
    """
    found = ""
    if inspect(connection).has_table("alembic_version"):
        found = str(connection.execute(text("select max(version_num) from alembic_version")).scalar_one() or "")
    if found < EXPECTED:
        state = f"is at migration {found}" if found else "has no tables yet"
        raise SettingsInvalidError(
            f"the ledger {state} and this version needs {EXPECTED}: run `sevenfold migrate` with the same "
            "SEVENFOLD_DATABASE_URL"
        )
