"""A lead's journey so far: the state that ``next_step`` reads and that ``apply`` replaces.

A journey is everything a workflow carries, and holds nothing personal. It goes through continue-as-new as a whole, so
a new field must have a default. ``journey.changes`` has the function that changes a journey.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import PlainSerializer

from domain.channels import Channel
from domain.dispositions import Disposition
from domain.journey.in_hand import InHand
from domain.journey.owed import Owed
from domain.journey.run import Run
from domain.lead.profile import LeadProfile
from domain.places import Place
from domain.snapshot import Compact
from domain.terms.agreement import Agreement, Qualification
from domain.terms.cadence import Cadence


class Stage(StrEnum):
    """Where a lead is in its life."""

    INCOMPLETE = "incomplete"
    WORKING = "working"
    ENGAGED = "engaged"
    ACCEPTED = "accepted"
    KICKED_BACK = "kicked_back"
    NURTURE = "nurture"
    CLOSED = "closed"

    @property
    def is_in_hand(self) -> bool:
        """Whether somebody works the lead, so that its promises can still be kept."""
        match self:
            case Stage.INCOMPLETE | Stage.WORKING | Stage.ENGAGED | Stage.ACCEPTED | Stage.KICKED_BACK:
                return True
            case Stage.NURTURE | Stage.CLOSED:
                return False


class Sales(Compact):
    """The lead's history with sales.

    Attributes:
        engaged: how often the lead left its cadence for sales; part of the hand-over's key.
        engagement: why, the last time.
        follow_up_at: the instant that sales agreed with a lead it accepted.
        reviewed: how often sales was asked what became of the accepted lead.
    """

    engaged: int = 0
    engagement: str = ""
    follow_up_at: datetime | None = None
    reviewed: int = 0


class Past(Compact):
    """What happened to the lead in all its runs.

    Attributes:
        outcomes: every outcome that was reported.
        dead: channels that cannot reach this lead any more.
        been: cadences that the lead finished. Finishing one a second time ends the lead, so no path is endless.
        interest_changes: number of the last change of interest; older changes that arrive later are ignored.
        applied: ids of all facts from outside, so that none counts twice.
    """

    outcomes: Annotated[frozenset[str], PlainSerializer(sorted, return_type=list[str])] = frozenset()
    dead: Annotated[frozenset[Channel], PlainSerializer(sorted, return_type=list[str])] = frozenset()
    been: Annotated[frozenset[str], PlainSerializer(sorted, return_type=list[str])] = frozenset()
    interest_changes: int = 0
    applied: tuple[str, ...] = ()


class Counts(Compact):
    """How often things happened. Keys are made of these counts, so they only grow.

    Attributes:
        call_backs: call-backs that the lead asked for.
        alerts_raised: alerts raised.
        promised: how often promises were made.
        company_informed: news raised for the company's other leads.
        revision: facts that changed the journey.
    """

    call_backs: int = 0
    alerts_raised: int = 0
    promised: int = 0
    company_informed: int = 0
    revision: int = 0


class Journey(Compact):
    """The state of one lead: its profile, its cadence and agreement, its stage, and the parts that hold the rest.

    Attributes:
        rule: the triage rule that decided the qualification.
        owner: id of the person who has the lead; empty while nobody does.
        disposition: how the lead ended; ``ending`` is the reason.
    """

    profile: LeadProfile
    agreement: Agreement
    cadence: Cadence
    stage: Stage
    qualification: Qualification
    rule: str = ""
    owner: str = ""
    disposition: Disposition | None = None
    ending: str = ""
    run: Run
    in_hand: InHand = InHand()
    owed: Owed = Owed()
    sales: Sales = Sales()
    past: Past = Past()
    counts: Counts = Counts()

    @property
    def lead_id(self) -> str:
        """The lead's id."""
        return self.profile.lead_id

    @property
    def place(self) -> Place:
        """Where the lead is, and the calendar of its cadence."""
        return self.profile.place(self.cadence.calendar)

    @property
    def is_with_sales(self) -> bool:
        """Whether sales still has to answer: the lead is handed over (or about to be) and not answered yet."""
        return self.stage is Stage.ENGAGED and self.in_hand.moving_to is None

    def reaches(self, channel: Channel) -> bool:
        """Whether this channel can and may reach the lead now."""
        return self.profile.has(channel) and channel not in self.past.dead and self.profile.consent.allows(channel)

    def key(self, *parts: object) -> str:
        """A key within this run, such as ``1:intro:0:0``."""
        return ":".join(str(part) for part in (self.run.number, *parts))

    def id_for(self, *parts: object) -> str:
        """An id for the outside world, dotted and in lower case; the same parts give the same id."""
        return ".".join(str(part) for part in (self.lead_id, self.run.number, *parts))
