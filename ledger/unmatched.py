"""Mail that came in and belongs to no send that is known: kept so that a person can look."""

from sqlalchemy import Connection, select

from domain.inbound import InboundMail
from domain.plain_text import keepable
from ledger.database import Database
from ledger.inserting import insert_new
from ledger.tables import unmatched_mails
from ledger.views import UnmatchedMail


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
