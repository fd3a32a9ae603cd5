"""What is due while a person has a task in hand: its deadline, and the escalation when the deadline passes."""

from typing import assert_never

from domain.channels import Channel, task_in_words
from domain.decide.items import Item, is_call_back, lapse
from domain.dispositions import Disposition
from domain.facts.unions import Escalated, TouchSkipped
from domain.hours.spans import Span
from domain.journey.in_hand import OpenTask
from domain.journey.state import Journey
from domain.journey.steps import InstantKind, PlanRequest, Record
from domain.outcomes import TaskKind
from domain.terms.alerts import RungAction
from domain.terms.cadence import IfNotDone, Touch


def task_item(journey: Journey, task: OpenTask) -> Item:
    """The next deadline of the task in hand."""
    if task.kind is TaskKind.HAND_OVER:
        return _hand_over_item(journey, task)
    escalates = _escalates(journey, task)
    key = f"{task.key}:deadline:{task.rung}"
    then = (
        Record(key=key, reason=escalation_action(journey, task).in_words, fact=_escalated(task, key))
        if escalates
        else _let_go(journey, task, key)
    )
    return _due(journey, task, then, _allowed(journey, task))


def _hand_over_item(journey: Journey, task: OpenTask) -> Item:
    """The next rung of the agreed ladder; after the last rung and the agreed patience, the cadence for silence."""
    terms = journey.agreement.hand_over
    key = f"{task.key}:rung:{task.rung}"
    if task.rung < len(terms.ladder):
        rung = terms.ladder[task.rung]
        return _due(journey, task, Record(key=key, reason=rung.then.in_words, fact=_escalated(task, key)), rung.after)
    reason = "sales did not answer the hand-over"
    over = lapse(journey, f"hand-over-{journey.sales.engaged}", terms.silence, Disposition.EXHAUSTED, reason)
    return _due(journey, task, over, terms.patience)


def _due(journey: Journey, task: OpenTask, then: Record, wait: Span) -> Item:
    """The record that is due if the assignee does not report within ``wait``, by their own calendar."""
    request = PlanRequest(
        key=then.key,
        kind=InstantKind.DEADLINE,
        anchor_at=task.since,
        wait=wait,
        owner=task.assignee,
        place=journey.place,
    )
    return Item(then, request, unless=f"{task.assignee} has not reported yet: {task_in_words(task.kind)}")


def _escalated(task: OpenTask, key: str) -> Escalated:
    return Escalated(key=key, at=task.since, person=task.assignee, task=task.kind)


def _allowed(journey: Journey, task: OpenTask) -> Span:
    agreement = journey.agreement
    if task.kind is TaskKind.KICK_BACK:
        return agreement.kick_back.within
    if task.kind is TaskKind.REVIEW:
        return agreement.review.within
    if task.kind is TaskKind.MISSING_INFORMATION:
        return agreement.missing.wait
    touch = _touch_of(journey, task)
    return touch.within if touch is not None and touch.within is not None else agreement.task_within


def touch_in_hand(journey: Journey) -> Touch | None:
    """The touch at the cursor; None after the last one."""
    touches = journey.cadence.touches
    return touches[journey.run.cursor] if journey.run.cursor < len(touches) else None


def escalation_action(journey: Journey, task: OpenTask) -> RungAction:
    """What happens at the rung that a task has just reached."""
    if task.kind is TaskKind.HAND_OVER:
        return journey.agreement.hand_over.ladder[task.rung].then
    if _policy(journey, task) is IfNotDone.REASSIGN:
        return RungAction.REASSIGN if task.rung == 0 else RungAction.MANAGER
    return RungAction.REMIND


def _policy(journey: Journey, task: OpenTask) -> IfNotDone:
    touch = _touch_of(journey, task)
    return touch.if_not_done if touch is not None else IfNotDone.REMIND


def _touch_of(journey: Journey, task: OpenTask) -> Touch | None:
    """The touch that the task is for; None for other tasks, and for a call that the lead asked for."""
    is_a_touch = isinstance(task.kind, Channel) and not is_call_back(task)
    return touch_in_hand(journey) if is_a_touch else None


def _escalates(journey: Journey, task: OpenTask) -> bool:
    match _policy(journey, task):
        case IfNotDone.SKIP:
            return False
        case IfNotDone.REASSIGN:
            return task.rung < 2  # noqa: PLR2004 - somebody else, then the manager
        case IfNotDone.REMIND:
            limit = journey.agreement.task_reminders
            if task.kind is TaskKind.KICK_BACK:
                limit = journey.agreement.kick_back.reminders
            return task.rung < limit
        case never:
            assert_never(never)


def _let_go(journey: Journey, task: OpenTask, key: str) -> Record:
    if task.kind is TaskKind.KICK_BACK:
        return lapse(
            journey,
            "kick-back",
            journey.agreement.kick_back.silence,
            Disposition.EXHAUSTED,
            f"{task.assignee} did not call the lead again",
        )
    reason = f"{task.assignee} did not report this {task_in_words(task.kind)} in time"
    number = journey.run.cursor + 1 if _touch_of(journey, task) is not None else 0
    return Record(key=key, reason=reason, fact=TouchSkipped(key=key, at=task.since, number=number, reason=reason))
