"""Interest: what a lead's signals add up to, and when interest fades. Pure, and in whole numbers.

Each signal gives points. Each whole half-life that passes halves them, rounded down. So a score changes at known
instants only, and its future without new signals is known exactly.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.lead.form import Interest
from domain.terms.scoring import ScoringTerms, SignalKind, SignalPoints


class Signal(NamedTuple):
    """One thing that a person did: its kind, the page it was about (where there is one), and when."""

    kind: SignalKind
    what: str
    at: datetime


class Fade(NamedTuple):
    """A level, and the instant from which it holds."""

    at: datetime
    level: Interest


def fits(row: SignalPoints, kind: SignalKind, what: str) -> bool:
    """Whether a row applies to such a signal; case does not matter."""
    if row.signal is not kind:
        return False
    address = what.casefold()
    if row.page is not None:
        return path_of(address).startswith(row.page.casefold())
    return row.contains is None or row.contains.casefold() in address


def path_of(address: str) -> str:
    """The path of an address and what follows: ``/pricing?x=1`` for ``https://a.example/pricing?x=1``."""
    _, scheme, rest = address.partition("://")
    if not scheme:
        return address if address.startswith("/") else f"/{address}"
    return f"/{rest.partition('/')[2]}"


def points_of(terms: ScoringTerms, kind: SignalKind, what: str) -> int:
    """The points for such a signal when it is fresh; 0 if no row applies."""
    return next((row.points for row in terms.signals if fits(row, kind, what)), 0)


def points_left(terms: ScoringTerms, signal: Signal, now: datetime) -> int:
    """What is left of a signal's points; 0 for a signal in the future."""
    if signal.at > now:
        return 0
    return points_of(terms, signal.kind, signal.what) >> ((now - signal.at) // terms.half_life.wall)


def horizon(terms: ScoringTerms) -> timedelta:
    """The age at which no points of any signal are left."""
    most = max((row.points for row in terms.signals), default=0)
    return terms.half_life.wall * most.bit_length()


def score_at(signals: Iterable[Signal], terms: ScoringTerms, now: datetime) -> int:
    """The points of all signals together at an instant."""
    return sum(points_left(terms, signal, now) for signal in signals)


def level_of(score: int, terms: ScoringTerms, *, had: bool) -> Interest | None:
    """The level of a score; None if the score is low and there never was interest (``had``)."""
    if score >= terms.strong:
        return Interest.STRONG
    if score >= terms.little:
        return Interest.LITTLE
    return Interest.LOST if had else None


def had_interest(signals: Iterable[Signal], terms: ScoringTerms, now: datetime) -> bool:
    """Whether there was at least a little interest at any time up to an instant."""
    return any(score >= terms.little for at, score in _curve(signals, terms) if at <= now)


def interest_at(signals: Sequence[Signal], terms: ScoringTerms, now: datetime, *, had: bool = False) -> Interest | None:
    """The level at an instant.

    Args:
        signals: in any order; those after ``now`` do not count.
        terms: the agreement's.
        now: the instant.
        had: whether there was interest before that these signals may no longer show.
    """
    heard = [signal for signal in signals if signal.at <= now]
    return level_of(score_at(heard, terms, now), terms, had=had or had_interest(heard, terms, now))


def fades(signals: Sequence[Signal], terms: ScoringTerms, now: datetime) -> tuple[Fade, ...]:
    """Every coming change of the level, with its instant, if there are no new signals."""
    heard = [signal for signal in signals if signal.at <= now]
    had = had_interest(heard, terms, now)
    level = level_of(score_at(heard, terms, now), terms, had=had)
    coming: list[Fade] = []
    for at, score in _curve(heard, terms):
        following = level_of(score, terms, had=had)
        if at > now and following is not None and following is not level:
            coming.append(Fade(at, following))
            level = following
    return tuple(coming)


def _curve(signals: Iterable[Signal], terms: ScoringTerms) -> list[tuple[datetime, int]]:
    """Every instant at which the score changes, in order, and what it is from then on."""
    changes: dict[datetime, int] = {}
    for signal in signals:
        points, at = points_of(terms, signal.kind, signal.what), signal.at
        changes[at] = changes.get(at, 0) + points
        while points:
            at += terms.half_life.wall
            changes[at] = changes.get(at, 0) - (points - (points >> 1))
            points >>= 1
    score, curve = 0, []
    for at in sorted(changes):
        score += changes[at]
        curve.append((at, score))
    return curve
