"""Promises as a lead's workflow tells of them, and reports that carry them."""

from datetime import timedelta
from itertools import count
from typing import Any

from ledger_builders import MINUTE, NOON, a_report

from domain.journey.promise import PromiseKind, PromiseState
from domain.wire.standing import PromiseRow
from ledger.ledger import Ledger

HOUR = timedelta(hours=1)
DUE = NOON + 15 * MINUTE

_revisions = count(1)


def a_promise(key: str = "1:promise:first_attempt:0", **changed: Any) -> PromiseRow:
    """A first attempt that Ana owes on a high lead by a quarter past noon; running since noon."""
    fields: dict[str, Any] = {
        "key": key,
        "kind": PromiseKind.FIRST_ATTEMPT,
        "qualification": "high",
        "owner": "ana",
        "within": "15 minutes",
        "owed": 1,
        "since": NOON,
        "due_at": DUE,
        "state": PromiseState.RUNNING,
        "state_at": NOON,
        "fulfilled_at": None,
        "reason": "",
    }
    return PromiseRow(**{**fields, **changed})


def met(after: timedelta = 5 * MINUTE, **changed: Any) -> PromiseRow:
    """The same, kept so long after noon."""
    done = NOON + after
    return a_promise(**{"state": PromiseState.MET, "state_at": done, "fulfilled_at": done, **changed})


def breached(**changed: Any) -> PromiseRow:
    """The same, broken when it was due."""
    return a_promise(**{"state": PromiseState.BREACHED, "state_at": DUE, "reason": "nobody tried", **changed})


async def tell(ledger: Ledger, lead_id: str, *promises: PromiseRow, **standing: Any) -> None:
    """The workflow tells of them, with where the lead stands."""
    report = a_report(lead_id, next(_revisions), **{"owner": "ana", **standing})
    await ledger.timeline.record(report.model_copy(update={"promises": promises}))
