"""Reps paused from new leads: they did not act on a lead, and get new ones once they report again."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, or_, select

from domain.owners.choice import silence
from ledger.database.inserts import insert_new
from ledger.database.tables import facts, paused_reps
from ledger.database.views import View

JUST_NOW: Final = timedelta(seconds=2)
"""The lead's workflow may not know yet what was recorded so lately."""


class PausedRep(View):
    """A rep who is paused from new leads, since when, and because of which lead."""

    person: str
    lead_id: str
    since: datetime
    reason: str


def pause_rep(connection: Connection, person: str, lead_id: str, at: datetime) -> None:
    """Pause this rep from new leads; the first lead that they did not act on stays the reason.

    A rep who reports at the moment their lead is reassigned has answered, and is not paused.
    """
    if _is_heard_of(connection, person, lead_id, at):
        return
    row = {"person": person, "lead_id": lead_id, "since": at, "reason": silence(lead_id, at)}
    insert_new(connection, paused_reps, row)


def _is_heard_of(connection: Connection, person: str, lead_id: str, at: datetime) -> bool:
    theirs = (facts.c.lead_id == lead_id) & (func.lower(func.trim(facts.c.by)) == person)
    lately = or_(facts.c.state == "pending", facts.c.recorded_at > at - JUST_NOW)
    return connection.execute(select(facts.c.fact_id).where(theirs, lately).limit(1)).first() is not None


def resume_rep(connection: Connection, person: str) -> None:
    """The rep has reported: they get new leads again."""
    connection.execute(delete(paused_reps).where(paused_reps.c.person == person))


def why_aside(connection: Connection) -> dict[str, str]:
    """Why reps are paused from new leads, by their id."""
    return {each.person: each.reason for each in list_set_aside(connection)}


def list_set_aside(connection: Connection) -> tuple[PausedRep, ...]:
    """All reps who are paused from new leads, the longest first."""
    rows = connection.execute(select(paused_reps).order_by(paused_reps.c.since, paused_reps.c.person))
    return tuple(PausedRep.model_validate(row) for row in rows)
