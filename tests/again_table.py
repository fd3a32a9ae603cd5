"""The table of re-enrolment that marketing people read, as tests read it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from builders import a_cadence
from ruamel.yaml import YAML

from domain.dispositions import Disposition
from domain.hours.spans import parse_span
from domain.terms.cadence import Again, Cadence

ENDED_AT = datetime(2026, 2, 1, 12, tzinfo=UTC)


class Case(NamedTuple):
    """One row of the table."""

    into: Cadence
    ended: Disposition
    went_through: str
    comes_at: datetime
    answer: str
    because: str


def again_of(text: str) -> Again:
    """``after 90 days`` as cadences carry it."""
    if text.startswith("after "):
        return Again(mode="after", after=parse_span(text.removeprefix("after ")))
    return Again.model_validate({"mode": text})


def cases() -> list[Case]:
    """Every row."""
    rows: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).parent / "scenarios" / "again.yaml")
    return [
        Case(
            into=a_cadence(name="inbound-hot", again=again_of(row["again"])),
            ended=Disposition(row["ended"]),
            went_through=row["in"],
            comes_at=ENDED_AT + timedelta(days=row["days"]),
            answer=row["answer"],
            because=row["because"],
        )
        for row in rows
    ]


def name_of(case: Case) -> str:
    """A row as test runners show it."""
    return f"{case.into.again.mode}, {case.ended}, {(case.comes_at - ENDED_AT).days} days: {case.answer}"
