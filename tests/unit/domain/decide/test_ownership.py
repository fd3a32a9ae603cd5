"""When somebody has to be found for a lead."""

from builders import a_journey, a_nurture, a_profile, a_working_journey

from domain.decide.ownership import ownership
from domain.journey.state import Journey, Stage
from domain.journey.steps import Assign
from domain.lead.form import Direction


def assigned(journey: Journey) -> Assign:
    """Who is asked for."""
    item = ownership(journey)
    assert item is not None
    assert isinstance(item.then, Assign)
    return item.then


def test_a_lead_that_is_worked_needs_an_owner_once() -> None:
    """Of the role that works leads; whoever has one has what is needed."""
    assert assigned(a_journey(stage=Stage.WORKING)).role == "rep"
    assert ownership(a_working_journey(stage=Stage.WORKING)) is None


def test_an_outbound_lead_goes_to_whoever_generated_it() -> None:
    """Before any other teleprospector."""
    profile = a_profile(direction=Direction.OUTBOUND, generated_by="tom")

    step = assigned(a_journey(profile=profile, stage=Stage.WORKING))

    assert (step.role, step.preferred) == ("teleprospector", "tom")


def test_a_lead_that_was_let_lie_goes_to_somebody_else() -> None:
    """To none of those who were silent, and the reason names the last of them."""
    step = assigned(a_working_journey(is_reassigning=True, silent=("ana", "ben"), stage=Stage.ENGAGED))

    assert (step.role, step.exclude) == ("sales", ("ana", "ben"))
    assert step.reason == "ben missed the deadline"


def test_nurture_is_the_machines_and_needs_nobody() -> None:
    """Until a person has something to do on it."""
    journey = a_journey(cadence=a_nurture(), stage=Stage.NURTURE, is_acknowledged=True)

    assert ownership(journey) is None
