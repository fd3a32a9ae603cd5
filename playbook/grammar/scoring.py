"""The grammar of the section ``scoring`` in ``agreement.yaml``; keys are those of :mod:`domain.scoring`."""

from typing import Annotated

from pydantic import Field, StrictInt

from domain.hours.spans import Span
from domain.terms.scoring import MOST_POINTS, ScoringTerms, SignalKind
from playbook.grammar.base import Written


class SignalRow(Written):
    """``{signal: visit, page: /pricing, points: 16}``."""

    signal: SignalKind
    page: Annotated[
        str | None, Field(pattern="^/", max_length=300, description="how the page's path begins, as in /pricing")
    ] = None
    contains: Annotated[
        str | None, Field(min_length=1, max_length=300, description="what stands anywhere in its address")
    ] = None
    points: Annotated[StrictInt, Field(ge=0, le=MOST_POINTS)]


class ScoringWritten(Written):
    """How interest is measured from what a lead does."""

    signals: Annotated[
        tuple[SignalRow, ...], Field(min_length=1, description="the first row that fits a signal gives its points")
    ]
    half_life: Annotated[Span, Field(description="after it half of a signal's points are left")] = (
        ScoringTerms.model_fields["half_life"].default
    )
    strong: Annotated[StrictInt, Field(description="the score from which on interest is strong")]
    little: Annotated[StrictInt, Field(description="the score from which on there is a little; below it is lost")]
    untracked: Annotated[
        tuple[Annotated[str, Field(pattern="^[A-Z]{2}$")], ...],
        Field(description="countries whose leads get links that nobody counts the clicks of"),
    ] = ()
