"""Whether somebody whose lead has ended begins again, rule by rule."""

from datetime import UTC, datetime, timedelta

import pytest
from again_table import ENDED_AT, Case, again_of, cases, name_of
from builders import MONDAY, a_cadence, a_journey, a_playbook, a_profile, an_agreement_that_needs
from hypothesis import given
from hypothesis import strategies as st

from domain.channels import Consent
from domain.dispositions import DISPOSITIONS, Disposition
from domain.intake.beginning import arrive
from domain.intake.returning import Ended, cadence_asked_for, may_come_back, may_return, opted_out_reason
from domain.journey.changes import changed
from domain.lead.form import Direction


@pytest.mark.parametrize("case", cases(), ids=name_of)
def test_the_table_of_returns(case: Case) -> None:
    """Each row of tests/scenarios/again.yaml, on the rule alone."""
    ended = Ended("l1", case.ended, ENDED_AT, went_through=case.went_through == case.into.name)

    answer, by = may_come_back([ended], case.into, case.comes_at)

    assert answer.allowed is (case.answer == "new")
    if answer.reason:
        assert (case.because in answer.reason, by) == (True, "l1")


@given(
    days=st.integers(0, 2000),
    disposition=st.sampled_from(Disposition),
    rule=st.sampled_from(["once", "always", "after 90 days", "after 3 business days"]),
)
def test_a_refusal_that_names_an_instant_ends_at_it(days: int, disposition: Disposition, rule: str) -> None:
    """Not a moment before, and at it; every answer has a reason."""
    now = ENDED_AT + timedelta(days=days)

    answer = may_return(again_of(rule), ENDED_AT, now, disposition)

    assert answer.reason
    if answer.when is not None:
        assert answer.allowed is (now >= answer.when)
        assert may_return(again_of(rule), ENDED_AT, answer.when, disposition).allowed


@given(rule=st.sampled_from(["once", "always", "after 1 minute"]), years=st.integers(0, 20))
def test_what_a_person_closed_for_good_stays_closed(rule: str, years: int) -> None:
    """Whatever the cadence says, and however long ago."""
    for disposition in (each for each, ending in DISPOSITIONS.items() if ending.is_for_good):
        answer = may_return(again_of(rule), ENDED_AT, ENDED_AT + timedelta(days=366 * years), disposition)
        assert not answer.allowed


def test_one_refusal_among_several_leads_decides() -> None:
    """A later lead in another cadence does not reset the rule."""
    hot = a_cadence(name="inbound-hot", again=again_of("after 90 days"))
    later = Ended("l2", Disposition.NOT_QUALIFIED, ENDED_AT + timedelta(days=20), went_through=True)
    first = Ended("l1", Disposition.EXHAUSTED, ENDED_AT, went_through=True)

    answer, by = may_come_back([later, first], hot, ENDED_AT + timedelta(days=30))

    assert (answer.allowed, by) == (False, "l1")


def test_a_form_that_is_routed_nowhere_repeats_nothing() -> None:
    """It is a lead of its own, and closed with its own reason."""
    ended = Ended("l1", Disposition.EXHAUSTED, ENDED_AT, went_through=True)

    assert may_come_back([ended], None, ENDED_AT)[0].allowed


@pytest.mark.parametrize(
    ("direction", "consent", "words"),
    [
        (Direction.OUTBOUND, Consent(email=True), "opted out on 2026-02-01: nothing is sent until somebody lifts"),
        (Direction.INBOUND, Consent(), "opted out on 2026-02-01: nothing is sent until somebody lifts"),
        (Direction.INBOUND, Consent(email=False), "opted out on 2026-02-01: nothing is sent"),
        (Direction.INBOUND, Consent(sms=True), "the new form says yes to contact, but nothing is sent until"),
    ],
)
def test_a_yes_in_a_form_lifts_nothing(direction: Direction, consent: Consent, words: str) -> None:
    """It is told as what it is, and whoever was opted out stays so."""
    assert words in opted_out_reason(datetime(2026, 2, 1, 23, tzinfo=UTC), direction, consent)


def test_a_lead_is_for_the_cadence_it_is_routed_to() -> None:
    """And for none when triage does not qualify it."""
    playbook = a_playbook()
    journey = a_journey()

    assert cadence_asked_for(journey, playbook) == journey.cadence
    assert cadence_asked_for(changed(journey, disposition=Disposition.NOT_QUALIFIED), playbook) is None


def test_a_lead_that_lacks_information_is_for_the_cadence_that_follows() -> None:
    """Leaving out the company is no way around ``once``."""
    agreement = an_agreement_that_needs("company")
    playbook = a_playbook().model_copy(update={"agreement": agreement})
    journey = arrive(a_profile(known=frozenset({"email"}), arrived_at=MONDAY), playbook)

    asked_for = cadence_asked_for(journey, playbook)

    assert asked_for is not None
    assert asked_for.name == "hot"
