"""Nurture and return, on the core: the tables that people read, and what they cannot show."""

import pytest
from builders import MONDAY, a_nurture, a_playbook, a_working_journey, an_agreement
from nurture_table import Row, a_nurtured_lead, a_worked_lead, happens, hears, name_of, rows, then
from walking import Walk

from domain.decide.destinations import destination
from domain.decide.next_step import next_step
from domain.dispositions import Disposition
from domain.facts.unions import InformationAdded, OutcomeLogged
from domain.journey.changes import changed
from domain.journey.state import Stage
from domain.journey.steps import AskRep, Finish, SendTouch, StartCadence
from domain.lead.form import Intent
from domain.outcomes import Outcome
from domain.terms.alerts import About


@pytest.mark.parametrize("row", rows("goes"), ids=name_of)
def test_where_a_lead_goes_on(row: Row) -> None:
    """The first nurture cadence that is for the lead, and that may reach it."""
    walk = a_worked_lead(row)

    assert happens(walk, row["happens"]) == row["to"]
    walk.go()
    assert walk.journey.stage is Stage.NURTURE


@pytest.mark.parametrize("row", rows("ends"), ids=name_of)
def test_how_nurture_ends(row: Row) -> None:
    """Nothing is sent without permission, and the end says whether anything was."""
    walk = a_nurtured_lead(row["in"], row["may get"])

    _to_the_end(walk)

    assert walk.journey.ending == row["because"]
    sent = {step.channel.value for step in walk.seen if isinstance(step, SendTouch)}
    called = any(isinstance(step, AskRep) for step in walk.seen)
    assert ("email" in sent, called) == (row["may get"] == "mail", row["may get"] == "calls" and row["in"] == "calls")


def _to_the_end(walk: Walk) -> None:
    while not isinstance(walk.step, Finish):
        walk.go()
        if walk.journey.in_hand.task is not None:
            walk.reports(Outcome.NO_ANSWER)


@pytest.mark.parametrize("row", rows("back"), ids=name_of)
def test_what_brings_a_lead_back(row: Row) -> None:
    """An answer is for sales, a new request for a cadence, and no interest changes nothing there."""
    walk = a_nurtured_lead(row["in"])

    hears(walk, row["hears"])

    assert then(walk) == row["then"]


def test_a_lead_that_comes_back_keeps_its_owner_who_is_told() -> None:
    """The cadence that it asked for takes it, acknowledged anew, with the owner it had."""
    walk = a_nurtured_lead("readers")

    hears(walk, "a form")

    assert walk.alerts() == [("ana", About.CAME_BACK.value)]
    assert walk.after(StartCadence).cadence == "hot"
    assert (walk.journey.owner, walk.journey.stage) == ("ana", Stage.WORKING)
    assert not walk.journey.run.is_acknowledged
    assert walk.alerts() == [("ana", About.CAME_BACK.value)]


def test_the_owner_hears_of_a_lead_that_comes_back_without_a_list_of_nurture_cadences() -> None:
    """Whatever cadence kept in touch with it: somebody works it again, and is told."""
    journey = a_working_journey(stage=Stage.NURTURE, cadence=a_nurture())
    walk = Walk(journey, a_playbook(agreement=journey.agreement))

    asked = {"intent": Intent.DEMO, "opted_in_at": MONDAY.replace(hour=20)}
    walk.hears(InformationAdded, profile=journey.profile.model_copy(update=asked))

    assert walk.journey.in_hand.moving_to is not None
    assert walk.alerts() == [("ana", About.CAME_BACK.value)]


def test_without_a_list_the_word_is_a_cadence() -> None:
    """A playbook may have a cadence of that name, as some had before there was a list."""
    walk = Walk(a_working_journey()).hears(OutcomeLogged, outcome=Outcome.NOT_INTERESTED)

    step = next_step(walk.journey, walk.now)

    assert isinstance(step, StartCadence)
    assert step.cadence == "nurture"


def test_a_list_that_fits_nobody_still_takes_everybody() -> None:
    """Lint refuses such a list; a lead is not lost even so."""
    walk = a_nurtured_lead("readers")
    readers = walk.journey.agreement.nurture[:1]
    profile = walk.journey.profile.model_copy(update={"intent": Intent.DEMO})
    agreement = an_agreement(nurture=readers)

    other = changed(walk.journey, profile=profile, agreement=agreement)

    assert destination(other, "nurture") == "readers"


def test_who_is_nurtured_and_reaches_the_end_is_exhausted() -> None:
    """And so may begin again, as the cadence's own rule says."""
    walk = a_nurtured_lead("monthly", "mail")

    _to_the_end(walk)

    assert walk.journey.disposition is Disposition.EXHAUSTED
