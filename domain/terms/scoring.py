"""Scoring."""

from enum import StrEnum

from domain.hours.spans import Span, parse_span
from domain.snapshot import Compact

MOST_POINTS = 1_000
"""Of one signal: ten half-lives, and nothing is left of it."""


class SignalKind(StrEnum):
    """What a lead does that shows interest, or seems to."""

    REPLY = "reply"
    CLICK = "click"
    VISIT = "visit"
    OPEN = "open"

    @property
    def is_on_a_page(self) -> bool:
        """Whether it has a page: the one that was visited, or that the link leads to."""
        match self:
            case SignalKind.CLICK | SignalKind.VISIT:
                return True
            case SignalKind.REPLY | SignalKind.OPEN:
                return False


class SignalPoints(Compact):
    """One row of the table of points; the first row that fits a signal decides.

    Attributes:
        page: how the page's path begins, as in ``/pricing``; or
        contains: what stands anywhere in its address. Neither fits all of the kind.
    """

    signal: SignalKind
    page: str | None = None
    contains: str | None = None
    points: int


class ScoringTerms(Compact):
    """How interest is measured.

    Attributes:
        half_life: after it half of a signal's points are left; plain time.
        strong, little: the scores from which on interest is strong, or there is a little of it. Below ``little`` it
            is lost once there was any; before that nothing is said of it.
        untracked: countries (ISO 3166-1 alpha-2) whose leads get links that nobody counts the clicks of.
    """

    signals: tuple[SignalPoints, ...]
    half_life: Span = parse_span("14 days")
    strong: int
    little: int
    untracked: tuple[str, ...] = ()
