"""One company, one conversation, on the core: the table that people read, and what it cannot show."""

import pytest
from builders import a_profile, a_working_journey, an_agreement
from company_table import HEARS, TERMS, LeadCase, NewsCase, a_lead_that_is, held_by, lead_cases, name_of, news_cases
from walking import Walk

from domain.decide.next_step import next_step
from domain.facts.unions import CompanyInformed, CompanyNews, OptedOut, OutOfOffice, ReplyReceived
from domain.journey.changes import changed
from domain.journey.state import Journey, Stage
from domain.journey.steps import Finish, HandOverLead, SendTouch, TellCompany, WaitUntil
from domain.terms.alerts import About
from domain.terms.company import CompanyEvent, CompanyReaction, CompanyTerms
from domain.wire.standing import standing_of
from domain.wire.timeline import entry_of


@pytest.mark.parametrize("case", news_cases(), ids=name_of)
def test_what_the_company_is_told(case: NewsCase) -> None:
    """Who answers, books or opts out is news once, before anything else is done; nothing else is."""
    walk = a_lead_that_is(case.stage)

    HEARS[case.hears](walk)

    told = case.tells.replace(" ", "_")
    assert [news.about.value for news in walk.journey.owed.company_news] == ([] if told == "nobody" else [told])
    assert isinstance(walk.step, TellCompany) == (told != "nobody")


@pytest.mark.parametrize("case", lead_cases(), ids=name_of)
def test_what_a_lead_does_when_a_colleague_was_heard_from(case: LeadCase) -> None:
    """Its own agreement decides: it is held for so long, its owner is told, or it goes on."""
    walk = a_lead_that_is(case.stage)
    held_by(walk, case.held)

    walk.hears(CompanyNews, about=CompanyEvent(case.colleague.replace(" ", "_")), lead="lead2")

    assert _then(walk, case) == case.then


def _then(walk: Walk, case: LeadCase) -> str:
    if walk.alerts():
        assert walk.alerts() == [("ana", About.COMPANY_NEWS.value)]
        return "its owner is told"
    if walk.journey.in_hand.pause is None:
        return "goes on"
    assert case.held or "(lead lead2)" in walk.journey.in_hand.pause.reason
    return f"paused until {walk.to(WaitUntil).at.date()}"


def test_a_paused_lead_goes_on_by_itself() -> None:
    """Ten business days later its next touch is due, and nobody has to think of it."""
    walk = a_lead_that_is("working").hears(CompanyNews, about=CompanyEvent.ANSWERED, lead="lead2")

    assert walk.to(WaitUntil).then == "resume"
    walk.go()
    walk.to(SendTouch)

    assert walk.journey.in_hand.pause is None


def test_an_absence_does_not_shorten_what_the_company_asked_for() -> None:
    """Out until tomorrow, while a colleague talks to us for two weeks: two weeks."""
    walk = a_lead_that_is("working").hears(CompanyNews, about=CompanyEvent.ANSWERED)

    walk.hears(OutOfOffice, until=walk.now.date())

    assert walk.journey.in_hand.pause is not None
    assert walk.journey.in_hand.pause.is_of_company


def test_the_company_is_told_before_sales_gets_the_lead() -> None:
    """Nothing may leave for a colleague while the lead is handed over."""
    walk = a_lead_that_is("working").hears(ReplyReceived)

    assert walk.after(TellCompany).about is CompanyEvent.ANSWERED
    assert isinstance(walk.step, HandOverLead)


def test_a_lead_that_ends_by_it_still_tells_its_company() -> None:
    """An opt-out closes the lead; its colleagues learn of it all the same, and then it finishes."""
    walk = a_lead_that_is("working").hears(OptedOut)

    assert walk.journey.stage is Stage.CLOSED
    assert isinstance(walk.step, TellCompany)
    assert standing_of(walk.journey, walk.now).disposition is walk.journey.disposition
    walk.go()
    assert isinstance(walk.step, Finish)


def test_news_that_was_told_is_not_told_again() -> None:
    """The answer to it closes it once, whenever it comes again."""
    walk = a_lead_that_is("nurture").hears(ReplyReceived)
    key = walk.after(TellCompany).key
    told = walk.journey

    walk.journey = told
    walk.comes(CompanyInformed, key=key)

    assert walk.journey is told


def test_a_lead_of_an_old_agreement_tells_nobody_and_hears_nothing() -> None:
    """Without a section for it leads live as they always did."""
    for terms in (None, CompanyTerms()):
        walk = a_lead_that_is("working", terms).hears(ReplyReceived)
        assert walk.journey.owed.company_news == ()
        assert not isinstance(walk.step, TellCompany)

    deaf = a_lead_that_is("working", None)
    before = changed(deaf.journey, applied=("heard-1",), revision=deaf.journey.counts.revision + 1)
    deaf.hears(CompanyNews, about=CompanyEvent.ANSWERED)
    assert deaf.journey == before


def test_a_lead_without_an_owner_tells_the_manager() -> None:
    """Somebody hears of it in any case."""
    journey = a_working_journey(agreement=an_agreement(company=TERMS), owner="")
    walk = Walk(journey).hears(CompanyNews, about=CompanyEvent.OPTED_OUT)

    assert walk.alerts() == [("manager", About.COMPANY_NEWS.value)]


def test_a_pause_without_a_length_is_as_long_as_a_pause_may_be() -> None:
    """``pause_for`` may be left out."""
    walk = a_lead_that_is("working", CompanyTerms(answers=CompanyReaction.PAUSE))

    walk.hears(CompanyNews, about=CompanyEvent.ANSWERED)

    assert walk.journey.in_hand.pause is not None
    assert walk.journey.in_hand.pause.wait == walk.journey.agreement.pause_at_most


def test_nothing_personal_is_said_of_the_colleague() -> None:
    """The fact and its line in the timeline carry what happened and a lead's id, and no more."""
    fact = CompanyNews(id="n", at=a_profile().arrived_at, about=CompanyEvent.BOOKED, lead="lead2")

    assert set(CompanyNews.model_fields) == {"id", "at", "kind", "about", "lead"}
    assert entry_of("lead1", 1, fact).what == "Somebody at the company booked a meeting"


def test_a_journey_carries_its_news_through_the_wire() -> None:
    """What was not told yet survives continue-as-new."""
    journey = a_lead_that_is("working").hears(OptedOut).journey
    read = Journey.model_validate_json(journey.model_dump_json())

    assert read == journey
    assert isinstance(next_step(read, journey.run.anchor_at), TellCompany)
