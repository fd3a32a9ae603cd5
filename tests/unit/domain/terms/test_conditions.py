"""Conditions: a closed set of matchers, total over every lead."""

from typing import Any

import pytest
from builders import a_profile
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.lead.form import Scalar
from domain.terms.conditions import FIELD_NAMES, Condition, fields_of, holds, subject_of

SUBJECT: dict[str, Scalar | None] = {
    "title": "VP Sales",
    "company_size": 200,
    "country": "us",
    "device": "",
    "region": None,
    "attributes.trial": True,
    "attributes.score": 0.5,
}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"field": "title", "is": "vp sales"}, True),
        ({"field": "title", "is_not": "VP SALES"}, False),
        ({"field": "country", "in": ["DE", "US"]}, True),
        ({"field": "country", "not_in": ["DE", "US"]}, False),
        ({"field": "title", "contains": "sales"}, True),
        ({"field": "company_size", "at_least": 200}, True),
        ({"field": "company_size", "at_most": 199}, False),
        ({"field": "title", "at_least": 1}, False),
        ({"field": "attributes.trial", "at_least": 1}, False),
        ({"field": "attributes.trial", "is": True}, True),
        ({"field": "attributes.trial", "is": 1}, False),
        ({"field": "attributes.score", "at_most": 0.5}, True),
        ({"field": "device", "known": False}, True),
        ({"field": "region", "known": True}, False),
        ({"field": "region", "is": "CA"}, False),
        ({"field": "region", "is_not": "CA"}, False),
        ({"field": "nowhere", "not_in": ["x"]}, False),
        ({"outcome": "connected"}, True),
        ({"not": {"outcome": "connected"}}, False),
        ({"all": [{"outcome": "connected"}, {"field": "title", "known": True}]}, True),
        ({"any": [{"outcome": "busy"}, {"field": "device", "known": True}]}, False),
        ({"all": []}, True),
        ({"any": []}, False),
    ],
)
def test_each_matcher_means_what_it_says(written: dict[str, Any], expected: bool) -> None:
    """Text in any case; what a lead does not have makes a comparison false, never an error."""
    condition = Condition.model_validate(written)

    assert holds(condition, SUBJECT, frozenset({"connected"})) is expected


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ({}, "exactly one of all, any, not, outcome or field"),
        ({"field": "title", "outcome": "busy"}, "exactly one of all, any, not, outcome or field"),
        ({"field": "title"}, "a field needs exactly one of"),
        ({"field": "title", "is": "x", "contains": "y"}, "a field needs exactly one of"),
        ({"outcome": "busy", "is": "x"}, "'is' compares a field"),
        ({"feild": "title", "is": "x"}, "feild"),
    ],
)
def test_a_condition_that_means_nothing_is_refused(written: dict[str, Any], error: str) -> None:
    """With what was expected."""
    with pytest.raises(ValidationError, match=error):
        Condition.model_validate(written)


def test_every_field_that_is_asked_about_is_found() -> None:
    """However deep it stands."""
    condition = Condition.model_validate(
        {"all": [{"not": {"field": "title", "is": "x"}}, {"any": [{"field": "attributes.plan", "known": True}]}]}
    )

    assert fields_of(condition) == {"title", "attributes.plan"}


def test_a_profile_is_seen_by_its_declared_fields_and_attributes() -> None:
    """And by the class that triage gave it."""
    subject = subject_of(a_profile(attributes={"plan": "team"}), priority="high")

    assert set(FIELD_NAMES) < set(subject)
    assert (subject["priority"], subject["attributes.plan"], subject["country"]) == ("high", "team", "US")


scalars = st.none() | st.text(max_size=3) | st.integers(-5, 5) | st.booleans() | st.floats(-5, 5)
leaves = st.one_of(
    st.builds(lambda value: Condition(field="title", is_=value), scalars.filter(lambda value: value is not None)),
    st.builds(lambda value: Condition(field="title", at_least=value), st.floats(-5, 5)),
    st.builds(lambda value: Condition(field="title", contains=value), st.text(max_size=2)),
    st.builds(lambda value: Condition(field="title", known=value), st.booleans()),
    st.builds(Condition, outcome=st.sampled_from(["busy", "connected"])),
)
nested = st.recursive(
    leaves,
    lambda inner: (
        st.builds(lambda parts: Condition(all_=tuple(parts)), st.lists(inner, max_size=3))
        | st.builds(lambda parts: Condition(any_=tuple(parts)), st.lists(inner, max_size=3))
        | st.builds(lambda part: Condition(not_=part), inner)
    ),
    max_leaves=6,
)


@given(nested, scalars)
def test_a_condition_never_fails_and_survives_the_wire(condition: Condition, value: Scalar | None) -> None:
    """Whatever the lead's field holds; read again from JSON it decides the same."""
    subject = {"title": value}
    read = Condition.model_validate_json(condition.model_dump_json(by_alias=True, exclude_none=True))

    assert holds(condition, subject) == holds(read, subject)
    assert holds(condition, subject) != holds(Condition(not_=condition), subject)
