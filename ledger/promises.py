"""Promises on record: one row each, as the lead's workflow told of it last."""

from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from domain.promises import PromiseState
from domain.records import PromiseTold
from ledger.inserting import insert_new
from ledger.tables import promises

_STATE = select(promises.c.state).where(promises.c.promise_id == bindparam("promise_id"))


def keep_promises(connection: Connection, lead_id: str, told: tuple[PromiseTold, ...]) -> None:
    """Write down what was told; a decided promise is not opened again by a report that comes late."""
    for promise in told:
        row = _row(lead_id, promise)
        if insert_new(connection, promises, row):
            continue
        known = PromiseState(connection.execute(_STATE, {"promise_id": row["promise_id"]}).scalar_one())
        if known.is_open:
            changes = row
        elif promise.state is known and promise.fulfilled_at is not None:
            # Whose it was when it broke stays on record, whoever does it late.
            changes = {"fulfilled_at": promise.fulfilled_at}
        else:
            continue
        connection.execute(update(promises).where(promises.c.promise_id == row["promise_id"]).values(**changes))


def _row(lead_id: str, promise: PromiseTold) -> dict[str, Any]:
    return {
        **promise.model_dump(exclude={"key"}),
        "promise_id": f"{lead_id}:{promise.key}",
        "lead_id": lead_id,
        "kind": promise.kind.value,
        "state": promise.state.value,
    }
