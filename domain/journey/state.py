"""A lead's journey so far: the state that ``next_step`` reads and ``apply`` returns a new one of.

Everything the workflow carries is here, and nothing personal. It travels through continue-as-new whole, so a field
that is added must have a default. ``changes`` says how a journey is changed.
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
        """Whether one of us has the lead in hand: what was promised can still be made good."""
        match self:
            case Stage.INCOMPLETE | Stage.WORKING | Stage.ENGAGED | Stage.ACCEPTED | Stage.KICKED_BACK:
                return True
            case Stage.NURTURE | Stage.CLOSED:
                return False


class Sales(Compact):
    """What sales has to do with the lead.

    Attributes:
        engaged: how often the lead was taken out of its cadence for sales; part of the hand-over's key.
        engagement: why it was, the last time.
        follow_up_at: the instant sales agreed with the lead it accepted.
        reviewed: how often sales was asked what became of the lead it accepted.
    """

    engaged: int = 0
    engagement: str = ""
    follow_up_at: datetime | None = None
    reviewed: int = 0


class Past(Compact):
    """What has been of the lead, in all its runs.

    Attributes:
        outcomes: everything that was reported of it.
        dead: channels that cannot reach this lead any more.
        been: cadences that the lead went through to the end; the second time ends it, so no way goes round.
        interest_changes: number of the last change of interest that was heard; an older one comes too late.
        applied: ids of all facts heard from outside, so that none counts twice, on any run.
    """

    outcomes: Annotated[frozenset[str], PlainSerializer(sorted, return_type=list[str])] = frozenset()
    dead: Annotated[frozenset[Channel], PlainSerializer(sorted, return_type=list[str])] = frozenset()
    been: Annotated[frozenset[str], PlainSerializer(sorted, return_type=list[str])] = frozenset()
    interest_changes: int = 0
    applied: tuple[str, ...] = ()


class Counts(Compact):
    """How often something was done; keys are made of these, so they only grow.

    Attributes:
        call_backs: wishes to be called back.
        alerts_raised: alerts that were owed.
        promised: times that promises were made.
        company_informed: news that the company was owed.
        revision: facts that have changed the journey.
    """

    call_backs: int = 0
    alerts_raised: int = 0
    promised: int = 0
    company_informed: int = 0
    revision: int = 0


class Journey(Compact):
    """Who the lead is and what it runs on, where it stands in its life, and the parts of its state.

    Attributes:
        rule: of triage, that said what the lead is.
        owner: who has the lead; empty while nobody does.
        disposition: how the lead ended, with the reason as its ``ending``.
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
        """Whether an answer of sales is owed: handed over (or about to be), and not answered yet."""
        return self.stage is Stage.ENGAGED and self.in_hand.moving_to is None

    def reaches(self, channel: Channel) -> bool:
        """Whether this channel can and may reach the lead now."""
        return self.profile.has(channel) and channel not in self.past.dead and self.profile.consent.allows(channel)

    def key(self, *parts: object) -> str:
        """A key for something of this run, such as ``1:intro:email:0``."""
        return ":".join(str(part) for part in (self.run.number, *parts))

    def id_for(self, *parts: object) -> str:
        """An id for the world: lower-case and dotted, from the same parts on every attempt."""
        return ".".join(str(part) for part in (self.lead_id, self.run.number, *parts))
