"""Foresight: what follows if a step goes well, so that the step's own activity can prepare and record it.

This saves a round trip per touch. If the step goes otherwise, what was prepared does not fit and is not used.
"""

from datetime import datetime
from typing import NamedTuple

from domain.decide.deadlines import to_plan
from domain.decide.next_step import due_step
from domain.decide.stages import stage_item
from domain.facts.unions import Alerted, Assigned, CompanyInformed, HandedOver, KickedBack, TaskOpened, TouchSent
from domain.journey.state import Journey
from domain.journey.steps import (
    Alert,
    AskRep,
    Assign,
    Finish,
    HandOverLead,
    KickBackLead,
    PlanInstant,
    PlanRequest,
    Record,
    SendTouch,
    StartCadence,
    Step,
    TellCompany,
    WaitUntil,
)
from domain.remember.apply import apply
from domain.wire.standing import Standing, standing_at

Expected = TouchSent | TaskOpened | Alerted | CompanyInformed | Assigned | HandedOver | KickedBack

SOMEBODY = "?"
"""Placeholder for the person that an expected fact will name."""


class Foresight(NamedTuple):
    """What follows a step; only deadlines if the result of the step cannot be foreseen.

    Attributes:
        standing: where the lead will stand; its owner is ``SOMEBODY`` while one is being found.
        ride: the plan request that will be due then.
        deadlines: requests for deadlines that will run then and have no instant yet.
        deadline: request for the first deadline of the task that the step opens, to be shown with the task.
    """

    standing: Standing | None = None
    ride: PlanRequest | None = None
    deadlines: tuple[PlanRequest, ...] = ()
    deadline: PlanRequest | None = None


def foresee(journey: Journey, step: Step, now: datetime) -> Foresight:
    """What follows if this step goes well."""
    expected = expected_fact(step, now)
    if expected is None:
        return Foresight(deadlines=to_plan(journey))
    after = apply(journey, expected)
    following = due_step(after, now)
    return Foresight(
        standing=standing_at(after, following, now),
        ride=following.request if isinstance(following, PlanInstant) else None,
        deadlines=to_plan(after),
        deadline=stage_item(after).request if after.in_hand.task is not None else None,
    )


def expected_fact(step: Step, now: datetime) -> Expected | None:
    """The fact if the step goes well; its person is ``SOMEBODY`` if the step has to find one."""
    match step:
        case SendTouch(key=key, send_id=send_id, channel=channel):
            return TouchSent(key=key, at=now, send_id=send_id, channel=channel)
        case AskRep(key=key, task=task, task_id=task_id, assignee=assignee):
            return TaskOpened(key=key, at=now, task=task, task_id=task_id, assignee=assignee)
        case Alert(key=key):
            return Alerted(key=key, at=now)
        case TellCompany(key=key):
            return CompanyInformed(key=key, at=now)
        case Assign(key=key):
            return Assigned(key=key, at=now, owner=SOMEBODY)
        case HandOverLead(key=key, task_id=task_id):
            return HandedOver(key=key, at=now, owner=SOMEBODY, task_id=task_id)
        case KickBackLead(key=key, task_id=task_id):
            return KickedBack(key=key, at=now, owner=SOMEBODY, task_id=task_id)
        case PlanInstant() | WaitUntil() | StartCadence() | Record() | Finish():
            return None
