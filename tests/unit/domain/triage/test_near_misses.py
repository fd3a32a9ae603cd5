"""A lead's class is explained: the rule that decided, and what it lacks for a better one."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.hours.spans import parse_span
from domain.lead.form import Intent
from domain.lead.profile import LeadProfile
from domain.terms.agreement import Agreement, HandOver, KickBackTerms, Qualification, Route, TriageRule
from domain.terms.alerts import Rung, RungAction
from domain.terms.conditions import Condition
from domain.triage.near_misses import condition_in_words, explain, unmet

ARRIVED = datetime(2026, 3, 2, 15, tzinfo=UTC)


def _agreement(*rules: TriageRule) -> Agreement:
    return Agreement(
        version="v",
        calendar="office",
        triage=rules,
        routes=(Route(cadence="c", version="v"),),
        not_interested="n",
        hand_over=HandOver(
            ladder=(Rung(after=parse_span("1 hour"), then=RungAction.MANAGER),), silence="n", rejected="n"
        ),
        kick_back=KickBackTerms(silence="n"),
    )


def _profile(**fields: Any) -> LeadProfile:
    return LeadProfile(lead_id="l1", arrived_at=ARRIVED, opted_in_at=ARRIVED, **fields)


def _condition(**said: Any) -> Condition:
    return Condition.model_validate(said)


BIG_DEMO = TriageRule(
    name="A big firm that asks for a demo",
    when=_condition(all=[{"field": "intent", "is": "demo"}, {"field": "company_size", "at_least": 200}]),
    then=Qualification.HIGH,
)
EVERYBODY = TriageRule(name="Everybody else", then=Qualification.MEDIUM)


def test_the_one_thing_that_a_better_class_lacks_is_named() -> None:
    """A firm of 120 that asks for a demo misses the class by its size, and is told so."""
    explanation = explain(_agreement(BIG_DEMO, EVERYBODY), _profile(intent=Intent.DEMO, company_size=120))

    assert explanation.verdict.rule == "Everybody else"
    assert [(miss.rule, miss.lacks) for miss in explanation.near_misses] == [
        ("A big firm that asks for a demo", "company_size is at least 200 (it is 120)")
    ]


def test_what_lacks_two_things_is_no_near_miss() -> None:
    """Far from a class is not near it."""
    explanation = explain(_agreement(BIG_DEMO, EVERYBODY), _profile(intent=Intent.CONTENT))

    assert explanation.near_misses == ()


def test_a_worse_class_is_no_near_miss() -> None:
    """Nobody asks why a lead was not classed lower."""
    low = TriageRule(name="Reads", when=_condition(field="intent", **{"is": "content"}), then=Qualification.LOW)

    explanation = explain(_agreement(low, EVERYBODY), _profile(intent=Intent.DEMO))

    assert explanation.near_misses == ()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"field": "industry", "in": ["Energy", "Transport"]}, "industry is one of Energy, Transport"),
        ({"not": {"field": "source", "is": "careers"}}, "not (source is careers)"),
        (
            {"any": [{"field": "title", "contains": "VP"}, {"outcome": "connected"}]},
            "title contains VP or somebody has already spoken to the lead (connected)",
        ),
        ({"field": "company_size", "known": False}, "company_size is not known"),
    ],
)
def test_conditions_are_said_in_words(said: dict[str, Any], words: str) -> None:
    """Marketing people read the rule as they would say it."""
    assert condition_in_words(_condition(**said)) == words


def test_of_alternatives_the_nearest_counts() -> None:
    """One of several ways in is enough, so the shortest is what lacks."""
    condition = _condition(
        any=[
            {"all": [{"field": "intent", "is": "demo"}, {"field": "company_size", "at_least": 200}]},
            {"field": "funnel_stage", "is": "bottom"},
        ]
    )

    assert unmet(condition, {"intent": "content"}) == ("funnel_stage is bottom (not known)",)
