"""The package of a lead, and what was learned of it: read out of its forms, facts, tasks and touches."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select

from domain.channels import Channel
from domain.errors import NotFoundError
from domain.facts.unions import Accepted, OutcomeLogged, Rejected, ReplyReceived, kind_of
from domain.gate.claims import TouchState
from domain.lead.learned import Learned, gathered, learned_in
from domain.lead.package import CallNote, LeadPackage, NoteLeft, Origin, SalesAnswer, SentTouch, WrittenByLead
from domain.outcomes import ALLOWED, CALL_OUTCOMES, Outcome, TaskKind
from ledger.database.tables import facts, forms, leads, tasks, touches
from ledger.gate.tasks import DONE
from ledger.leads.notes import earlier_of

MOST_READ: Final = 200
"""Facts, and touches, of one lead: the newest. A mailbox that answers itself must not hold up a hand-over."""

_SPOKEN: Final = CALL_OUTCOMES | ALLOWED[TaskKind.MISSING_INFORMATION]

_LEFT: Final = (TouchState.SENT.value, TouchState.UNKNOWN.value)

# Built once: what was learned is read for every touch. What was refused is no part of the lead's record: whoever
# said it was told so, and says it again where it belongs.
_FACTS = (
    select(facts.c.kind, facts.c.at, facts.c.by, facts.c.note, facts.c.payload, facts.c.extra)
    .where(facts.c.lead_id == bindparam("lead_id"), facts.c.state != "refused")
    .order_by(facts.c.at.desc(), facts.c.recorded_at.desc(), facts.c.fact_id.desc())
    .limit(MOST_READ)
)
_LEAD = select(leads).where(leads.c.lead_id == bindparam("lead_id"))
_FORMS = (
    select(forms.c.received_at, forms.c.form)
    .where(forms.c.lead_id == bindparam("lead_id"))
    .order_by(forms.c.received_at, forms.c.form_key)
)
_SENT = (
    select(touches.c.sending_at, touches.c.channel, touches.c.subject, touches.c.message)
    .where(touches.c.lead_id == bindparam("lead_id"), touches.c.state.in_(_LEFT))
    .order_by(touches.c.sending_at.desc(), touches.c.send_id.desc())
    .limit(MOST_READ)
)
_SENT_BY_PEOPLE = select(tasks.c.closed_at, tasks.c.kind, tasks.c.touch_id).where(
    tasks.c.lead_id == bindparam("lead_id"), tasks.c.state == DONE, tasks.c.outcome == Outcome.SENT.value
)


def learned_of(connection: Connection, lead_id: str) -> Learned:
    """Pains, answers and the best time to call, over all reports of the lead."""
    return _learned(_facts(connection, lead_id))


def package_of(connection: Connection, lead_id: str) -> LeadPackage:
    """What whoever takes the lead over gets to know.

    Raises:
        NotFoundError: there is no such lead.
    """
    lead = connection.execute(_LEAD, {"lead_id": lead_id}).one_or_none()
    if lead is None:
        raise NotFoundError(f"there is no lead {lead_id}")
    heard = _facts(connection, lead_id)
    written: list[Row[Any]] = list(connection.execute(_FORMS, {"lead_id": lead_id}))
    return LeadPackage(
        lead_id=lead_id,
        name=lead.name,
        title=lead.form.get("title", ""),
        company=lead.company,
        stage=lead.stage,
        qualification=lead.qualification,
        rule=lead.rule,
        cadence=lead.cadence,
        owner=lead.owner,
        origin=_origin(lead, written),
        learned=_learned(heard),
        calls=tuple(_calls(heard)),
        wrote=tuple(sorted(_wrote(heard, written), key=lambda each: each.at)),
        notes=tuple(_notes(heard)),
        sales=tuple(_sales(heard)),
        sent=tuple(sorted(_sent(connection, lead_id), key=lambda each: each.at)),
        earlier=earlier_of(connection, lead.previous_lead_id).lines,
    )


def _facts(connection: Connection, lead_id: str) -> list[Row[Any]]:
    """Oldest first."""
    return list(reversed(connection.execute(_FACTS, {"lead_id": lead_id}).all()))


def _learned(heard: Iterable[Row[Any]]) -> Learned:
    return gathered(learned_in(row.extra) for row in heard)


def _origin(lead: Row[Any], written: list[Row[Any]]) -> Origin:
    """The form as it came, which later ones do not change; of a lead from before forms were kept, as it is now."""
    form = written[0].form if written else lead.form
    return Origin.model_validate({**form, "opted_in_at": form.get("opted_in_at") or lead.arrived_at})


def _calls(heard: Iterable[Row[Any]]) -> Iterator[CallNote]:
    for row in heard:
        if _is_call(row):
            yield CallNote(at=row.at, by=row.by, outcome=row.payload["outcome"], note=row.note)


def _is_call(row: Row[Any]) -> bool:
    return row.kind == kind_of(OutcomeLogged) and row.payload.get("outcome") in _SPOKEN


def _notes(heard: Iterable[Row[Any]]) -> Iterator[NoteLeft]:
    told_elsewhere = {kind_of(fact) for fact in (ReplyReceived, Accepted, Rejected)}
    for row in heard:
        if row.note and row.kind not in told_elsewhere and not _is_call(row):
            yield NoteLeft(at=row.at, by=row.by, text=row.note)


def _wrote(heard: Iterable[Row[Any]], written: list[Row[Any]]) -> Iterator[WrittenByLead]:
    for row in heard:
        if row.kind == kind_of(ReplyReceived) and row.note:
            yield WrittenByLead(at=row.at, how="reply", text=row.note)
    for row in written[1:]:
        if text := row.form.get("message"):
            yield WrittenByLead(at=row.received_at, how="form", text=text)


def _sales(heard: Iterable[Row[Any]]) -> Iterator[SalesAnswer]:
    for row in heard:
        told = row.payload
        if row.kind == kind_of(Accepted):
            agreed = told.get("follow_up_at")
            answer = told["how"]
            yield SalesAnswer(at=row.at, by=row.by, answer=answer, follow_up_at=agreed, note=row.note)
        elif row.kind == kind_of(Rejected):
            note = row.note or str(row.extra.get("reason", ""))
            yield SalesAnswer(at=row.at, by=row.by, answer=told["why"], note=note)


def _sent(connection: Connection, lead_id: str) -> Iterator[SentTouch]:
    for row in connection.execute(_SENT, {"lead_id": lead_id}):
        yield SentTouch(at=row.sending_at, channel=Channel(row.channel), what=row.subject or row.message)
    for task in connection.execute(_SENT_BY_PEOPLE, {"lead_id": lead_id}):
        yield SentTouch(at=task.closed_at, channel=Channel(task.kind), what=task.touch_id)
