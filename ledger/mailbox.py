"""Mail that came in and belongs to no send that is known: kept so that a person can look."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from domain.incoming.mail import InboundMail
from domain.text import keepable
from ledger.database.engine import Database
from ledger.database.inserts import insert_new
from ledger.database.tables import cursors, unmatched_mails
from ledger.database.views import View


class UnmatchedMail(View):
    """A mail that belongs to no known send."""

    raw_sha256: str
    received_at: datetime
    why: str
    message_id: str
    sender: str
    subject: str


class UnmatchedMails:
    """The pile of mail that nobody could be told of; never its text, which may be anybody's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, mail: InboundMail, why: str) -> bool:
        """Put a mail on the pile; answers whether it was not there already."""
        row = {
            "raw_sha256": mail.raw_sha256,
            "received_at": mail.received_at,
            "why": why,
            "message_id": keepable(mail.message_id),
            "sender": keepable(mail.sender_address),
            "subject": keepable(mail.subject),
        }
        return await self._database.write(lambda connection: insert_new(connection, unmatched_mails, row))

    async def newest(self, limit: int = 100) -> tuple[UnmatchedMail, ...]:
        """The pile, newest first."""
        return await self._database.read(lambda connection: _newest(connection, limit))


def _newest(connection: Connection, limit: int) -> tuple[UnmatchedMail, ...]:
    columns = unmatched_mails.c
    rows = connection.execute(
        select(unmatched_mails).order_by(columns.received_at.desc(), columns.raw_sha256).limit(limit)
    )
    return tuple(UnmatchedMail.model_validate(dict(row)) for row in rows.mappings())


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
