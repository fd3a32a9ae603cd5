"""Who let a lead lie gets no new ones until they are heard of again."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from domain.distribution import silence
from ledger.inserting import insert_new
from ledger.tables import set_aside
from ledger.views import View


class SetAside(View):
    """Somebody who is given no new leads, the lead that they let lie, and since when."""

    person: str
    lead_id: str
    since: datetime
    reason: str


def put_aside(connection: Connection, person: str, lead_id: str, at: datetime) -> None:
    """Give this person no new leads from now on; the first lead that they let lie stays the reason."""
    row = {"person": person, "lead_id": lead_id, "since": at, "reason": silence(lead_id, at)}
    insert_new(connection, set_aside, row)


def come_back(connection: Connection, person: str) -> None:
    """They were heard of: they get new leads again."""
    connection.execute(delete(set_aside).where(set_aside.c.person == person))


def why_aside(connection: Connection) -> dict[str, str]:
    """Why people are set aside, by their id."""
    return {each.person: each.reason for each in list_set_aside(connection)}


def list_set_aside(connection: Connection) -> tuple[SetAside, ...]:
    """Everybody who is set aside, the one who is longest first."""
    rows = connection.execute(select(set_aside).order_by(set_aside.c.since, set_aside.c.person))
    return tuple(SetAside.model_validate(row) for row in rows)
