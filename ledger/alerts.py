"""Alerts raised, whether or not they could be delivered."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from domain.plain_text import keepable
from domain.ports import AlertNote
from ledger.database import Database
from ledger.inserting import insert_new
from ledger.tables import alerts


class Alerts:
    """``AlertLog`` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def raise_alert(self, note: AlertNote) -> bool:
        """Keep the alert; answers whether it is new, or nobody has tried to deliver it yet."""
        return await self._database.write(lambda connection: _raise(connection, note))

    async def delivered(self, alert_id: str, at: datetime, detail: str) -> None:
        """Note that it was delivered, or why not."""
        tried = update(alerts).where(alerts.c.alert_id == alert_id, alerts.c.tried_at.is_(None))
        noted = tried.values(tried_at=at, detail=keepable(detail))
        await self._database.write(lambda connection: connection.execute(noted).rowcount)


def _raise(connection: Connection, note: AlertNote) -> bool:
    if insert_new(connection, alerts, {**note.model_dump(), "about": note.about.value}):
        return True
    tried_at = select(alerts.c.tried_at).where(alerts.c.alert_id == note.alert_id)
    return connection.execute(tried_at).scalar_one() is None
