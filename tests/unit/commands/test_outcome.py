"""What `sevenfold outcome` takes and prints: what was learned, where the lead is now, and errors named by options."""

import pytest

from commands.exits import Exit
from commands.outcome import in_options, learned_from, standing
from domain.errors import InvalidInputError
from starter import run


def test_what_was_learned_is_typed_beside_an_outcome() -> None:
    """Options that are not given are not sent; an answer may hold the sign that parts it from its question."""
    assert learned_from((), (), "") == {}
    assert learned_from(["slow"], ["formula = a=b"], "") == {"pains": ["slow"], "answers": {"formula": "a=b"}}


@pytest.mark.parametrize("answer", ["40", "=40", "team size=", "  = "])
def test_an_answer_without_its_question_is_refused(answer: str) -> None:
    """The error shows how to write one."""
    with pytest.raises(InvalidInputError, match="write it as QUESTION=ANSWER"):
        learned_from((), [answer], "")


def test_a_question_answered_twice_is_refused() -> None:
    """One of the two would be lost without a word."""
    with pytest.raises(InvalidInputError, match="'team size' already has the answer '40'"):
        learned_from((), ["team size=40", "team size = 45"], "")


def test_an_answer_that_cannot_be_read_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """Before any server is asked."""
    assert run(["outcome", "maya", "connected", "--answer", "40", "--api", "http://127.0.0.1:1"]) == Exit.USAGE

    assert "QUESTION=ANSWER" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("refusal", "typed"),
    [
        ("please add call_back_at: the date and time to call", "please add --call-back-at: the date and time to call"),
        ("follow_up_at lies in the past", "--follow-up-at lies in the past"),
        ("please add a note saying why", "please add a --note saying why"),
        ("please add its task_id", "please add its --task"),
        ("learned.pains: at most 20 entries", "--pain: at most 20 entries"),
        ("the lead is paused", "the lead is paused"),
    ],
)
def test_a_refusal_names_the_option_and_not_the_field(refusal: str, typed: str) -> None:
    """Whoever types a command has never seen the API's fields."""
    assert in_options(refusal) == typed


@pytest.mark.parametrize(
    ("stands", "text"),
    [("working", "Stage: working"), ("accepted", "Stage: accepted"), ("meeting_booked", "Closed: meeting booked")],
)
def test_the_stage_or_the_ending_is_shown(stands: str, text: str) -> None:
    """A disposition that is no stage can only mean that the lead is closed."""
    assert standing({"stands": stands, "detail": ""}) == text


def test_a_report_that_is_not_applied_yet_says_why() -> None:
    """The workflow has not answered, so nobody knows the stage."""
    assert (
        standing({"stands": "", "detail": "the lead's workflow gets it later"}) == "the lead's workflow gets it later"
    )
