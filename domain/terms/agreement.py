"""The agreement between marketing and sales, as compiled from ``agreement.yaml`` and carried by each lead.

It says what a qualified lead is, which cadence a lead gets, and what is owed on a hand-over, by when, and what
follows when it is not done.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Literal

from domain.channels import Channel
from domain.hours.spans import Span, parse_span
from domain.snapshot import Compact
from domain.terms.alerts import AlertTerms, Rung
from domain.terms.company import CompanyTerms
from domain.terms.conditions import Condition
from domain.terms.scoring import ScoringTerms


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

    @property
    def is_hot(self) -> bool:
        """Whether seconds count for a lead of this class: it is started before all others."""
        return self is Qualification.HIGH


class Criterion(Compact):
    """One thing that holds of whoever is a lead at all; its name is the reason when it does not."""

    name: str
    when: Condition


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


class HandOver(Compact):
    """What sales owes on a lead it is given: accept, create an opportunity, or agree a follow-up.

    Attributes:
        ladder: climbed while nothing is answered.
        patience: how long after the last rung the engine still waits.
        silence: cadence that takes a lead which nobody in sales took.
        rejected: cadence for a lead that sales refuses as needing further qualification.
        follow_up_within: by when sales has tried to reach the lead, or agreed with it when to; in its open time.
    """

    role: str = "sales"
    message: str = "hand-over"
    ladder: tuple[Rung, ...]
    patience: Span = parse_span("1 business day")
    silence: str
    rejected: str
    follow_up_within: Span | None = None


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


class ResponseTimes(Compact):
    """What leads of some classes, and of some origin, are promised; the first row that fits a lead counts.

    Attributes:
        classes: of triage.
        applies: the origin (any field of the lead); none fits all.
        acknowledged: by the machine, by the wall clock.
        first_attempt, contact: by people, in their open time: the first touch after the acknowledgment, and the first
            answer or talk.
        attempts: how many touches are owed within ``attempts_within``, unless the lead answers before.
    """

    classes: tuple[Qualification, ...]
    applies: Condition | None = None
    acknowledged: Span | None = None
    first_attempt: Span | None = None
    contact: Span | None = None
    attempts: int = 0
    attempts_within: Span | None = None


LONGEST_CAP = timedelta(days=31)
"""How far back a cap may look: touches are read so far for it, in the transaction of each send."""


Whose = Literal["person", "company"]
"""Whose touches a cap counts: those to the person, over all their leads, or to everybody at the company."""


class Cap(Compact):
    """At most ``count`` touches on one channel (or on all) to one person, or to all of a company, within ``within``."""

    channel: Channel | Literal["all"]
    count: int
    within: Span
    per: Whose = "person"


class Route(Compact):
    """Which cadence a lead gets: the first route whose condition holds.

    Attributes:
        channels: of a nurture cadence: a lead that none of them reaches is given the next one. Empty: not asked.
    """

    cadence: str
    version: str
    applies: Condition | None = None
    channels: tuple[Channel, ...] = ()


RED_ZONE = timedelta(hours=2)
"""How long past its promise a lead is shown in red, where the agreement does not say otherwise."""


class Agreement(Compact):
    """The compiled agreement.

    Attributes:
        version: first 12 hex digits of the hash of the whole playbook it was published with.
        calendar: calendar of people whose own is not known.
        lead: who is a lead at all; all of it must hold, and what fails first ends the lead.
        working_role: who works leads of a cadence; ``outbound_role`` for outbound ones.
        nurture: where leads go of which ``nurture`` is said, tried in order.
        company: what a company's other leads do when one of them is heard from; none: nothing.
        scoring: how interest is measured; none: it is not.
        response_times: what each class is promised; without a row nothing is.
        red_zone: how long past its promise a lead is shown in red.
        alerts: how people are told.
        pause_at_most: a pause without an end ends by itself after this long, and says so.
        task_within: deadline of a task that names none.
        task_reminders: how often a task is called to mind before it is let go.
    """

    version: str
    calendar: str
    lead: tuple[Criterion, ...] = ()
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
    nurture: tuple[Route, ...] = ()
    company: CompanyTerms | None = None
    scoring: ScoringTerms | None = None
    response_times: tuple[ResponseTimes, ...] = ()
    red_zone: Span = Span(wall=RED_ZONE)
    alerts: AlertTerms = AlertTerms()
    pause_at_most: Span = parse_span("30 days")
    out_of_office: Span = parse_span("5 business days")
    task_within: Span = parse_span("1 business day")
    task_reminders: int = 2
