"""What a person's report means as a fact."""

from datetime import timedelta

import pytest
from builders import MONDAY
from hypothesis import given
from hypothesis import strategies as st

from domain.channels import OUTCOMES_OF, TASKS, Channel
from domain.errors import InvalidInputError
from domain.facts.reports import CONTACT_OUTCOMES, REFUSALS, Said, fact_of_contact, fact_of_task
from domain.facts.unions import Accepted, OutcomeLogged, Rejected
from domain.outcomes import Outcome, TaskKind

LATER = MONDAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome.ACCEPTED, Accepted(id="f", at=MONDAY, how="accepted", by="ana")),
        (Outcome.OPPORTUNITY, Accepted(id="f", at=MONDAY, how="opportunity", by="ana")),
        (Outcome.FOLLOW_UP, Accepted(id="f", at=MONDAY, how="follow_up", by="ana", follow_up_at=LATER)),
        (Outcome.NEEDS_QUALIFICATION, Rejected(id="f", at=MONDAY, why="needs_qualification", by="ana")),
        (Outcome.NEVER_CUSTOMER, Rejected(id="f", at=MONDAY, why="never_customer", by="ana")),
    ],
)
def test_a_hand_over_is_taken_or_refused(outcome: Outcome, expected: Accepted | Rejected) -> None:
    """What came of a hand-over is the answer of sales."""
    follow_up_at = LATER if outcome is Outcome.FOLLOW_UP else None
    said = Said(outcome=outcome, by="ana", follow_up_at=follow_up_at, note="No budget.")

    assert fact_of_task(TaskKind.HAND_OVER, "t", said, fact_id="f", at=MONDAY) == expected


@pytest.mark.parametrize("outcome", sorted(REFUSALS))
@pytest.mark.parametrize("note", ["", "  \n"])
def test_a_refusal_says_why_in_words(outcome: Outcome, note: str) -> None:
    """Marketing learns from refusals, and from a silent one it learns nothing."""
    with pytest.raises(InvalidInputError, match="needs the reason in words") as refused:
        fact_of_task(TaskKind.HAND_OVER, "t", Said(outcome=outcome, note=note), fact_id="f", at=MONDAY)

    assert refused.value.field == "note"


def test_a_follow_up_keeps_its_instant() -> None:
    """What sales agreed with the lead comes along."""
    said = Said(outcome=Outcome.FOLLOW_UP, follow_up_at=LATER)

    fact = fact_of_task(TaskKind.HAND_OVER, "t", said, fact_id="f", at=MONDAY)

    assert isinstance(fact, Accepted)
    assert fact.follow_up_at == LATER


@given(
    kind=st.sampled_from([kind for kind in TASKS if kind is not TaskKind.HAND_OVER]),
    outcome=st.sampled_from(Outcome),
)
def test_every_other_task_logs_an_outcome_that_it_can_have(kind: Channel | TaskKind, outcome: Outcome) -> None:
    """Allowed outcomes are logged for the task; all others are refused, naming those that are allowed."""
    said = Said(outcome=outcome, call_back_at=LATER if outcome is Outcome.CALL_BACK else None)

    if outcome in OUTCOMES_OF[kind]:
        fact = fact_of_task(kind, "t", said, fact_id="f", at=MONDAY)
        assert isinstance(fact, OutcomeLogged)
        assert (fact.task_id, fact.outcome, fact.call_back_at) == ("t", outcome, said.call_back_at)
    else:
        with pytest.raises(InvalidInputError, match="expected one of") as refused:
            fact_of_task(kind, "t", said, fact_id="f", at=MONDAY)
        assert refused.value.field == "outcome"


@given(outcome=st.sampled_from(Outcome))
def test_a_contact_without_a_task_comes_to_what_a_call_can_come_to(outcome: Outcome) -> None:
    """Outcomes that belong to a task need its id."""
    said = Said(outcome=outcome, call_back_at=LATER if outcome is Outcome.CALL_BACK else None)

    if outcome in CONTACT_OUTCOMES:
        assert fact_of_contact(said, fact_id="f", at=MONDAY).id == "f"
    else:
        with pytest.raises(InvalidInputError, match="without task_id"):
            fact_of_contact(said, fact_id="f", at=MONDAY)


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        (Channel.CALL, Said(outcome=Outcome.CALL_BACK), "call_back_at"),
        (Channel.CALL, Said(outcome=Outcome.BUSY, call_back_at=LATER), "call_back_at"),
        (Channel.CALL, Said(outcome=Outcome.BUSY, follow_up_at=LATER), "follow_up_at"),
        (TaskKind.HAND_OVER, Said(outcome=Outcome.OPPORTUNITY, follow_up_at=LATER), "follow_up_at"),
        (TaskKind.HAND_OVER, Said(outcome=Outcome.FOLLOW_UP), "follow_up_at"),
    ],
)
def test_an_instant_that_is_missing_or_has_no_place_is_refused(
    kind: Channel | TaskKind, said: Said, field: str
) -> None:
    """Nothing that was said is dropped without a word."""
    with pytest.raises(InvalidInputError) as refused:
        fact_of_task(kind, "t", said, fact_id="f", at=MONDAY)

    assert refused.value.field == field


def test_a_review_may_say_when_to_ask_again() -> None:
    """Still open, with an instant: the journey asks again then."""
    said = Said(outcome=Outcome.STILL_OPEN, call_back_at=LATER)

    fact = fact_of_task(TaskKind.REVIEW, "t", said, fact_id="f", at=MONDAY)

    assert isinstance(fact, OutcomeLogged)
    assert fact.call_back_at == LATER
