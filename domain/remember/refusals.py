"""Why a report is refused: the lead's present state does not allow it. Pure; the workflow's validators ask here.

A fact that is known already is never refused: a retried request gets its old answer.
"""

from datetime import datetime

from domain.facts.reports import Said, misplaced, undated
from domain.facts.unions import Accepted, OutcomeLogged, Paused, Rejected, Reported, Resumed
from domain.hours.spans import LONGEST_WALL
from domain.journey.state import Journey, Stage
from domain.outcomes import OUTCOMES
from domain.remember.turns import QUIET_ENOUGH_TO_PAUSE
from domain.text import plain


def refusal(journey: Journey, fact: Reported, now: datetime) -> str:
    """Why the fact is refused, and what would be accepted; empty if it is not refused."""
    if fact.id in journey.past.applied:
        return ""
    if journey.disposition is not None:
        return f"the lead has ended: {plain(journey.disposition.value)} ({journey.ending})"
    match fact:
        case OutcomeLogged():
            return _outcome(journey, fact, now)
        case Accepted(follow_up_at=follow_up_at):
            return _not_to_come("follow_up_at", follow_up_at, now) or _not_handed_over(journey)
        case Rejected():
            return _not_handed_over(journey)
        case Paused(until=until):
            if untimely := _not_to_come("until", until, now):
                return f"{untimely}, or leave it out to pause until somebody resumes the lead"
            if journey.stage not in QUIET_ENOUGH_TO_PAUSE:
                return f"the lead is {plain(journey.stage.value)} and gets no touches: there is nothing to pause"
            return ""
        case Resumed():
            return "" if journey.in_hand.pause is not None else "the lead is not paused"
        case _:
            return ""


def _not_to_come(field: str, at: datetime | None, now: datetime) -> str:
    if at is None or now < at < now + LONGEST_WALL:
        return ""
    if at <= now:
        return f"{field} is in the past: please give a date and time to come"
    return f"{field} is more than five years ahead: please give an earlier date and time"


def _not_handed_over(journey: Journey) -> str:
    if journey.is_with_sales:
        return ""
    if journey.in_hand.moving_to is not None:
        return f"the lead is moving to {journey.in_hand.moving_to[0]}: it can no longer be accepted or turned down"
    if journey.stage is Stage.ACCEPTED:
        return "sales has already accepted this lead"
    return f"the lead is {plain(journey.stage.value)}: only a lead handed over to sales can be accepted or turned down"


def _outcome(journey: Journey, fact: OutcomeLogged, now: datetime) -> str:
    task = journey.in_hand.task if fact.task_id else None
    if fact.task_id and (task is None or task.task_id != fact.task_id):
        return f"task {fact.task_id} is no longer open"
    said = Said(outcome=fact.outcome, call_back_at=fact.call_back_at)
    objection = misplaced(fact.outcome, task.kind if task is not None else None) or undated(said)
    if objection is not None:
        return objection.why
    if untimely := _not_to_come("call_back_at", fact.call_back_at, now):
        return untimely
    if OUTCOMES[fact.outcome].only_answers_hand_over:
        return _not_handed_over(journey)
    return ""
