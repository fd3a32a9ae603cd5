"""Facts from outside, on record before the lead's workflow is told, and until it has answered."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, case, select, update

from domain.channels import Address
from domain.errors import RefusedError
from domain.facts.hearing import REQUEST, Delivery, Hearing
from domain.facts.unions import (
    Accepted,
    Bounced,
    InterestChanged,
    OutcomeLogged,
    Rejected,
    ReplyReceived,
    Reported,
    kind_of,
)
from domain.intake.arrival import Arrival
from domain.outcomes import TaskKind
from domain.text import keepable
from domain.wire.requests import Carried, fact_in
from ledger.database.engine import Database
from ledger.database.inserts import insert_new
from ledger.database.keepable import refuse_unkeepable
from ledger.database.tables import facts, leads, tasks
from ledger.database.views import View
from ledger.facts.interest import change_id, note_reply
from ledger.gate.circumstances import Keys, lock_person
from ledger.gate.suppressions import suppress_for
from ledger.gate.tasks import DONE, close_task
from ledger.leads.columns import form_values
from ledger.leads.paused_reps import resume_rep
from ledger.standing.alerts import take_up

FIRST_WAIT: Final = timedelta(seconds=2)


LONGEST_WAIT: Final = timedelta(minutes=5)


class Undelivered(View):
    """A recorded fact that the lead's workflow has not answered yet."""

    lead_id: str
    told: Carried
    attempts: int
    last_tried_at: datetime | None


class Hearings:
    """The outbox towards the leads' workflows: record, tell, note the answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(
        self, hearing: Hearing, *, amended: Arrival | None = None, at: datetime | None = None
    ) -> Delivery | None:
        """Keep a fact, with what it forbids from now on; nothing leaves for this lead until it was heard.

        Args:
            hearing: the fact, by its id; the same one again changes nothing.
            amended: the lead's form as the fact makes it (its own ``lead_id`` and ``form_key`` are not read).
            at: the present, if not the wall clock's.

        Returns:
            None when it is new and is to be told; what is known of it when it was recorded before; ``too_late``,
            with how the lead ended, when there is nobody to tell.

        Raises:
            InvalidInputError: a text in it cannot be kept; names the field.
            NotFoundError: there is no such lead.
            RefusedError: a fact of this id was recorded of another lead, or came of another request.
        """
        refuse_unkeepable(hearing)
        if amended is not None:
            refuse_unkeepable(amended)
        recorded_at = at or datetime.now(UTC)
        return await self._database.write(lambda connection: record_fact(connection, hearing, amended, recorded_at))

    async def delivered(self, fact_id: str, delivery: Delivery, at: datetime | None = None) -> None:
        """Note what became of a fact; an outcome that was applied closes its task. ``pending`` is a try in vain."""
        answered_at = at or datetime.now(UTC)
        await self._database.write(lambda connection: _delivered(connection, fact_id, delivery, answered_at))

    async def is_recorded(self, fact_id: str) -> bool:
        """Whether a fact of this id was recorded, of whichever lead."""
        kept = select(facts.c.fact_id).where(facts.c.fact_id == fact_id)
        return await self._database.read(lambda connection: connection.execute(kept).scalar_one_or_none() is not None)

    async def tried(self, fact_id: str, at: datetime) -> None:
        """Note a try that got no answer: the next is due after a wait that doubles, up to five minutes."""
        await self._database.write(lambda connection: _tried(connection, fact_id, at))

    async def followed_by(self, fact_id: str) -> tuple[Undelivered, ...]:
        """What the ledger made of a fact when it was recorded, and has still to tell."""
        return await self._database.read(lambda connection: _followed_by(connection, fact_id))

    async def pending(self, before: datetime, limit: int = 100) -> tuple[Undelivered, ...]:
        """Facts whose next try was due before this instant, in the order to tell them in."""
        return await self._database.read(lambda connection: _pending(connection, before, limit))


def record_fact(
    connection: Connection, hearing: Hearing, amended: Arrival | None, at: datetime, keys: Keys | None = None
) -> Delivery | None:
    """As ``Hearings.record``, within a transaction; ``keys`` are the person's where their lock is held already."""
    fact, lead_id = hearing.fact, hearing.lead_id
    keys = keys or lock_person(connection, lead_id)
    if (known := _known(connection, hearing)) is not None:
        return known
    ended = connection.execute(
        select(leads.c.disposition, leads.c.ending).where(leads.c.lead_id == lead_id, leads.c.disposition.isnot(None))
    ).one_or_none()
    answer = None
    if ended is not None:
        answer = Delivery(state="too_late", answer=f"the lead has ended: {ended.disposition} ({ended.ending})")
    if not insert_new(connection, facts, _row(hearing, answer, at)):  # of another lead, a moment ago
        return _known(connection, hearing)
    if by := (hearing.by or getattr(fact, "by", "")).strip().casefold():
        resume_rep(connection, by)
    take_up(connection, hearing, by, at)
    addresses = dict(keys.addresses)
    if isinstance(fact, Bounced):
        addresses[Address.EMAIL] = _mailed(connection, lead_id)
    suppress_for(connection, fact, lead_id=lead_id, addresses=addresses, at=at)
    if amended is not None:
        connection.execute(update(leads).where(leads.c.lead_id == lead_id).values(**form_values(amended)))
    if answer is None and isinstance(fact, ReplyReceived) and fact.sender == "lead":
        change = note_reply(connection, hearing, fact, at)
        if change is not None:
            record_fact(connection, change, None, at, keys)
    return answer


def _mailed(connection: Connection, lead_id: str) -> str:
    """The address that mails went to: another tag of the same mailbox may well take them."""
    written = select(leads.c.form["email"].as_string()).where(leads.c.lead_id == lead_id)
    return str(connection.execute(written).scalar_one()).casefold()


def _known(connection: Connection, hearing: Hearing) -> Delivery | None:
    fact_id = hearing.fact.id
    known = connection.execute(select(facts).where(facts.c.fact_id == fact_id)).one_or_none()
    if known is None:
        return None
    if known.lead_id != hearing.lead_id:
        raise RefusedError(f"fact {fact_id} was recorded of another lead: give each fact an id of its own")
    if known.extra.get(REQUEST) != hearing.extra.get(REQUEST):
        raise RefusedError(
            "this Idempotency-Key came before with another body: "
            "give each report a key of its own, and repeat a key only with the same body"
        )
    return Delivery(state=known.state, answer=known.answer)


def _row(hearing: Hearing, answer: Delivery | None, at: datetime) -> dict[str, Any]:
    fact = hearing.fact
    return {
        "fact_id": fact.id,
        "lead_id": hearing.lead_id,
        "kind": fact.kind,
        "payload": fact.model_dump(mode="json"),
        "note": hearing.note,
        "by": hearing.by or getattr(fact, "by", ""),
        "extra": hearing.model_dump(mode="json", include={"extra"})["extra"],
        "at": fact.at,
        "recorded_at": at,
        # Whoever recorded it tells the workflow at once; the sweeper leaves them the time to.
        "next_try_at": at + FIRST_WAIT,
        "state": answer.state if answer else "pending",
        "answer": answer.answer if answer else "",
        "delivered_at": at if answer else None,
    }


def _delivered(connection: Connection, fact_id: str, delivery: Delivery, at: datetime) -> None:
    if delivery.state == "pending":
        _tried(connection, fact_id, at)
        return
    answered = (
        update(facts)
        .where(facts.c.fact_id == fact_id, facts.c.state == "pending")
        .values(state=delivery.state, answer=keepable(delivery.answer), delivered_at=at, attempts=facts.c.attempts + 1)
    )
    if not connection.execute(answered).rowcount or delivery.state != "applied":
        return
    row = connection.execute(select(facts).where(facts.c.fact_id == fact_id)).one()
    task_id, outcome = _task_of(connection, row.lead_id, fact_in(Carried(id=row.fact_id, fact=row.payload), row.at))
    if task_id:
        close_task(connection, task_id, outcome=outcome, note=row.note, by=row.by, at=row.at)


def _task_of(connection: Connection, lead_id: str, fact: Reported) -> tuple[str, str]:
    """The task that the fact is the answer to, and the outcome that it means."""
    match fact:
        case OutcomeLogged(task_id=task_id, outcome=outcome):
            return task_id, outcome.value
        case Accepted(how=how):
            return _hand_over_task(connection, lead_id), how
        case Rejected(why=why):
            return _hand_over_task(connection, lead_id), why
        case _:
            return "", ""


def _hand_over_task(connection: Connection, lead_id: str) -> str:
    mine = (tasks.c.lead_id == lead_id) & (tasks.c.kind == TaskKind.HAND_OVER.value) & (tasks.c.state != DONE)
    newest = select(tasks.c.task_id).where(mine).order_by(tasks.c.opened_at.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none() or ""


def _followed_by(connection: Connection, fact_id: str) -> tuple[Undelivered, ...]:
    made = select(facts).where(facts.c.fact_id == change_id(fact_id), facts.c.state == "pending")
    return _undelivered(connection.execute(made))


def _pending(connection: Connection, before: datetime, limit: int) -> tuple[Undelivered, ...]:
    due = select(facts).where(facts.c.state == "pending", facts.c.next_try_at < before)
    # A reply and the interest that it shows may be recorded at one instant: the reply first, then changes as numbered.
    is_a_change = facts.c.kind == kind_of(InterestChanged)
    number = case((is_a_change, facts.c.payload["number"].as_integer()), else_=0)
    in_order = due.order_by(facts.c.recorded_at, is_a_change, number, facts.c.fact_id)
    return _undelivered(connection.execute(in_order.limit(limit)))


def _undelivered(rows: Iterable[Row[Any]]) -> tuple[Undelivered, ...]:
    return tuple(
        Undelivered(
            lead_id=row.lead_id,
            told=Carried(id=row.fact_id, fact=row.payload),
            attempts=row.attempts,
            last_tried_at=row.last_tried_at,
        )
        for row in rows
    )


def _tried(connection: Connection, fact_id: str, at: datetime) -> None:
    waiting = (facts.c.fact_id == fact_id) & (facts.c.state == "pending")
    attempts = connection.execute(select(facts.c.attempts).where(waiting)).scalar_one_or_none()
    if attempts is None:
        return
    wait = min(FIRST_WAIT * 2 ** min(attempts, 16), LONGEST_WAIT)
    tried = {"attempts": attempts + 1, "last_tried_at": at, "next_try_at": at + wait}
    connection.execute(update(facts).where(waiting).values(**tried))
