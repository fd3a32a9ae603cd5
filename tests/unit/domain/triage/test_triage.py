"""Triage: which class a lead is in, by which rule, what it is missing, and which cadence follows."""

import pytest
from builders import a_profile, an_agreement

from domain.terms.agreement import MissingInformation, Qualification, Route, TriageRule
from domain.terms.conditions import Condition
from domain.triage.triage import in_plain_words, missing_information, route, triage

RULES = (
    TriageRule(name="students", when=Condition(field="title", contains="student"), then=Qualification.NOT_QUALIFIED),
    TriageRule(name="large firms", when=Condition(field="company_size", at_least=200), then=Qualification.HIGH),
    TriageRule(name="asked for a demo", when=Condition(field="intent", is_="demo"), then=Qualification.MEDIUM),
)
AGREEMENT = an_agreement(triage=RULES, missing=MissingInformation(needed=("company", "email|phone")))


@pytest.mark.parametrize(
    ("changes", "qualification", "rule"),
    [
        ({"company_size": 200}, Qualification.HIGH, "large firms"),
        ({"company_size": 200, "intent": "demo"}, Qualification.HIGH, "large firms"),
        ({"company_size": 199, "intent": "demo"}, Qualification.MEDIUM, "asked for a demo"),
        ({"company_size": 900, "title": "PhD Student"}, Qualification.NOT_QUALIFIED, "students"),
        ({}, Qualification.NOT_QUALIFIED, "no triage rule matches this lead"),
    ],
)
def test_the_first_rule_that_holds_decides(changes: dict[str, object], qualification: Qualification, rule: str) -> None:
    """Its name is the reason; a lead that no rule matches is told so."""
    verdict = triage(AGREEMENT, a_profile(**changes))

    assert (verdict.qualification, verdict.rule) == (qualification, rule)


def test_a_lead_worth_working_must_bring_what_sales_needs() -> None:
    """The rule is named all the same, with what is missing."""
    verdict = triage(AGREEMENT, a_profile(company_size=500, known=frozenset({"phone"})))

    assert verdict.qualification is Qualification.NOT_ENOUGH_INFORMATION
    assert verdict.rule == "large firms; missing: company"
    assert verdict.missing == ("company",)


def test_a_lead_not_worth_working_is_not_asked_for_more() -> None:
    """What is missing does not save it."""
    verdict = triage(AGREEMENT, a_profile(title="student", known=frozenset({"phone"})))

    assert verdict.qualification is Qualification.NOT_QUALIFIED


def test_one_of_several_ways_is_enough() -> None:
    """``email|phone`` is missing only if both are."""
    assert missing_information(AGREEMENT, frozenset({"company", "phone"})) == ()
    assert missing_information(AGREEMENT, frozenset({"postal_address"})) == ("company", "email|phone")


def test_the_first_route_whose_condition_holds_is_taken() -> None:
    """Routes see the class that triage gave as the lead's priority."""
    hot = Route(cadence="hot", version="v1", applies=Condition(field="priority", is_="high"))
    rest = Route(cadence="rest", version="v1")
    agreement = an_agreement(routes=(hot, rest))

    assert route(agreement, a_profile(), Qualification.HIGH) == hot
    assert route(agreement, a_profile(), Qualification.LOW) == rest
    assert route(an_agreement(routes=(hot,)), a_profile(), Qualification.LOW) is None


def test_what_is_missing_is_asked_for_in_words() -> None:
    """As one would ask a person."""
    assert in_plain_words(("email|phone", "company", "device")) == (
        "your email address or a phone number",
        "your company's name",
        "device",
    )
