"""The agreement between marketing and sales, as compiled from ``agreement.yaml`` and carried by each lead.

It says what a qualified lead is, which cadence a lead gets, and what is owed on a hand-over, by when, and what
follows when it is not done.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Literal

from domain.cadence import Compact
from domain.conditions import Condition
from domain.durations import Span, parse_span
from domain.lead import Channel


class Qualification(StrEnum):
    """The five classes of triage."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NOT_QUALIFIED = "not_qualified"
    NOT_ENOUGH_INFORMATION = "not_enough_information"

    @property
    def is_qualified(self) -> bool:
        """Whether a lead of this class is worked."""
        return self in (Qualification.HIGH, Qualification.MEDIUM, Qualification.LOW)


class TriageRule(Compact):
    """One row of the rule table; the first row that holds decides, and its name is the reason."""

    name: str
    when: Condition | None = None
    then: Qualification


class MissingInformation(Compact):
    """The least that sales needs before it takes a lead, and how the rest is asked for.

    Attributes:
        needed: form fields; ``a|b`` means either.
        message: mail that asks for what is missing.
        script: script of the call that asks, where there is no address.
        wait: how long each request may stay unanswered.
        requests: how often to ask.
        otherwise: what then becomes of the lead: a cadence's name or ``close``.
    """

    needed: tuple[str, ...] = ()
    message: str = ""
    script: str = ""
    wait: Span = parse_span("2 business days")
    requests: int = 2
    otherwise: str = "close"


class RungAction(StrEnum):
    """What one rung of the ladder does."""

    REMIND = "remind"
    REASSIGN = "reassign"
    MANAGER = "manager"


class Rung(Compact):
    """One rung: how long after the rung before it is reached (from the start for the first), and what it does."""

    after: Span
    then: RungAction


class HandOver(Compact):
    """What sales owes on a lead it is given: accept, create an opportunity, or agree a follow-up.

    Attributes:
        ladder: climbed while nothing is answered.
        patience: how long after the last rung the engine still waits.
        silence: cadence that takes a lead which nobody in sales took.
        rejected: cadence for a lead that sales refuses as needing further qualification.
    """

    role: str = "sales"
    message: str = "hand-over"
    ladder: tuple[Rung, ...]
    patience: Span = parse_span("1 business day")
    silence: str
    rejected: str


class KickBackTerms(Compact):
    """What the teleprospector owes on a lead that comes back; ``silence`` is the cadence that follows none."""

    role: str = "teleprospector"
    message: str = "kick-back"
    within: Span = parse_span("2 business days")
    reminders: int = 1
    silence: str


class Review(Compact):
    """How an accepted lead is followed to its end: asked about ``every`` so often, ``times`` at most."""

    message: str = "review"
    every: Span = parse_span("30 days")
    within: Span = parse_span("3 business days")
    times: int = 3


LONGEST_CAP = timedelta(days=31)
"""How far back a cap may look: touches are read so far for it, in the transaction of each send."""


class Cap(Compact):
    """At most ``count`` touches on one channel (or on all) to one person within ``within``."""

    channel: Channel | Literal["all"]
    count: int
    within: Span


class Route(Compact):
    """Which cadence a qualified lead gets: the first route whose condition holds."""

    cadence: str
    version: str
    applies: Condition | None = None


class Agreement(Compact):
    """The compiled agreement.

    Attributes:
        version: first 12 hex digits of the hash of the whole playbook it was published with.
        calendar: calendar of people whose own is not known.
        working_role: who works leads of a cadence; ``outbound_role`` for outbound ones.
        pause_at_most: a pause without an end ends by itself after this long, and says so.
        task_within: deadline of a task that names none.
        task_reminders: how often a task is called to mind before it is let go.
    """

    version: str
    calendar: str
    triage: tuple[TriageRule, ...]
    missing: MissingInformation = MissingInformation()
    routes: tuple[Route, ...]
    working_role: str = "rep"
    outbound_role: str = "teleprospector"
    manager_role: str = "manager"
    not_interested: str
    hand_over: HandOver
    kick_back: KickBackTerms
    review: Review = Review()
    caps: tuple[Cap, ...] = ()
    pause_at_most: Span = parse_span("30 days")
    out_of_office: Span = parse_span("5 business days")
    task_within: Span = parse_span("1 business day")
    task_reminders: int = 2
