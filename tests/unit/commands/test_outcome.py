"""`sevenfold outcome` with what was learned: what may be typed."""

import pytest

from commands.exits import Exit
from commands.outcome import in_options, learned_from
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
    with pytest.raises(InvalidInputError, match="'team size' is answered already, by '40'"):
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
        ("the lead is paused", "the lead is paused"),
    ],
)
def test_a_refusal_names_the_option_and_not_the_field(refusal: str, typed: str) -> None:
    """Whoever types a command has never seen the API's fields."""
    assert in_options(refusal) == typed
