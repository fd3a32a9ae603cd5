"""Where a lead goes of which ``nurture`` is said."""

import pytest
from builders import a_journey, a_nurture, a_profile, an_agreement

from domain.channels import Channel
from domain.decide.destinations import destination, is_there_already
from domain.journey.state import Journey, Stage
from domain.terms.agreement import Agreement, Route
from domain.terms.conditions import Condition

READERS = Route(
    cadence="readers", version="v1", applies=Condition(field="industry", is_="media"), channels=(Channel.EMAIL,)
)
CALLS = Route(cadence="calls", version="v1", channels=(Channel.CALL,))
LAST = Route(cadence="letters", version="v1", channels=(Channel.POST,))


def listed() -> Agreement:
    """An agreement with three nurture cadences, tried in order."""
    return an_agreement(nurture=(READERS, CALLS, LAST))


@pytest.mark.parametrize(
    ("industry", "known", "cadence"),
    [
        ("media", {"email", "phone"}, "readers"),
        ("steel", {"email", "phone"}, "calls"),
        ("media", {"phone"}, "calls"),
        ("steel", {"postal_address"}, "letters"),
        ("media", set(), "readers"),
    ],
)
def test_the_first_that_fits_and_reaches_the_lead_takes_it(industry: str, known: set[str], cadence: str) -> None:
    """Where none reaches it, the first that fits does, and will say so."""
    profile = a_profile(industry=industry, known=frozenset(known))

    assert destination(a_journey(profile=profile, agreement=listed()), "nurture") == cadence


def test_any_other_word_stands_for_itself() -> None:
    """And so does ``nurture`` where no list is."""
    assert destination(a_journey(agreement=listed()), "monthly") == "monthly"
    assert destination(a_journey(), "nurture") == "nurture"


def nurtured(stage: Stage = Stage.NURTURE, moving_to: str | None = None) -> Journey:
    """A lead that is nurtured already."""
    return a_journey(agreement=listed(), cadence=a_nurture(name="calls"), stage=stage, moving_to=moving_to)


def test_whoever_is_nurtured_is_not_moved_to_another_nurture() -> None:
    """Whichever of the list it is in; a cadence that is named is another matter."""
    assert is_there_already(nurtured(), "nurture")
    assert is_there_already(nurtured(), "calls")
    assert not is_there_already(nurtured(), "readers")


def test_whoever_is_on_the_way_or_with_sales_is_not_there_yet() -> None:
    """The cadence in hand is not the one it will be in."""
    assert not is_there_already(nurtured(moving_to="hot"), "nurture")
    assert not is_there_already(nurtured(stage=Stage.ENGAGED), "calls")
