"""What the results of the engine's own steps do to the journey.

Each fact carries the key of its step. A fact whose key no longer fits came too late (the lead answered while the mail
was being sent) and changes nothing in the journey. The ledger records it all the same.
"""

from functools import partial
from typing import assert_never

from domain.channels import task_in_words
from domain.decide.agenda import agenda
from domain.decide.ownership import ownership
from domain.decide.stages import stage_item
from domain.decide.tasks import escalation_action
from domain.facts.unions import (
    Alerted,
    Assigned,
    CompanyInformed,
    Done,
    Escalated,
    Exhausted,
    HandedOver,
    KickedBack,
    MoveDecided,
    PauseEnded,
    Planned,
    PromiseBreached,
    TaskOpened,
    TouchFailed,
    TouchSent,
    TouchSkipped,
    TouchUnknown,
)
from domain.journey.changes import changed
from domain.journey.in_hand import OpenTask, Plan
from domain.journey.state import Journey
from domain.journey.steps import HandOverLead, KickBackLead, Record
from domain.outcomes import TaskKind
from domain.remember.beginnings import close
from domain.remember.company import news_delivered
from domain.remember.deadlines import is_of_a_deadline, remember_deadline
from domain.remember.touches import (
    is_too_late_to_acknowledge,
    pass_over_channel,
    remember_skip,
    remember_task,
    remember_touch,
)
from domain.remember.turns import IN_CADENCE, move, raise_alert, resume
from domain.snapshot import replaced
from domain.terms.alerts import About, RungAction
from domain.text import at_text


def remember_step(journey: Journey, fact: Done) -> Journey:
    """The journey after a fact that the engine's own step produced; the same object if the fact no longer fits."""
    if isinstance(fact, PromiseBreached) or (isinstance(fact, Planned | Escalated) and is_of_a_deadline(journey, fact)):
        return remember_deadline(journey, fact)
    if isinstance(fact, CompanyInformed):
        return news_delivered(journey, fact.key)
    if journey.disposition is not None:
        return journey
    match fact:
        case TouchSent() | TouchUnknown() | TouchFailed():
            return remember_touch(journey, fact)
        case TaskOpened():
            return remember_task(journey, fact)
        case Assigned():
            return _assigned(journey, fact)
        case Alerted():
            return _alerted(journey, fact)
        case HandedOver() | KickedBack():
            return _given(journey, fact)
        case Planned() | TouchSkipped() | Escalated() | PauseEnded() | Exhausted() | MoveDecided():
            return _decided(journey, fact) if _is_due(journey, fact) else journey
        case never:
            assert_never(never)


def _is_due(journey: Journey, fact: Done) -> bool:
    """Whether the fact belongs to the step that is due. Any step can be planned, and a late touch can be skipped."""
    due = agenda(journey).then
    if due.key != fact.key:
        return False
    return isinstance(fact, Planned | TouchSkipped) or (isinstance(due, Record) and due.fact.kind == fact.kind)


def _decided(
    journey: Journey, fact: Planned | TouchSkipped | Escalated | PauseEnded | Exhausted | MoveDecided
) -> Journey:
    match fact:
        case Planned(key=key, due_at=due_at, reason=reason):
            if is_too_late_to_acknowledge(journey, fact):
                return pass_over_channel(journey, fact)
            plan = Plan(key=key, due_at=due_at, reason=reason)
            return journey if plan == journey.in_hand.plan else changed(journey, plan=plan)
        case TouchSkipped():
            return remember_skip(journey, fact)
        case Escalated():
            return _escalated(journey, fact)
        case PauseEnded():
            return _pause_ended(journey, fact)
        case Exhausted(disposition=disposition, reason=reason):
            return close(journey, disposition, reason)
        case MoveDecided(cadence=cadence, reason=reason):
            been = {journey.cadence.name} if journey.stage in IN_CADENCE else set()
            return changed(move(journey, cadence, reason), been=journey.past.been | been)
        case never:
            assert_never(never)


def _pause_ended(journey: Journey, fact: PauseEnded) -> Journey:
    pause = journey.in_hand.pause
    resumed = resume(journey, fact.at)
    if pause is None or not pause.is_open_ended:
        return resumed
    return raise_alert(resumed, journey.owner, About.PAUSE_ENDED, f"the longest agreed pause is over: {pause.reason}")


def _assigned(journey: Journey, fact: Assigned) -> Journey:
    search = ownership(journey)
    if search is None or search.then.key != fact.key:
        return journey
    if not journey.in_hand.is_reassigning:
        owned = changed(journey, owner=fact.owner)
        return _told(owned, fact, About.NEW_LEAD)
    task = journey.in_hand.task
    theirs = replaced(task, partial(OpenTask, assignee=fact.owner, since=fact.at)) if task else None
    passed = changed(journey, plan=None, owner=fact.owner, task=theirs, is_reassigning=False)
    return _told(passed, fact, About.TASK_REASSIGNED)


def _told(journey: Journey, fact: Assigned, about: About) -> Journey:
    """Alert the new owner, and the manager if nobody with the role could take the lead."""
    return _and_manager(raise_alert(journey, fact.owner, about, fact.reason), fact)


def _and_manager(journey: Journey, fact: Assigned | HandedOver | KickedBack) -> Journey:
    if not fact.is_fallback:
        return journey
    return raise_alert(journey, journey.agreement.manager_role, About.NOBODY_AVAILABLE, fact.reason)


def _alerted(journey: Journey, fact: Alerted) -> Journey:
    if not journey.owed.alerts or journey.owed.alerts[0].key != fact.key:
        return journey
    return changed(journey, alerts=journey.owed.alerts[1:])


def _given(journey: Journey, fact: HandedOver | KickedBack) -> Journey:
    due = stage_item(journey).then
    if not journey.in_hand.is_free or due.key != fact.key:
        return journey
    if not isinstance(due, HandOverLead if isinstance(fact, HandedOver) else KickBackLead):
        return journey
    kind = TaskKind.HAND_OVER if isinstance(fact, HandedOver) else TaskKind.KICK_BACK
    task = OpenTask(key=fact.key, task_id=fact.task_id, kind=kind, assignee=fact.owner, since=fact.at)
    given = changed(journey, plan=None, owner=fact.owner, task=task)
    why = journey.sales.engagement if isinstance(fact, HandedOver) else "the lead was kicked back to you"
    told = raise_alert(given, fact.owner, About.HANDED_OVER, why or "the lead answered")
    return _and_manager(told, fact)


def _escalated(journey: Journey, fact: Escalated) -> Journey:
    task = journey.in_hand.task
    if task is None:
        return journey
    action = escalation_action(journey, task)
    is_hand_over = task.kind is TaskKind.HAND_OVER
    overdue = About.HAND_OVER_OVERDUE if is_hand_over else About.TASK_OVERDUE
    missed = "answer the hand-over" if is_hand_over else f"report this {task_in_words(task.kind)}"
    why = f"{task.assignee} did not {missed} by {at_text(fact.at)}"
    higher = replaced(task, partial(OpenTask, rung=task.rung + 1, since=fact.at))
    escalated = changed(journey, plan=None, task=higher)
    match action:
        case RungAction.REMIND:
            return raise_alert(escalated, task.assignee, overdue, why)
        case RungAction.MANAGER:
            return raise_alert(escalated, journey.agreement.manager_role, About.ESCALATED, why)
        case RungAction.REASSIGN:
            return changed(escalated, silent=(*journey.run.silent, task.assignee), is_reassigning=True)
        case never:
            assert_never(never)
