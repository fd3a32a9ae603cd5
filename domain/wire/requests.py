"""Requests and answers between a workflow and its activities, and between the API and a workflow.

Every model is frozen and ignores unknown fields, and every later field has a default, because a lead lives for months
and meets newer code. Nothing here holds a name, an address, a phone number or a free text.
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
"""The workflow's name on the wire."""


def workflow_id(lead_id: str) -> str:
    """The id of a lead's workflow."""
    return f"lead-{lead_id}"


class LeadInput(Snapshot):
    """The workflow's input: the journey so far, and entries not yet sent to the ledger before continue-as-new."""

    journey: Journey
    untold: tuple[Entry, ...] = ()


class Carried(Snapshot):
    """A fact from outside on its way to a workflow. The id always decodes, even if later versions change the body."""

    id: str
    fact: dict[str, Any] = Field(default_factory=dict)


def fact_in(carried: Carried, at: datetime) -> Reported:
    """The carried fact. One that this version cannot read becomes a ``MailUnclear``, so that a person looks."""
    try:
        return reported_from.validate_python({**carried.fact, "id": carried.id})
    except ValidationError:
        return MailUnclear(id=carried.id, at=at, why="this version cannot read a report: see the ledger")


class Picture(Snapshot):
    """The answer to a query: where the lead stands, and its whole journey."""

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
        dispatch: what to record in the ledger, in the activity's own transaction if it has one.
        ride: the next instant to plan, if the step goes well.
        deadlines: deadlines to plan along with the step, so that they need no activity of their own.
    """

    lead_id: str
    run: int
    playbook: str
    dispatch: Dispatch
    ride: PlanRequest | None = None
    deadlines: tuple[PlanRequest, ...] = ()


class AskPlan(Ask):
    """Plan one instant; ``asked_at`` is the workflow's present, so that every attempt gives the same answer."""

    request: PlanRequest
    asked_at: datetime
    reason: str = ""


class AskRecord(Ask):
    """Record the dispatch, and nothing else."""


class AskSend(Ask):
    """Send one touch; ``check`` is the request for the last check of its hours."""

    step: SendTouch
    check: PlanRequest
    cadence: str
    cadence_version: str
    owner: str = ""
    caps: tuple[Cap, ...] = ()
    facts_heard: int = 0


class AskTask(Ask):
    """Open a task for a person; ``deadline`` is the request for its due date.

    Attributes:
        check: for a person's touch, the request for the last check of law, hours and caps; None: no check.
    """

    step: AskRep
    cadence: str = ""
    deadline: PlanRequest | None = None
    check: PlanRequest | None = None
    caps: tuple[Cap, ...] = ()
    facts_heard: int = 0


class AskAssign(Ask):
    """Find an owner; ``deadline`` is the request for the due date of the task in hand."""

    step: Assign
    calendar: str = ""
    deadline: PlanRequest | None = None


class AskAlert(Ask):
    """Send an alert; ``profile`` is given if the agreement has alert routes, whose conditions read it."""

    step: Alert
    owner: str = ""
    profile: LeadProfile | None = None


class AskCompany(Ask):
    """Send news to the company's other leads."""

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
    """The result of a step: facts in the order in which they happened."""

    facts: tuple[Done, ...] = ()


class Published(Snapshot):
    """A cadence with the agreement it was published with."""

    cadence: Cadence
    agreement: Agreement
