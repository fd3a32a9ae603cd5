"""The agreement between marketing and sales, as compiled from ``agreement.yaml`` and carried by each lead.

It says what a qualified lead is, which cadence a lead gets, what is owed on a hand-over and by when, and what happens
if that is not done.
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
        """Whether seconds count for this class: its leads are started before all others."""
        return self is Qualification.HIGH


class Criterion(Compact):
    """One condition that every lead must meet; its name is the reason if one does not."""

    name: str
    when: Condition


class TriageRule(Compact):
    """One row of the rule table; the first row that holds decides, and its name is the reason."""

    name: str
    when: Condition | None = None
    then: Qualification


class MissingInformation(Compact):
    """What sales needs to know before it takes a lead, and how missing information is asked for.

    Attributes:
        needed: form fields; ``a|b`` means either.
        message: the email that asks for what is missing.
        script: script of the call that asks, if there is no email address.
        wait: how long each request may stay unanswered.
        requests: how often to ask.
        otherwise: what becomes of the lead after that: a cadence's name or ``close``.
    """

    needed: tuple[str, ...] = ()
    message: str = ""
    script: str = ""
    wait: Span = parse_span("2 business days")
    requests: int = 2
    otherwise: str = "close"


class HandOver(Compact):
    """What sales owes on a hand-over: accept the lead, create an opportunity, or agree a follow-up.

    Attributes:
        ladder: the escalation while sales does not answer.
        patience: how long the engine waits after the last rung.
        silence: the cadence for leads that sales never answered.
        rejected: the cadence for leads that sales turned down as needing further qualification.
        follow_up_within: how soon sales must try to reach the lead or agree a date with it, in opening hours.
    """

    role: str = "sales"
    message: str = "hand-over"
    ladder: tuple[Rung, ...]
    patience: Span = parse_span("1 business day")
    silence: str
    rejected: str
    follow_up_within: Span | None = None


class KickBackTerms(Compact):
    """What the teleprospector owes on a kicked-back lead; ``silence`` is the cadence if they do nothing."""

    role: str = "teleprospector"
    message: str = "kick-back"
    within: Span = parse_span("2 business days")
    reminders: int = 1
    silence: str


class Review(Compact):
    """How sales is asked what became of an accepted lead: at this interval (``every``), at most ``times`` times."""

    message: str = "review"
    every: Span = parse_span("30 days")
    within: Span = parse_span("3 business days")
    times: int = 3


class ResponseTimes(Compact):
    """What leads of some classes and some origin are promised; the first row that fits a lead applies.

    Attributes:
        classes: the classes of triage.
        applies: a condition on the lead, usually its origin; None fits all.
        acknowledged: how soon the machine acknowledges the lead, by the wall clock.
        first_attempt, contact: how soon people make the first touch after the acknowledgment, and how soon there is a
            first answer or conversation; in opening hours.
        attempts: how many touches are owed within ``attempts_within``, unless the lead answers first.
    """

    classes: tuple[Qualification, ...]
    applies: Condition | None = None
    acknowledged: Span | None = None
    first_attempt: Span | None = None
    contact: Span | None = None
    attempts: int = 0
    attempts_within: Span | None = None


LONGEST_CAP = timedelta(days=31)
"""How far back a cap may look: the transaction of each send reads all touches since then."""


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
        channels: a nurture cadence's channels; a lead that none of them reaches gets the next. Empty: not checked.
    """

    cadence: str
    version: str
    applies: Condition | None = None
    channels: tuple[Channel, ...] = ()


RED_ZONE = timedelta(hours=2)
"""The default of how long a promise may be late before the lead is shown in red."""


class Agreement(Compact):
    """The compiled agreement.

    Attributes:
        version: first 12 hex digits of the hash of the whole playbook it was published with.
        calendar: the calendar of people without one of their own.
        lead: the criteria that every lead must meet; the first one that fails ends the lead.
        working_role: the role that works inbound leads; ``outbound_role`` works outbound ones.
        nurture: the cadences that ``nurture`` stands for, tried in order.
        company: what a company's other leads do when one of them answers; None: nothing.
        scoring: how interest is measured; None: not at all.
        response_times: what each class is promised; a class without a row is promised nothing.
        red_zone: how long a promise may be late before the lead is shown in red.
        alerts: how people are alerted.
        pause_at_most: how long a pause without an end lasts; the owner is alerted when it is over.
        task_within: deadline of a task without one of its own.
        task_reminders: how many reminders a task gets before it is given up.
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
