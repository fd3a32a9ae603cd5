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
        str | None,
        Field(pattern="^/", max_length=300, description="the beginning of the page's path, such as /pricing"),
    ] = None
    contains: Annotated[
        str | None, Field(min_length=1, max_length=300, description="a text anywhere in the page's address")
    ] = None
    points: Annotated[StrictInt, Field(ge=0, le=MOST_POINTS)]


class ScoringWritten(Written):
    """How a lead's interest is measured from its signals."""

    signals: Annotated[
        tuple[SignalRow, ...], Field(min_length=1, description="the first row that fits a signal gives its points")
    ]
    half_life: Annotated[Span, Field(description="the time after which half of a signal's points are left")] = (
        ScoringTerms.model_fields["half_life"].default
    )
    strong: Annotated[StrictInt, Field(description="the lowest score of strong interest")]
    little: Annotated[StrictInt, Field(description="the lowest score of a little interest; below it, interest is lost")]
    untracked: Annotated[
        tuple[Annotated[str, Field(pattern="^[A-Z]{2}$")], ...],
        Field(description="countries whose leads get untracked links"),
    ] = ()
