"""Digital body language on record: each signal with whether it counts, and what it does to the lead's interest."""

from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection, select, update

from domain.errors import RefusedError
from domain.facts.hearing import Hearing
from domain.lead.form import Interest
from domain.snapshot import Snapshot
from domain.terms.scoring import SignalKind
from domain.triage.signals import THE_SAME_AGAIN, Noticed, SignalOnRecord, exposed, is_repeated, judge
from ledger.database.engine import Database
from ledger.database.inserts import insert_new
from ledger.database.keepable import refuse_unkeepable
from ledger.database.tables import interests, signals, touches
from ledger.facts.hearings import record_fact
from ledger.facts.interest import fading, has_ended, level_in, weigh
from ledger.gate.circumstances import Keys, lock_person
from ledger.gate.suppressions import has_opted_out

FADES_AT_ONCE: Final = 100
"""Of one sweep."""


class SignalKept(Snapshot):
    """What became of a signal.

    Attributes:
        state: ``counted``; ``not_counted``, kept with the reason; ``repeated``, the same moments ago, and not kept;
            ``known``, of this id before; or ``not_kept``, because the person opted out.
        why: in words, where it does not count.
        change: the fact that it means for the lead: on record, and to be told to its workflow.
    """

    state: Literal["counted", "not_counted", "repeated", "known", "not_kept"]
    why: str = ""
    level: Interest | None = None
    score: int = 0
    change: Hearing | None = None


class Signals:
    """Keeps signals, and notices what fades."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, noticed: Noticed, at: datetime) -> SignalKept:
        """Keep a signal, judge it, and measure the lead's interest anew, in one transaction.

        Args:
            noticed: as it came; the same id again changes nothing.
            at: the present.

        Raises:
            InvalidInputError: a text in it cannot be kept; names the field.
            NotFoundError: there is no such lead.
            RefusedError: a signal of this id is another lead's, or was something else.
        """
        refuse_unkeepable(noticed)
        return await self._database.write(lambda connection: _note(connection, noticed, at))

    async def fade(self, now: datetime, limit: int = FADES_AT_ONCE) -> int:
        """Record the changes of interest that time has made by now; how many there were."""
        due = await self._database.read(lambda connection: fading(connection, now, limit))
        return sum([await self._fade(lead_id, now) for lead_id in due])

    async def _fade(self, lead_id: str, now: datetime) -> bool:
        return await self._database.write(lambda connection: _fade(connection, lead_id, now))


def _note(connection: Connection, noticed: Noticed, at: datetime) -> SignalKept:
    keys = lock_person(connection, noticed.lead_id)
    if (known := _known(connection, noticed)) is not None:
        return known
    if has_opted_out(connection, (noticed.lead_id, *keys.addresses.values())):
        # Whoever objects to marketing is not watched for it either (GDPR art. 21(2)).
        return _noted(connection, noticed, "not_kept", "the person opted out")
    around = _around(connection, noticed)
    judgement = judge(noticed, sent_at=_sent_at(connection, noticed.send_id), others=around)
    shown_up = exposed(noticed, around)
    if is_repeated(noticed, judgement, around):
        return _noted(connection, noticed, "repeated", "the same was noticed moments ago")
    kept = noticed.model_dump(include={"signal_id", "lead_id", "what", "at", "send_id"})
    verdict = {"is_human": judgement.is_human, "why": judgement.why}
    insert_new(connection, signals, {**kept, **verdict, "kind": noticed.kind.value, "recorded_at": at})
    _take_back(connection, shown_up, judgement.why)
    change = None
    if judgement.is_human or shown_up:
        change = weigh(
            connection, noticed.lead_id, at, signal=(noticed.signal_id, noticed.kind), is_retracted=bool(shown_up)
        )
    told = _recorded(connection, change, at, keys)
    return _noted(connection, noticed, "counted" if judgement.is_human else "not_counted", judgement.why, told)


def _known(connection: Connection, noticed: Noticed) -> SignalKept | None:
    mine = select(signals).where(signals.c.signal_id == noticed.signal_id)
    found = connection.execute(mine).one_or_none()
    if found is None:
        return None
    if found.lead_id != noticed.lead_id:
        raise RefusedError(f"signal {noticed.signal_id} belongs to another lead: give each signal its own id")
    if (found.kind, found.what) != (noticed.kind.value, noticed.what):
        raise RefusedError(
            f"signal {noticed.signal_id} came before as something else ({found.kind} {found.what}): "
            "give each signal an id, or an Idempotency-Key, of its own"
        )
    return _noted(connection, noticed, "known", found.why)


def _around(connection: Connection, noticed: Noticed) -> tuple[SignalOnRecord, ...]:
    """The lead's signals around this one, on either side: they need not come in order."""
    theirs = select(signals).where(
        signals.c.lead_id == noticed.lead_id,
        signals.c.at > noticed.at - THE_SAME_AGAIN,
        signals.c.at < noticed.at + THE_SAME_AGAIN,
    )
    return tuple(
        SignalOnRecord(row.signal_id, SignalKind(row.kind), row.what, row.at, row.send_id, row.is_human)
        for row in connection.execute(theirs)
    )


def _sent_at(connection: Connection, send_id: str) -> datetime | None:
    if not send_id:
        return None
    sent = select(touches.c.sending_at).where(touches.c.send_id == send_id)
    return connection.execute(sent).scalar_one_or_none()


def _take_back(connection: Connection, signal_ids: tuple[str, ...], why: str) -> None:
    if signal_ids:
        chosen = update(signals).where(signals.c.signal_id.in_(signal_ids))
        connection.execute(chosen.values(is_human=False, why=why))


def _fade(connection: Connection, lead_id: str, now: datetime) -> bool:
    keys = lock_person(connection, lead_id)
    return _recorded(connection, weigh(connection, lead_id, now), now, keys) is not None


def _recorded(connection: Connection, change: Hearing | None, at: datetime, keys: Keys) -> Hearing | None:
    """The change, on record for the lead's workflow; None where there is none, or nobody to tell."""
    if change is None or has_ended(connection, change.lead_id):
        return None
    record_fact(connection, change, None, at, keys)
    return change


def _noted(
    connection: Connection,
    noticed: Noticed,
    state: Literal["counted", "not_counted", "repeated", "known", "not_kept"],
    why: str = "",
    change: Hearing | None = None,
) -> SignalKept:
    kept = connection.execute(select(interests).where(interests.c.lead_id == noticed.lead_id)).one_or_none()
    return SignalKept(
        state=state, why=why, level=level_in(kept), score=kept.score if kept is not None else 0, change=change
    )
