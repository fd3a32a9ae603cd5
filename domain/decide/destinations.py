"""Where ``nurture`` sends a lead: to the first of the agreement's nurture cadences that fits the lead."""

from domain.journey.state import Journey, Stage
from domain.terms.cadence import NURTURE
from domain.terms.conditions import holds, subject_of


def destination(journey: Journey, becomes: str) -> str:
    """The cadence that ``becomes`` stands for.

    Returns ``becomes`` unchanged unless it is ``nurture`` and the agreement lists nurture cadences. Of the cadences
    whose condition fits, the first with a channel that reaches the lead is taken. If no channel reaches the lead, the
    first that fits is taken; that cadence then ends with the lead as unreachable.
    """
    routes = journey.agreement.nurture
    if becomes != NURTURE or not routes:
        return becomes
    subject, outcomes = subject_of(journey.profile, priority=journey.qualification.value), journey.past.outcomes
    fitting = [route for route in routes if route.applies is None or holds(route.applies, subject, outcomes)]
    reaching = [route for route in fitting if not route.channels or any(map(journey.reaches, route.channels))]
    return next(iter((*reaching, *fitting, routes[-1]))).cadence


def is_there_already(journey: Journey, becomes: str) -> bool:
    """Whether the lead is there already. A lead in one nurture cadence is not moved to another."""
    if journey.in_hand.moving_to is not None or journey.stage not in (Stage.WORKING, Stage.NURTURE):
        return False
    if becomes == NURTURE and journey.agreement.nurture and journey.stage is Stage.NURTURE:
        return True
    return journey.cadence.name == destination(journey, becomes)
