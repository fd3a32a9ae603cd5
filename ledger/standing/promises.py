"""Promises on record: one row each, as the lead's workflow sent it last."""

from typing import Any, Final

from sqlalchemy import Connection, bindparam, or_, update

from domain.journey.promise import PromiseState, late_since
from domain.wire.standing import PromiseRow
from ledger.database.inserts import insert_or_change
from ledger.database.tables import promises

# No "in": its list of values cannot stand in a statement that is executed for several rows at once.
_IS_OPEN: Final = or_(*(promises.c.state == state.value for state in PromiseState if state.is_open))
_FULFILLED: Final = (
    update(promises)
    .where(promises.c.promise_id == bindparam("of"), promises.c.state == bindparam("told"))
    .values(fulfilled_at=bindparam("done_at"), late_at=None)
)


def keep_promises(connection: Connection, lead_id: str, told: tuple[PromiseRow, ...]) -> None:
    """Save the promises of a dispatch; a late dispatch does not reopen a decided promise."""
    insert_or_change(connection, promises, [_row(lead_id, promise) for promise in told], only_where=_IS_OPEN)
    # The owner at the time of the miss stays on record, even if somebody else does it late.
    done = [
        {"of": _id(lead_id, promise), "told": promise.state.value, "done_at": promise.fulfilled_at}
        for promise in told
        if promise.fulfilled_at is not None
    ]
    if done:
        connection.execute(_FULFILLED, done)


def _id(lead_id: str, promise: PromiseRow) -> str:
    return f"{lead_id}:{promise.key}"


def _row(lead_id: str, promise: PromiseRow) -> dict[str, Any]:
    return {
        **promise.model_dump(exclude={"key"}),
        "promise_id": _id(lead_id, promise),
        "lead_id": lead_id,
        "kind": promise.kind.value,
        "state": promise.state.value,
        "late_at": late_since(promise),
    }
