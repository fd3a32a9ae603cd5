"""Why a report from outside is refused: the present state of the lead does not allow it. Pure; asked by validators.

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
    """Why the fact is refused, and what would be accepted; empty when it is not."""
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
                return f"{untimely}, or none to pause until resumed"
            if journey.stage not in QUIET_ENOUGH_TO_PAUSE:
                return f"nothing goes out to a lead that is {plain(journey.stage.value)}: there is nothing to pause"
            return ""
        case Resumed():
            return "" if journey.in_hand.pause is not None else "the lead is not paused"
        case _:
            return ""


def _not_to_come(field: str, at: datetime | None, now: datetime) -> str:
    if at is None or now < at < now + LONGEST_WALL:
        return ""
    return f"{field} lies {'in the past' if at <= now else 'more than five years ahead'}: give a coming instant"


def _not_handed_over(journey: Journey) -> str:
    if journey.is_with_sales:
        return ""
    if journey.in_hand.moving_to is not None:
        return f"the lead is on its way to {journey.in_hand.moving_to[0]}: it can no longer be accepted or refused"
    if journey.stage is Stage.ACCEPTED:
        return "sales has accepted this lead already"
    return f"the lead is {plain(journey.stage.value)}: only a lead handed over to sales can be accepted or refused"


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
