"""The grammar of ``agreement.yaml``; keys are those of :mod:`domain.agreement`, and so are the defaults."""

from typing import Annotated, Any, Literal

from pydantic import Field

from domain.agreement import Agreement, HandOver, KickBackTerms, MissingInformation, Review, Rung
from domain.conditions import Condition
from domain.durations import Span
from domain.lead import Channel
from playbook.grammar_base import Count, Line, Name, Written

QualificationWord = Literal["high", "medium", "low", "not qualified", "not enough information"]
"""The classes of triage as they are said."""


def _default(field: str) -> Any:
    """The domain's own default, so that it is stated once."""
    return Agreement.model_fields[field].default


class TriageRow(Written):
    """One row of the rule table; without ``when`` it catches all."""

    rule: Line
    when: Condition | None = None
    then: QualificationWord


class MissingWritten(MissingInformation, Written):
    """The least that sales needs, and how the rest is asked for."""


class RungWritten(Rung, Written):
    """One rung of the ladder."""


class HandOverWritten(HandOver, Written):
    """What sales owes on a lead it is given."""

    ladder: tuple[RungWritten, ...]


class KickBackWritten(KickBackTerms, Written):
    """What the teleprospector owes on a lead that comes back."""


class ReviewWritten(Review, Written):
    """How an accepted lead is followed to its end."""


class CapRow(Written):
    """``{channel: sms, at_most: 1, within: 1 day}``."""

    channel: Channel | Literal["all"]
    at_most: Count
    within: Span


class AgreementFile(Written):
    """The agreement between marketing and sales."""

    agreement: Line
    calendar: Name
    triage: Annotated[tuple[TriageRow, ...], Field(min_length=1)]
    missing_information: MissingWritten = MissingWritten()
    routes: Annotated[tuple[Name, ...], Field(min_length=1)]
    working_role: Name = _default("working_role")
    outbound_role: Name = _default("outbound_role")
    manager_role: Name = _default("manager_role")
    not_interested: Annotated[Name, Field(description="the cadence of those who say: not now")]
    hand_over: HandOverWritten
    kick_back: KickBackWritten
    review: ReviewWritten = ReviewWritten()
    caps: tuple[CapRow, ...] = ()
    pause_at_most: Span = _default("pause_at_most")
    out_of_office: Span = _default("out_of_office")
    task_within: Span = _default("task_within")
    task_reminders: Annotated[int, Field(ge=0, le=20)] = _default("task_reminders")
