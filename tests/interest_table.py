"""The table of interest that marketing people read, as tests read it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from domain.lead.form import Interest
from domain.terms.scoring import ScoringTerms, SignalKind, SignalPoints
from domain.triage.interest import Fade, Signal

START = datetime(2026, 3, 2, 9, tzinfo=UTC)

TERMS = ScoringTerms(
    signals=(
        SignalPoints(signal=SignalKind.REPLY, points=40),
        SignalPoints(signal=SignalKind.VISIT, page="/pricing", points=16),
        SignalPoints(signal=SignalKind.VISIT, contains="demo", points=16),
        SignalPoints(signal=SignalKind.VISIT, points=4),
        SignalPoints(signal=SignalKind.CLICK, points=12),
        SignalPoints(signal=SignalKind.OPEN, points=0),
    ),
    strong=30,
    little=8,
)
"""As the table says on top, and as the shipped agreement has it."""


class Case(NamedTuple):
    """One row of the table."""

    signals: tuple[Signal, ...]
    now: datetime
    interest: Interest | None
    score: int
    fades: tuple[Fade, ...]


def on_day(day: int) -> datetime:
    """That day of the table."""
    return START + timedelta(days=day)


def cases() -> list[Case]:
    """Every row."""
    rows: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).parent / "scenarios" / "interest.yaml")
    return [
        Case(
            signals=tuple(_signal(did, on_day(day)) for day, did in row["did"].items()),
            now=on_day(row["on"]),
            interest=None if row["interest"] == "nothing" else Interest(row["interest"]),
            score=row["score"],
            fades=tuple(Fade(on_day(day), Interest(level)) for day, level in row["then"].items()),
        )
        for row in rows
    ]


def _signal(did: str, at: datetime) -> Signal:
    kind, _, what = did.partition(" ")
    return Signal(SignalKind(kind), what, at)


def name_of(case: Case) -> str:
    """A row as test runners show it."""
    did = ", ".join(f"{signal.kind} {signal.what}".strip() for signal in case.signals)
    return f"{did or 'nothing'} after {(case.now - START).days} days: {case.interest or 'nothing'}"
