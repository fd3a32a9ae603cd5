"""One item of a lead's agenda, and how its instant is asked for."""

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
    """One thing due: the step, and the request for its instant (``None``: at once).

    ``unless`` is what would keep the step from being taken at all, where the step's own reason only holds afterwards.
    """

    then: Step
    request: PlanRequest | None = None
    if_late: IfLate = IfLate.SEND
    unless: str = ""


def check_of_touch(journey: Journey, step: SendTouch) -> PlanRequest:
    """The request by which the hours of a touch are checked once more, just before it leaves."""
    return PlanRequest(
        key=step.key,
        kind=InstantKind.TOUCH,
        anchor_at=journey.run.anchor_at,
        channel=step.channel,
        any_hour=step.any_hour,
        place=journey.place,
    )


def check_of_task(journey: Journey, step: AskRep) -> PlanRequest | None:
    """The same for a task that is a touch of the cadence; none for what contacts nobody, or was asked for."""
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
    """The record that nothing came of something: another cadence takes over, or the lead ends so."""
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
    """Whom a lead is kicked back to: who generated it, else who had it last."""
    return journey.profile.generated_by or journey.owner


def is_call_back(task: OpenTask) -> bool:
    """Whether the task is a call that the lead asked for, and no touch of the cadence."""
    return task.key.split(":")[1:2] == [CALL_BACK_TOUCH]


CALL_BACK_TOUCH = "call-back"
"""Touch id of a call that the lead asked for: it is no touch of the cadence and moves no cursor."""


CHECK_DELIVERY = "check-delivery"
"""Message with the script of the task that asks whether a touch of unknown fate arrived."""


ACKNOWLEDGMENT = "ack"


QUESTION = "question"


RESERVED_TOUCH_IDS = frozenset({ACKNOWLEDGMENT, QUESTION, CALL_BACK_TOUCH, "review"})
"""Words that keys use themselves; no touch of a cadence may be called so."""


ACKNOWLEDGMENT_ON_UNKNOWN = OnUnknown.RESEND
"""A doubled thank-you is harmless, silence breaks the agreement."""
