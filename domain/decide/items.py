"""One item of a lead's agenda, and the request for its instant."""

from typing import NamedTuple

from domain.channels import Channel
from domain.decide.destinations import destination
from domain.dispositions import Disposition
from domain.facts.unions import Exhausted, MoveDecided
from domain.journey.in_hand import OpenTask
from domain.journey.state import Journey
from domain.journey.steps import AskRep, InstantKind, PlanRequest, Record, SendTouch, Step
from domain.terms.cadence import CLOSE, KICK_BACK, IfLate, OnUnknown


class Item(NamedTuple):
    """One thing due.

    Attributes:
        then: the step.
        request: the request for its instant; None means at once.
        if_late: what to do with a touch that is found overdue.
        unless: the reason shown while the step is not due yet, if the step's own reason only holds once it is due.
    """

    then: Step
    request: PlanRequest | None = None
    if_late: IfLate = IfLate.SEND
    unless: str = ""


def check_of_touch(journey: Journey, step: SendTouch) -> PlanRequest:
    """The plan request that checks the hours of a touch once more, just before it is sent."""
    return PlanRequest(
        key=step.key,
        kind=InstantKind.TOUCH,
        anchor_at=journey.run.anchor_at,
        channel=step.channel,
        any_hour=step.any_hour,
        place=journey.place,
    )


def check_of_task(journey: Journey, step: AskRep) -> PlanRequest | None:
    """As ``check_of_touch``, for a person's touch; None for tasks that contact nobody and for requested call-backs."""
    if not isinstance(step.task, Channel) or step.touch_id == CALL_BACK_TOUCH:
        return None
    return PlanRequest(
        key=step.key,
        kind=InstantKind.TOUCH,
        anchor_at=journey.run.anchor_at,
        channel=step.task,
        owner=step.assignee,
        place=journey.place,
    )


def lapse(journey: Journey, what: str, becomes: str, disposition: Disposition, reason: str) -> Record:
    """The record that something ended without result: the lead moves to another cadence, or ends as ``disposition``."""
    key = journey.key(what, "over")
    if becomes == KICK_BACK and not originator(journey):
        becomes = journey.agreement.kick_back.silence
    becomes = destination(journey, becomes)
    if becomes == CLOSE:
        return Record(
            key=key,
            reason=reason,
            fact=Exhausted(key=key, at=journey.run.anchor_at, disposition=disposition, reason=reason),
        )
    return Record(
        key=key,
        reason=reason,
        fact=MoveDecided(key=key, at=journey.run.anchor_at, cadence=becomes, reason=reason),
    )


def originator(journey: Journey) -> str:
    """Who gets a lead that is kicked back: the person who generated it, else its last owner."""
    return journey.profile.generated_by or journey.owner


def is_call_back(task: OpenTask) -> bool:
    """Whether the task is a call that the lead asked for, rather than a touch of the cadence."""
    return task.key.split(":")[1:2] == [CALL_BACK_TOUCH]


CALL_BACK_TOUCH = "call-back"
"""Touch id of a call that the lead asked for. It is not a touch of the cadence and does not move the cursor."""


CHECK_DELIVERY = "check-delivery"
"""Name of the script that asks a person whether a touch arrived."""


ACKNOWLEDGMENT = "ack"


QUESTION = "question"


RESERVED_TOUCH_IDS = frozenset({ACKNOWLEDGMENT, QUESTION, CALL_BACK_TOUCH, "review"})
"""Words that keys use themselves; no touch of a cadence may have one of these ids."""


ACKNOWLEDGMENT_ON_UNKNOWN = OnUnknown.RESEND
"""A second thank-you does no harm; none at all would break the agreement."""
