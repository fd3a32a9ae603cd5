"""How far each mailbox was read."""

from sqlalchemy import Connection, select, update

from ledger.database import Database
from ledger.inserting import insert_new
from ledger.tables import cursors


class Cursors:
    """``Cursor`` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, mailbox: str) -> tuple[int, int] | None:
        """The (UIDVALIDITY, UID) last saved for a mailbox, or None when it was never read."""
        return await self._database.read(lambda connection: _load(connection, mailbox))

    async def save(self, mailbox: str, uidvalidity: int, uid: int) -> None:
        """Remember that everything up to ``uid`` was delivered."""
        await self._database.write(lambda connection: _save(connection, mailbox, uidvalidity, uid))


def _load(connection: Connection, mailbox: str) -> tuple[int, int] | None:
    found = connection.execute(
        select(cursors.c.uidvalidity, cursors.c.uid).where(cursors.c.mailbox == mailbox)
    ).one_or_none()
    return None if found is None else (found.uidvalidity, found.uid)


def _save(connection: Connection, mailbox: str, uidvalidity: int, uid: int) -> None:
    row = {"mailbox": mailbox, "uidvalidity": uidvalidity, "uid": uid}
    if not insert_new(connection, cursors, row):
        connection.execute(update(cursors).where(cursors.c.mailbox == mailbox).values(row))
