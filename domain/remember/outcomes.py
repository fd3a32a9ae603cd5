"""What a person's report does to the journey, about a task or about a contact without one."""

from typing import assert_never

from domain.channels import CALL_TASKS, OUTCOMES_OF, Address, Channel, channels_to, of_same_address
from domain.decide.destinations import is_there_already
from domain.decide.items import is_call_back
from domain.dispositions import Disposition
from domain.facts.unions import OutcomeLogged
from domain.journey.changes import changed, without_task
from domain.journey.in_hand import OpenTask
from domain.journey.run import TouchResult
from domain.journey.state import Journey, Stage
from domain.outcomes import OUTCOMES, Outcome, TaskKind, Turn
from domain.remember.beginnings import close
from domain.remember.turns import (
    IN_CADENCE,
    accept,
    advance,
    book,
    engage,
    move,
    note_touch,
    raise_alert,
    wish_call_back,
)
from domain.terms.alerts import About
from domain.text import at_text, plain


def remember_outcome(journey: Journey, fact: OutcomeLogged) -> Journey:
    """The journey after a report. A report that is not about the task in hand counts as a contact without a task."""
    task = journey.in_hand.task if _is_about(fact, journey.in_hand.task) else None
    journey = changed(journey, outcomes=journey.past.outcomes | {fact.outcome.value})
    journey = _without_dead_channels(journey, fact.outcome, task)
    decisive = _decisive(journey, fact)
    if decisive is not None:
        return decisive
    return _after_task(journey, task, fact) if task is not None else _by_chance(journey, fact)


def _is_about(fact: OutcomeLogged, task: OpenTask | None) -> bool:
    if task is None or fact.outcome not in OUTCOMES_OF[task.kind]:
        return False
    # A report that names no task is about the call in hand.
    return fact.task_id == task.task_id if fact.task_id else task.kind in CALL_TASKS


def _decisive(journey: Journey, fact: OutcomeLogged) -> Journey | None:
    """The journey after the turn that the report means; None if the lead simply goes on."""
    row = OUTCOMES[fact.outcome]
    match row.turn:
        case None:
            return None
        case Disposition() as disposition:
            return close(journey, disposition, row.because)
        case Turn.HAND_OVER if journey.is_with_sales or journey.stage is Stage.ACCEPTED:
            return None
        case Turn.HAND_OVER:
            return wish_call_back(engage(journey, row.because), fact.call_back_at)
        case Turn.BOOK:
            return book(journey, row.because)
        case Turn.MOVE_ON:
            return None if _stays_on(journey) else move(journey, journey.agreement.not_interested, row.because)
        case Turn.ACCEPT:
            return accept(journey, fact.by, fact.at, fact.call_back_at) if journey.is_with_sales else None
        case Turn.SEND_BACK:
            return move(journey, journey.agreement.hand_over.rejected, row.because) if journey.is_with_sales else None
        case never:
            assert_never(never)


def _stays_on(journey: Journey) -> bool:
    """Whether "not interested" changes nothing: sales has the lead, or the lead is in that cadence already."""
    return journey.stage is Stage.ACCEPTED or is_there_already(journey, journey.agreement.not_interested)


def _without_dead_channels(journey: Journey, outcome: Outcome, task: OpenTask | None) -> Journey:
    kills = OUTCOMES[outcome].kills
    dead: frozenset[Channel] = frozenset()
    if kills == "number":
        dead = channels_to(Address.PHONE)
    elif kills == "address" and task is not None and isinstance(task.kind, Channel):
        dead = of_same_address(task.kind)
    return changed(journey, dead=journey.past.dead | dead) if dead else journey


def _by_chance(journey: Journey, fact: OutcomeLogged) -> Journey:
    """After a contact without a task: a requested call-back is kept, and whoever has a task is alerted."""
    if fact.call_back_at is None:
        return journey
    if journey.stage is Stage.ACCEPTED:
        plan = journey.in_hand.plan if journey.in_hand.task else None
        return changed(journey, follow_up_at=fact.call_back_at, plan=plan)
    wished = wish_call_back(journey, fact.call_back_at)
    if not journey.is_with_sales and journey.in_hand.task is None:
        return wished
    why = f"the lead asks to be called at {at_text(fact.call_back_at)}"
    return raise_alert(wished, journey.owner, About.REPLIED, why)


def _after_task(journey: Journey, task: OpenTask, fact: OutcomeLogged) -> Journey:
    """The journey with the task in hand done; the next touch's wait counts from here."""
    if task.kind is TaskKind.CHECK_DELIVERY:
        return _checked(without_task(journey), fact)
    closed = changed(without_task(journey), anchor_at=fact.at)
    if task.kind is TaskKind.REVIEW:
        return changed(closed, reviewed=journey.sales.reviewed + 1, follow_up_at=fact.call_back_at)
    wished = wish_call_back(closed, fact.call_back_at)
    if journey.stage is Stage.KICKED_BACK and fact.call_back_at is None:
        return move(
            wished,
            journey.agreement.kick_back.silence,
            f"{fact.by or task.assignee} called again: {plain(fact.outcome.value)}",
        )
    if task.kind is TaskKind.MISSING_INFORMATION:
        return changed(wished, asked=journey.run.asked + 1)
    if journey.stage not in IN_CADENCE or is_call_back(task):
        return wished
    return advance(wished, TouchResult.DONE, fact.at, outcome=fact.outcome.value)


def _checked(journey: Journey, fact: OutcomeLogged) -> Journey:
    """After somebody checked whether a touch arrived. If it did not, it is sent once more, but not twice."""
    if fact.outcome is Outcome.ARRIVED:
        return changed(advance(journey, TouchResult.SENT, fact.at, outcome=fact.outcome.value), anchor_at=fact.at)
    if journey.run.epoch > 0:
        return advance(journey, TouchResult.FAILED, fact.at, outcome=fact.outcome.value)
    failed = note_touch(journey, TouchResult.FAILED, fact.at, outcome=fact.outcome.value)
    return changed(failed, epoch=1)
