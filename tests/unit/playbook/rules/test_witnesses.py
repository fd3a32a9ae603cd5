"""The search for a lead: what it finds holds, and what it does not find no lead is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.outcomes import Outcome
from domain.terms.conditions import Condition, holds
from playbook.rules.witnesses import LIMIT, OpenQuestionError, World, find, is_possible

WORLD = World(outcomes=frozenset({Outcome.CONNECTED, Outcome.NO_ANSWER}))

LEAVES: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.sampled_from(["inbound", "outbound"]).map(lambda value: {"field": "direction", "is": value}),
    st.sampled_from(["high", "low"]).map(lambda value: {"field": "priority", "is_not": value}),
    st.integers(0, 6).map(lambda value: {"field": "company_size", "at_least": value}),
    st.integers(0, 6).map(lambda value: {"field": "company_size", "at_most": value}),
    st.sampled_from(["US", "CA"]).map(lambda value: {"field": "country", "in": [value]}),
    st.booleans().map(lambda value: {"field": "country", "known": value}),
    st.sampled_from(["connected", "no_answer", "busy"]).map(lambda value: {"outcome": value}),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=4,
).map(Condition.model_validate)
SUBJECTS = st.fixed_dictionaries(
    {
        "direction": st.sampled_from(["inbound", "outbound"]),
        "priority": st.sampled_from(["high", "medium", "low"]),
        "company_size": st.one_of(st.none(), st.integers(0, 8)),
        "country": st.sampled_from([None, "US", "CA", "GB"]),
    }
)
REPORTED = st.frozensets(st.sampled_from(["connected", "no_answer"]))


@given(st.lists(CONDITIONS, max_size=2), st.lists(CONDITIONS, max_size=2), SUBJECTS, REPORTED)
def test_what_some_lead_is_the_search_finds(
    holding: list[Condition], failing: list[Condition], subject: dict[str, Any], reported: frozenset[str]
) -> None:
    """Completeness: a lead that fits, taken at random, means that the search does not come back empty."""
    fits = all(holds(each, subject, reported) for each in holding)
    fits = fits and not any(holds(each, subject, reported) for each in failing)

    found = find(holding, failing, WORLD)

    assert found is not None or not fits


@given(st.lists(CONDITIONS, max_size=2), st.lists(CONDITIONS, max_size=2))
def test_what_the_search_finds_is_so(holding: list[Condition], failing: list[Condition]) -> None:
    """Soundness: the lead that comes back is one for which the conditions hold and fail as asked."""
    found = find(holding, failing, WORLD)

    assert found is None or all(holds(each, *found) for each in holding)
    assert found is None or not any(holds(each, *found) for each in failing)


def test_too_many_combinations_are_an_open_question_and_no_finding() -> None:
    """The search does not run for ever, and what it cannot show it does not claim."""
    fields = ["source", "campaign", "device", "industry"]
    rows = [Condition(all_=tuple(Condition(field=field, is_=f"{field}{n}") for field in fields)) for n in range(20)]
    many = [Condition(any_=tuple(rows))]

    with pytest.raises(OpenQuestionError):
        find(many, many, WORLD)

    assert 22 ** len(fields) > LIMIT
    assert is_possible(many, many, WORLD)


def test_many_words_for_one_thing_are_one_question() -> None:
    """A buyer profile of forty titles costs no more than one of two."""
    titles = [Condition(any_=tuple(Condition(field="title", contains=f"t{n}") for n in range(40)))]
    sizes = [Condition(field="company_size", at_least=n) for n in range(40)]

    assert find([*titles, *sizes], [], WORLD) is not None
    assert not is_possible([*titles, Condition(field="title", known=False)], [], WORLD)


def test_values_that_nothing_tells_apart_are_tried_once() -> None:
    """Long lists are no open question: whoever is in one is in it by whichever word."""
    fields = ["source", "campaign", "device", "industry"]
    many = [Condition(field=field, in_=tuple(f"{field}{n}" for n in range(20))) for field in fields]

    assert find(many, [], WORLD) is not None
    assert not is_possible(many, many, WORLD)
