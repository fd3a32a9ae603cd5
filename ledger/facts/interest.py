"""How much interest each lead shows: measured anew with every signal, in its transaction, and told when it changes."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, select, update

from domain.facts.hearing import Hearing
from domain.facts.unions import InterestChanged, ReplyReceived
from domain.lead.form import Interest
from domain.terms.scoring import ScoringTerms, SignalKind
from domain.triage.interest import Signal, fades, horizon, interest_at, points_left, score_at
from ledger.database.inserts import insert_new
from ledger.database.tables import interests, leads, playbooks, signals
from ledger.database.views import View
from ledger.publications import CURRENT_VERSION

MOST_COUNTED: Final = 200
"""The newest of a lead's signals: what a script of some website reports without end must not cost without end."""


MOST_SHOWN: Final = 50


# The version is found first: sorted together with them, SQLite would read the body of every playbook ever published.
_SCORING: Final = select(playbooks.c.body["agreement"]["scoring"].label("scoring")).where(
    playbooks.c.version == CURRENT_VERSION.scalar_subquery()
)


def terms_in_force(connection: Connection) -> ScoringTerms | None:
    """How interest is measured now, for every lead alike; None where it is not.

    By the playbook published last and not by each lead's own: a score that meant something else for each lead could
    be compared with nothing, and leads of before would never show any.
    """
    scoring = connection.execute(_SCORING).scalar_one_or_none()
    return None if scoring is None else ScoringTerms.model_validate(scoring)


def note_reply(connection: Connection, hearing: Hearing, reply: ReplyReceived, now: datetime) -> Hearing | None:
    """Count a reply, within the transaction that records it; answers the change of interest that it means."""
    # A mail server's clock may be ahead of ours; what is still to come would not count yet.
    at = min(reply.at, now)
    row = {"signal_id": reply.id, "lead_id": hearing.lead_id, "kind": SignalKind.REPLY.value, "at": at}
    insert_new(connection, signals, {**row, "recorded_at": now, "is_human": True})
    return weigh(connection, hearing.lead_id, now, signal=(reply.id, SignalKind.REPLY))


def weigh(
    connection: Connection,
    lead_id: str,
    now: datetime,
    *,
    signal: tuple[str, SignalKind] | None = None,
    is_retracted: bool = False,
) -> Hearing | None:
    """Measure a lead's interest, behind its person's lock; answers the change that its workflow is to be told of.

    Args:
        connection: of the transaction.
        lead_id: whose.
        now: the present.
        signal: id and kind of what gave the occasion; none when time did.
        is_retracted: earlier signals count no more, so what was told before may never have been.
    """
    terms = terms_in_force(connection)
    kept = connection.execute(select(interests).where(interests.c.lead_id == lead_id)).one_or_none()
    told = level_in(kept)
    if terms is None:
        connection.execute(update(interests).where(interests.c.lead_id == lead_id).values(fades_at=None))
        return None
    measure = _measure(connection, lead_id, terms, now, had=told is not None and not is_retracted)
    changes = (kept.changes if kept is not None else 0) + (measure.level is not told)
    _keep(connection, lead_id, {**measure._asdict(), "level": measure.level or "", "at": now, "changes": changes})
    if measure.level is told:
        return None
    occasion, kind = signal or (f"{lead_id}:faded:{changes}", None)
    # What fades does so at the very instant that was known in advance, however much later somebody looks.
    faded_at = kept.fades_at if kept is not None and signal is None else None
    fact = InterestChanged(
        id=change_id(occasion),
        at=faded_at or now,
        level=measure.level,
        score=measure.score,
        signal=None if is_retracted else kind,
        is_retracted=is_retracted,
        number=changes,
    )
    return Hearing(lead_id=lead_id, fact=fact)


def change_id(occasion: str) -> str:
    """Id of the change of interest that a signal, a reply, or time gave occasion for.

    It travels with the lead's workflow, and the id of a signal is in its sender's own words: only its digest does.
    """
    return f"interest:{hashlib.sha256(occasion.encode()).hexdigest()[:32]}"


class _Measure(NamedTuple):
    level: Interest | None
    score: int
    fades_at: datetime | None


def _measure(connection: Connection, lead_id: str, terms: ScoringTerms, now: datetime, *, had: bool) -> _Measure:
    counted = _counted(connection, lead_id, terms, now)
    coming = fades(counted, terms, now)
    return _Measure(
        level=interest_at(counted, terms, now, had=had),
        score=score_at(counted, terms, now),
        fades_at=coming[0].at if coming else None,
    )


def _keep(connection: Connection, lead_id: str, values: dict[str, Any]) -> None:
    if not insert_new(connection, interests, {"lead_id": lead_id, **values}):
        connection.execute(update(interests).where(interests.c.lead_id == lead_id).values(**values))


def level_in(kept: Row[Any] | None) -> Interest | None:
    """The level that a row of interests says; None where there is none, or nothing can be said."""
    return Interest(kept.level) if kept is not None and kept.level else None


def _counted(connection: Connection, lead_id: str, terms: ScoringTerms, now: datetime) -> Sequence[Signal]:
    theirs = (signals.c.lead_id == lead_id) & signals.c.is_human & (signals.c.at > now - horizon(terms))
    newest = select(signals.c.kind, signals.c.what, signals.c.at).where(theirs).order_by(signals.c.at.desc())
    rows = connection.execute(newest.limit(MOST_COUNTED))
    return [Signal(SignalKind(row.kind), row.what, row.at) for row in rows]


class SignalView(View):
    """One signal: whether it counts, why not if it does not, and what is left of its points."""

    signal_id: str
    kind: SignalKind
    what: str
    at: datetime
    counts: bool
    why: str
    points: int


class FadeView(View):
    """A level to come if nothing more is heard, and when."""

    at: datetime
    level: Interest


class InterestView(View):
    """How much interest a lead shows, and what shows it; ``level`` is empty while nothing can be said of it.

    Attributes:
        level: as the lead's workflow was told it.
        score: at this moment.
        signals: the newest first.
    """

    level: Interest | None
    score: int
    fades: tuple[FadeView, ...]
    signals: tuple[SignalView, ...]


def interest_of(connection: Connection, lead_id: str, now: datetime) -> InterestView | None:
    """What a lead's interest is, what it comes from, and when it will fade; None of a lead without any signal."""
    newest = select(signals).where(signals.c.lead_id == lead_id).order_by(signals.c.at.desc(), signals.c.signal_id)
    rows = connection.execute(newest.limit(MOST_SHOWN)).all()
    kept = connection.execute(select(interests).where(interests.c.lead_id == lead_id)).one_or_none()
    if not rows and kept is None:
        return None
    terms = terms_in_force(connection)
    counted = _counted(connection, lead_id, terms, now) if terms is not None else ()
    return InterestView(
        level=level_in(kept),
        score=score_at(counted, terms, now) if terms is not None else 0,
        fades=tuple(FadeView(at=each.at, level=each.level) for each in fades(counted, terms, now)) if terms else (),
        signals=tuple(_shown(row, terms, now) for row in rows),
    )


def _shown(row: Row[Any], terms: ScoringTerms | None, now: datetime) -> SignalView:
    signal = Signal(SignalKind(row.kind), row.what, row.at)
    counts = terms is not None and row.is_human
    return SignalView(
        signal_id=row.signal_id,
        kind=signal.kind,
        what=row.what,
        at=row.at,
        counts=row.is_human,
        why=row.why,
        points=points_left(terms, signal, now) if counts and terms is not None else 0,
    )


def fading(connection: Connection, now: datetime, limit: int) -> tuple[str, ...]:
    """Ids of leads whose interest has faded, the longest ago first."""
    due = select(interests.c.lead_id).where(interests.c.fades_at <= now).order_by(interests.c.fades_at).limit(limit)
    return tuple(connection.execute(due).scalars())


def has_ended(connection: Connection, lead_id: str) -> bool:
    """Whether there is nobody to tell of a change."""
    ended = select(leads.c.lead_id).where(leads.c.lead_id == lead_id, leads.c.disposition.isnot(None))
    return connection.execute(ended).one_or_none() is not None
