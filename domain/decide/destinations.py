"""Where a lead goes of which ``nurture`` is said: the first of the agreement's nurture cadences that fits it."""

from domain.journey.state import Journey, Stage
from domain.terms.cadence import NURTURE
from domain.terms.conditions import holds, subject_of


def destination(journey: Journey, becomes: str) -> str:
    """The cadence that is meant; anything but ``nurture`` stands for itself, and so does that where no list is.

    By profile, and by what the lead may be sent: a cadence none of whose channels reaches the lead is passed over for
    one that does. Where none does, the first that fits takes the lead, and ends by saying so.
    """
    routes = journey.agreement.nurture
    if becomes != NURTURE or not routes:
        return becomes
    subject, outcomes = subject_of(journey.profile, priority=journey.qualification.value), journey.past.outcomes
    fitting = [route for route in routes if route.applies is None or holds(route.applies, subject, outcomes)]
    reaching = [route for route in fitting if not route.channels or any(map(journey.reaches, route.channels))]
    return next(iter((*reaching, *fitting, routes[-1]))).cadence


def is_there_already(journey: Journey, becomes: str) -> bool:
    """Whether the lead is where it would be sent: whoever is nurtured already is not moved to another nurture."""
    if journey.in_hand.moving_to is not None or journey.stage not in (Stage.WORKING, Stage.NURTURE):
        return False
    if becomes == NURTURE and journey.agreement.nurture and journey.stage is Stage.NURTURE:
        return True
    return journey.cadence.name == destination(journey, becomes)
