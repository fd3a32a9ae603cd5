"""What a person's report means as a fact."""

from datetime import timedelta

import pytest
from builders import MONDAY
from hypothesis import given
from hypothesis import strategies as st

from domain.channels import OUTCOMES_OF, TASKS, Channel
from domain.errors import InvalidInputError
from domain.facts.reports import Said, fact_of_contact, fact_of_task
from domain.facts.unions import Accepted, OutcomeLogged, Rejected
from domain.outcomes import ALLOWED, OUTCOMES, REFUSALS, WITHOUT_A_TASK, Outcome, TaskKind, Turn

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
    with pytest.raises(InvalidInputError, match="please add a note saying why") as refused:
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
        with pytest.raises(InvalidInputError, match="please choose one of") as refused:
            fact_of_task(kind, "t", said, fact_id="f", at=MONDAY)
        assert refused.value.field == "outcome"


def complete(outcome: Outcome) -> Said:
    """The outcome, with everything that it needs."""
    needed = OUTCOMES[outcome].needs
    return Said(
        outcome=outcome,
        note="No budget.",
        call_back_at=LATER if needed == "call_back_at" else None,
        follow_up_at=LATER if needed == "follow_up_at" else None,
    )


@given(outcome=st.sampled_from(Outcome))
def test_what_says_something_of_the_lead_needs_no_task(outcome: Outcome) -> None:
    """A deal that is won between two reviews can be reported; what describes a task needs its id."""
    if outcome in WITHOUT_A_TASK:
        assert fact_of_contact(complete(outcome), fact_id="f", at=MONDAY).id == "f"
    else:
        with pytest.raises(InvalidInputError, match="please add its task_id") as refused:
            fact_of_contact(complete(outcome), fact_id="f", at=MONDAY)
        assert refused.value.field == "task_id"


@pytest.mark.parametrize("outcome", [each for each in Outcome if OUTCOMES[each].only_answers_hand_over])
def test_sales_may_answer_a_hand_over_without_naming_its_task(outcome: Outcome) -> None:
    """The answer means the same and needs the same, whichever door it comes through."""
    fact = fact_of_contact(complete(outcome), fact_id="f", at=MONDAY)

    assert fact == fact_of_task(TaskKind.HAND_OVER, "t", complete(outcome), fact_id="f", at=MONDAY)
    assert isinstance(fact, Accepted if OUTCOMES[outcome].turn is Turn.ACCEPT else Rejected)


def test_a_refusal_without_a_task_says_why_too() -> None:
    """Marketing learns as much from it."""
    with pytest.raises(InvalidInputError, match="please add a note saying why"):
        fact_of_contact(Said(outcome=Outcome.NEEDS_QUALIFICATION), fact_id="f", at=MONDAY)


@pytest.mark.parametrize("outcome", sorted(ALLOWED[TaskKind.HAND_OVER]))
def test_every_answer_of_sales_is_the_fact_of_that_name(outcome: Outcome) -> None:
    """No answer is taken for another."""
    fact = fact_of_task(TaskKind.HAND_OVER, "t", complete(outcome), fact_id="f", at=MONDAY)

    assert isinstance(fact, Accepted | Rejected)
    assert (fact.how if isinstance(fact, Accepted) else fact.why) == outcome


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
