"""Interest: what a lead's digital body language adds up to, and when that fades. Pure, and in whole numbers.

Each signal gives points, and each whole half-life that passes halves them, rounded down. So a score changes at known
instants only, and what will become of it if nothing more is heard is known in advance, to the instant.
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
    """A level, and the instant from which on it holds."""

    at: datetime
    level: Interest


def fits(row: SignalPoints, kind: SignalKind, what: str) -> bool:
    """Whether a row is about such a signal; upper and lower case are the same."""
    if row.signal is not kind:
        return False
    address = what.casefold()
    if row.page is not None:
        return path_of(address).startswith(row.page.casefold())
    return row.contains is None or row.contains.casefold() in address


def path_of(address: str) -> str:
    """The path of an address, with what follows it: ``/pricing?x=1`` of ``https://a.example/pricing?x=1``."""
    _, scheme, rest = address.partition("://")
    if not scheme:
        return address if address.startswith("/") else f"/{address}"
    return f"/{rest.partition('/')[2]}"


def points_of(terms: ScoringTerms, kind: SignalKind, what: str) -> int:
    """What such a signal is worth when it is fresh; nothing when no row is about it."""
    return next((row.points for row in terms.signals if fits(row, kind, what)), 0)


def points_left(terms: ScoringTerms, signal: Signal, now: datetime) -> int:
    """What is left of a signal's points; nothing of one that is still to come."""
    if signal.at > now:
        return 0
    return points_of(terms, signal.kind, signal.what) >> ((now - signal.at) // terms.half_life.wall)


def horizon(terms: ScoringTerms) -> timedelta:
    """The age from which on nothing is left of any signal."""
    most = max((row.points for row in terms.signals), default=0)
    return terms.half_life.wall * most.bit_length()


def score_at(signals: Iterable[Signal], terms: ScoringTerms, now: datetime) -> int:
    """What all signals together are worth at an instant."""
    return sum(points_left(terms, signal, now) for signal in signals)


def level_of(score: int, terms: ScoringTerms, *, had: bool) -> Interest | None:
    """The level of a score; ``had`` says whether there was interest before. None: nothing can be said of it yet."""
    if score >= terms.strong:
        return Interest.STRONG
    if score >= terms.little:
        return Interest.LITTLE
    return Interest.LOST if had else None


def had_interest(signals: Iterable[Signal], terms: ScoringTerms, now: datetime) -> bool:
    """Whether there was ever as much as a little interest, up to an instant."""
    return any(score >= terms.little for at, score in _curve(signals, terms) if at <= now)


def interest_at(signals: Sequence[Signal], terms: ScoringTerms, now: datetime, *, had: bool = False) -> Interest | None:
    """The level at an instant.

    Args:
        signals: in any order; those after ``now`` do not count.
        terms: the agreement's.
        now: the instant.
        had: there was interest before, which these signals may not show any more.
    """
    heard = [signal for signal in signals if signal.at <= now]
    return level_of(score_at(heard, terms, now), terms, had=had or had_interest(heard, terms, now))


def fades(signals: Sequence[Signal], terms: ScoringTerms, now: datetime) -> tuple[Fade, ...]:
    """What becomes of the level if nothing more is heard: every coming change of it, with its instant."""
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
