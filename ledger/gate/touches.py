"""Touches: intent, sending, then sent, failed or unknown. The record that makes each of them leave once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select, update

from domain.errors import InvalidInputError, NotFoundError, TransientError
from domain.gate.claims import Claim, SentMail, TouchIntent, TouchState
from domain.gate.permission import ALLOW, Circumstances, Verdict
from domain.outgoing.mail import Receipt
from domain.text import keepable
from ledger.database.engine import Database
from ledger.database.inserts import insert_new
from ledger.database.tables import touches
from ledger.gate.circumstances import Contact, circumstances_of

_BY_ID = select(touches).where(touches.c.send_id == bindparam("send_id"))
_TO_SENDING = (
    update(touches)
    .where(touches.c.send_id == bindparam("of"), touches.c.state == TouchState.INTENT.value)
    .values(state=TouchState.SENDING.value, attempt=touches.c.attempt + 1)
)
_SETTLE = update(touches).where(touches.c.send_id == bindparam("of"))
_THREAD = (
    select(touches.c.message_id, touches.c.subject)
    .where(
        touches.c.lead_id == bindparam("lead_id"),
        touches.c.run == bindparam("run"),
        touches.c.state == TouchState.SENT.value,
        touches.c.message_id != "",
    )
    .order_by(touches.c.sending_at, touches.c.send_id)
)

_SETTLED_FROM: Final = {  # partial: a touch is not settled as being sent
    # A failure is found out before the call as well (a message that does not render); the rest only after it.
    TouchState.SENT: {TouchState.SENDING, TouchState.UNKNOWN},
    TouchState.UNKNOWN: {TouchState.SENDING},
    TouchState.FAILED: {TouchState.INTENT, TouchState.SENDING, TouchState.UNKNOWN},
    TouchState.INTENT: {TouchState.SENDING, TouchState.UNKNOWN},
}
_RESOLVE: Final = {
    state: _SETTLE.where(touches.c.state.in_([before.value for before in TouchState if before in settled_from]))
    for state, settled_from in _SETTLED_FROM.items()
}


class Touches:
    """``TouchLedger`` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, intent: TouchIntent, decide: Callable[[Circumstances], Verdict]) -> Claim:
        """Transaction A: read the circumstances, decide, and insert the intent if the verdict allows.

        ``decide`` must be pure: it is called in another thread, and again if the transaction is.

        Raises:
            NotFoundError: there is no such lead.
        """
        return await self._database.write(lambda connection: _claim(connection, intent, decide))

    async def sending(self, send_id: str, *, body_sha256: str, message_id: str, subject: str, at: datetime) -> None:
        """Commit that the provider is about to be called.

        Raises:
            NotFoundError: it was never claimed.
            TransientError: another attempt at the same touch was faster; claim again to see what became of it.
        """
        values = {"body_sha256": body_sha256, "message_id": message_id, "subject": subject, "sending_at": at}
        await self._database.write(lambda connection: _sending(connection, send_id, values))

    async def resolve(
        self, send_id: str, state: TouchState, *, at: datetime, receipt: Receipt | None = None, detail: str = ""
    ) -> None:
        """Transaction B: what became of it. What is settled stays; ``unknown`` may still turn out otherwise.

        Raises:
            NotFoundError: it was never claimed.
            InvalidInputError: ``sending`` is no outcome.
        """
        if state is TouchState.SENDING:
            raise InvalidInputError("a touch is resolved as sent, failed, unknown, or back to intent", field="state")
        await self._database.write(lambda connection: _resolve(connection, send_id, state, at, receipt, detail))

    async def thread(self, lead_id: str, run: int) -> Sequence[SentMail]:
        """The mails of this run that left, oldest first."""
        return await self._database.read(lambda connection: _thread(connection, lead_id, run))


def _claim(connection: Connection, intent: TouchIntent, decide: Callable[[Circumstances], Verdict]) -> Claim:
    contact = Contact(
        intent.lead_id, intent.channel, intent.intent_at, intent.send_id, intent.recipient, intent.counted
    )
    circumstances = circumstances_of(connection, contact)
    found = connection.execute(_BY_ID, {"send_id": intent.send_id}).one_or_none()
    if found is not None and found.state != TouchState.INTENT:
        return _claimed(found)
    verdict = decide(circumstances)
    if verdict.says == "allow":
        _keep_intent(connection, intent, is_new=found is None)
    return Claim(state=TouchState.INTENT, verdict=verdict)


def _claimed(found: Row[Any]) -> Claim:
    state = TouchState(found.state)
    receipt = Receipt(provider_id=found.provider_id, detail=found.detail) if state is TouchState.SENT else None
    sent_at = found.resolved_at if state is TouchState.SENT else None
    return Claim(state=state, verdict=ALLOW, receipt=receipt, sending_at=found.sending_at, sent_at=sent_at)


def _keep_intent(connection: Connection, intent: TouchIntent, *, is_new: bool) -> None:
    row = {**intent.model_dump(mode="python", exclude={"counted"}), "state": TouchState.INTENT.value}
    if is_new:
        insert_new(connection, touches, {name: _plain(value) for name, value in row.items()})
    else:  # the address may have been fixed since; the instant stays, because emails are dated by it
        connection.execute(_SETTLE, {"of": intent.send_id, "recipient": intent.recipient})


def _plain(value: Any) -> Any:
    """The text of an enumeration's member: one driver would write its name."""
    return str(value) if isinstance(value, str) else value


def _sending(connection: Connection, send_id: str, values: dict[str, Any]) -> None:
    if connection.execute(_TO_SENDING, {"of": send_id, **values}).rowcount:
        return
    found = _existing(connection, send_id)
    is_ours = found.state == TouchState.SENDING and found.sending_at == values["sending_at"]
    if not (is_ours and found.body_sha256 == values["body_sha256"]):
        raise TransientError(f"touch {send_id} is {found.state} already, by another attempt at it")


def _resolve(
    connection: Connection, send_id: str, state: TouchState, at: datetime, receipt: Receipt | None, detail: str
) -> None:
    values: dict[str, Any] = {"state": state.value, "detail": keepable(detail), "resolved_at": at}
    if state is TouchState.INTENT:
        values |= {"sending_at": None, "resolved_at": None}
    if receipt is not None:
        values |= {"provider_id": keepable(receipt.provider_id), "detail": keepable(receipt.detail or detail)}
    if not connection.execute(_RESOLVE[state], {"of": send_id, **values}).rowcount:
        _existing(connection, send_id)  # raises where it was never claimed; what is settled stays


def _existing(connection: Connection, send_id: str) -> Row[Any]:
    found = connection.execute(_BY_ID, {"send_id": send_id}).one_or_none()
    if found is None:
        raise NotFoundError(f"touch {send_id} was never claimed")
    return found


def _thread(connection: Connection, lead_id: str, run: int) -> tuple[SentMail, ...]:
    rows = connection.execute(_THREAD, {"lead_id": lead_id, "run": run})
    return tuple(SentMail(message_id=row.message_id, subject=row.subject) for row in rows)
