"""Scoring: how many points each signal gives, and at which scores interest is strong or little."""

from enum import StrEnum

from domain.hours.spans import Span, parse_span
from domain.snapshot import Compact

MOST_POINTS = 1_000
"""The most points of one signal; after ten half-lives none of them are left."""


class SignalKind(StrEnum):
    """What a lead does that may show interest."""

    REPLY = "reply"
    CLICK = "click"
    VISIT = "visit"
    OPEN = "open"

    @property
    def is_on_a_page(self) -> bool:
        """Whether the signal has a page: the page visited, or the page that the link leads to."""
        match self:
            case SignalKind.CLICK | SignalKind.VISIT:
                return True
            case SignalKind.REPLY | SignalKind.OPEN:
                return False


class SignalPoints(Compact):
    """One row of the table of points; the first row that fits a signal decides.

    Attributes:
        page: how the page's path begins, such as ``/pricing``; or
        contains: a text anywhere in its address. Without either, all signals of the kind fit.
    """

    signal: SignalKind
    page: str | None = None
    contains: str | None = None
    points: int


class ScoringTerms(Compact):
    """How interest is measured.

    Attributes:
        half_life: the time after which half of a signal's points are left, by the wall clock.
        strong, little: the scores at which interest is strong, or little. Below ``little`` interest is lost if there
            ever was any; otherwise it is not known.
        untracked: countries (ISO 3166-1 alpha-2) whose leads get links without click tracking.
    """

    signals: tuple[SignalPoints, ...]
    half_life: Span = parse_span("14 days")
    strong: int
    little: int
    untracked: tuple[str, ...] = ()
