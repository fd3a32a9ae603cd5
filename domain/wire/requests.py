"""What crosses between workflow and activities, and between the API and the workflow.

Every model is frozen, ignores what it does not know, and gives every field added later a default: a lead that
lives for months meets newer code. Nothing here holds a name, an address, a number or a text.
"""

from datetime import datetime
from typing import Any

from pydantic import Field, ValidationError

from domain.facts.unions import Done, MailUnclear, Reported, reported_from
from domain.journey.state import Journey
from domain.journey.steps import Alert, AskRep, Assign, HandOverLead, KickBackLead, PlanRequest, SendTouch, TellCompany
from domain.lead.profile import LeadProfile
from domain.snapshot import Snapshot
from domain.terms.agreement import Agreement, Cap
from domain.terms.cadence import Cadence
from domain.wire.standing import Dispatch, Entry, Standing

WORKFLOW = "lead"
"""The workflow's wire name."""


def workflow_id(lead_id: str) -> str:
    """The one workflow id a lead can have."""
    return f"lead-{lead_id}"


class LeadInput(Snapshot):
    """The workflow's input: the journey so far, and what the ledger was not told of before continue-as-new."""

    journey: Journey
    untold: tuple[Entry, ...] = ()


class Carried(Snapshot):
    """A fact from outside, as it travels: its id always decodes, whatever the body becomes over the years."""

    id: str
    fact: dict[str, Any] = Field(default_factory=dict)


def fact_in(told: Carried, at: datetime) -> Reported:
    """The fact that was told; one of a kind that this code does not know, or cannot read, goes to a person instead."""
    try:
        return reported_from.validate_python({**told.fact, "id": told.id})
    except ValidationError:
        return MailUnclear(id=told.id, at=at, why="a report of an unknown kind: see the ledger")


class Picture(Snapshot):
    """The answer to the query: where the lead stands, and the whole journey behind it."""

    standing: Standing
    journey: Journey


class Applied(Snapshot):
    """The answer to a fact that was applied: where the lead stands now."""

    stage: str
    disposition: str = ""


class Ask(Snapshot):
    """Base of every request to an activity.

    Attributes:
        playbook: version of the playbook that the lead runs on.
        dispatch: what the ledger is to be told, in the same transaction where there is one.
        ride: an instant to plan on the way, if the step goes well.
        deadlines: instants of deadlines to fix on the way, so that they cost no activity of their own.
    """

    lead_id: str
    run: int
    playbook: str
    dispatch: Dispatch
    ride: PlanRequest | None = None
    deadlines: tuple[PlanRequest, ...] = ()


class AskPlan(Ask):
    """Plan one instant; ``asked_at`` is the workflow's own present, so that every attempt answers the same."""

    request: PlanRequest
    asked_at: datetime
    reason: str = ""


class AskRecord(Ask):
    """Only tell the ledger."""


class AskSend(Ask):
    """Send one touch; ``check`` is its plan request, for the last check of the hours."""

    step: SendTouch
    check: PlanRequest
    cadence: str
    cadence_version: str
    owner: str = ""
    caps: tuple[Cap, ...] = ()
    facts_heard: int = 0


class AskTask(Ask):
    """Open a task for a person; ``deadline`` asks for the instant it is owed by.

    Attributes:
        check: of a touch that a person makes, for the last check of law, hours and caps; none is not checked.
    """

    step: AskRep
    cadence: str = ""
    deadline: PlanRequest | None = None
    check: PlanRequest | None = None
    caps: tuple[Cap, ...] = ()
    facts_heard: int = 0


class AskAssign(Ask):
    """Find an owner; ``deadline`` asks for the instant by which they owe the task in hand."""

    step: Assign
    calendar: str = ""
    deadline: PlanRequest | None = None


class AskAlert(Ask):
    """Tell somebody; ``profile`` is what the agreement's routes of alerts ask about, where there are any."""

    step: Alert
    owner: str = ""
    profile: LeadProfile | None = None


class AskCompany(Ask):
    """Tell the company's other leads."""

    step: TellCompany


class AskHandOver(Ask):
    """Give the lead to sales, or back to its teleprospector; ``deadline`` as in ``AskTask``."""

    step: HandOverLead | KickBackLead
    calendar: str = ""
    deadline: PlanRequest | None = None


class AskCadence(Ask):
    """Fetch a cadence as published now."""

    cadence: str


class Result(Snapshot):
    """What came of a step: facts in the order they happened."""

    facts: tuple[Done, ...] = ()


class Published(Snapshot):
    """A cadence with the agreement it was published with."""

    cadence: Cadence
    agreement: Agreement
