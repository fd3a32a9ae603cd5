"""What was written and done about a lead, in lines that a script or a mail can quote."""

from typing import Final

from sqlalchemy import Connection, bindparam, select

from domain.facts import ReplyReceived
from domain.wording import dated
from ledger.tables import entries, facts, forms

MOST_NOTES: Final = 20
MOST_HISTORY: Final = 50

TOLD: Final = (
    "touch_sent",
    "touch_unknown",
    "touch_failed",
    "outcome_logged",
    "reply_received",
    "out_of_office",
    "bounced",
    "meeting_booked",
    "invite_answered",
    "handed_over",
    "accepted",
    "rejected",
    "kicked_back",
    "move_decided",
    "form_received",
)
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


_REPLY = ReplyReceived.model_fields["kind"].default
