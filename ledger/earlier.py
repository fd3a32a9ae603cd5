"""What was written and done about a person's leads before this one: whoever takes them up again reads on."""

from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, select

from domain.wording import dated, plain
from ledger.notes import history_of, notes_of
from ledger.tables import leads

MOST_EARLIER: Final = 3
"""How many leads back are told of; what came before those is on record, and nobody reads it on the phone."""

_ENDED: Final = select(
    leads.c.lead_id, leads.c.previous_lead_id, leads.c.disposition, leads.c.ending, leads.c.ended_at, leads.c.owner
).where(leads.c.lead_id == bindparam("lead_id"))


class Earlier(NamedTuple):
    """Notes and history of the leads before, oldest first, in the shapes of ``ledger.notes``."""

    notes: tuple[dict[str, str], ...] = ()
    history: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it as lines: what was done, then what was noted."""
        return (*self.history, *(f"{note['at']}, {note['by'] or 'somebody'}: {note['text']}" for note in self.notes))


def earlier_of(connection: Connection, previous: str | None) -> Earlier:
    """What is known of the lead before, and of those before that."""
    told = Earlier()
    for _ in range(MOST_EARLIER):
        if previous is None:
            break
        lead = connection.execute(_ENDED, {"lead_id": previous}).one()
        ending = f" ({lead.ending})" if lead.ending else ""
        had = f", {lead.owner} had it" if lead.owner else ""
        end = f"earlier lead {lead.lead_id} ended: {plain(lead.disposition or 'open')}{ending}{had}"
        when = f"{dated(lead.ended_at)}: " if lead.ended_at is not None else ""
        told = Earlier(
            notes=(*notes_of(connection, previous), *told.notes),
            history=(*history_of(connection, previous), f"{when}{end}", *told.history),
        )
        previous = lead.previous_lead_id
    return told
