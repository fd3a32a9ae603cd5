"""What was written and done about a lead, in lines that a script or a mail can quote."""

from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, select

from domain.facts.unions import FACTS, ReplyReceived, kind_of
from domain.text import dated, plain
from domain.wire.standing import FORM_RECEIVED
from ledger.database.tables import entries, facts, forms, leads

MOST_NOTES: Final = 20


MOST_HISTORY: Final = 50


TOLD: Final = (*(kind for kind, fact in FACTS.items() if fact.traits.is_for_people), FORM_RECEIVED)
"""Kinds of entries that a person who takes over wants to know; plans and alerts are the engine's own business."""


# Built once: these run for every touch, and building a statement takes longer than SQLite does to answer it.
_NOTES = (
    select(facts.c.at, facts.c.by, facts.c.kind, facts.c.note)
    .where(facts.c.lead_id == bindparam("lead_id"), facts.c.note != "")
    .order_by(facts.c.at.desc(), facts.c.fact_id.desc())
    .limit(MOST_NOTES)
)


_FORMS = (
    select(forms.c.received_at, forms.c.form)
    .where(forms.c.lead_id == bindparam("lead_id"))
    .order_by(forms.c.received_at, forms.c.form_key)
)


_HISTORY = (
    select(entries.c.at, entries.c.what)
    .where(entries.c.lead_id == bindparam("lead_id"), entries.c.kind.in_(TOLD))
    .order_by(entries.c.at.desc(), entries.c.number.desc())
    .limit(MOST_HISTORY)
)


def notes_of(connection: Connection, lead_id: str) -> tuple[dict[str, str], ...]:
    """What people wrote, newest last: reps' notes, replies, and the messages of further forms."""
    written = [
        (row.at, row.by or ("the lead" if row.kind == _REPLY else ""), row.note)
        for row in connection.execute(_NOTES, {"lead_id": lead_id})
    ]
    further = list(connection.execute(_FORMS, {"lead_id": lead_id}))[1:]
    written += [(row.received_at, "the lead", row.form["message"]) for row in further if row.form.get("message")]
    newest = sorted(written, key=lambda note: note[0])[-MOST_NOTES:]
    return tuple({"at": dated(at), "by": by, "text": text} for at, by, text in newest)


def history_of(connection: Connection, lead_id: str) -> tuple[str, ...]:
    """One line for each thing done so far, oldest first."""
    rows = connection.execute(_HISTORY, {"lead_id": lead_id}).all()
    return tuple(f"{dated(row.at)}: {row.what}" for row in reversed(rows))


_REPLY = kind_of(ReplyReceived)


EARLIER_TOLD: Final = 3
"""How many leads back are told of; what came before those is on record, and nobody reads it on the phone."""


_ENDED: Final = select(
    leads.c.lead_id, leads.c.previous_lead_id, leads.c.disposition, leads.c.ending, leads.c.ended_at, leads.c.owner
).where(leads.c.lead_id == bindparam("lead_id"))


class EarlierLeads(NamedTuple):
    """Notes and history of the leads before, oldest first, in the shapes of ``ledger.notes``."""

    notes: tuple[dict[str, str], ...] = ()
    history: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it as lines: what was done, then what was noted."""
        return (*self.history, *(f"{note['at']}, {note['by'] or 'somebody'}: {note['text']}" for note in self.notes))


def earlier_of(connection: Connection, previous: str | None) -> EarlierLeads:
    """What is known of the lead before, and of those before that."""
    told = EarlierLeads()
    for _ in range(EARLIER_TOLD):
        if previous is None:
            break
        lead = connection.execute(_ENDED, {"lead_id": previous}).one()
        ending = f" ({lead.ending})" if lead.ending else ""
        had = f", {lead.owner} had it" if lead.owner else ""
        end = f"earlier lead {lead.lead_id} ended: {plain(lead.disposition or 'open')}{ending}{had}"
        when = f"{dated(lead.ended_at)}: " if lead.ended_at is not None else ""
        told = EarlierLeads(
            notes=(*notes_of(connection, previous), *told.notes),
            history=(*history_of(connection, previous), f"{when}{end}", *told.history),
        )
        previous = lead.previous_lead_id
    return told
