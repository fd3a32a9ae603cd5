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
    ("outcome", "field", "text"),
    [
        ("follow_up", "follow_up_at", "follow up: add --follow-up-at with the date and time you agreed"),
        ("call_back", "call_back_at", "call back: add --call-back-at with the date and time to call"),
        ("never_customer", "note", "never customer: please add a note saying why (--note); marketing reads it"),
    ],
)
def test_a_missing_field_is_asked_for_by_its_option(outcome: str, field: str, text: str) -> None:
    """The API names its own fields; a rep types options."""
    assert in_options(InvalidInputError(f"{outcome} needs {field}", field=field), {"outcome": outcome}) == text


def test_a_field_with_a_wrong_value_is_named_as_its_option() -> None:
    """Only the name changes: the option was given, so nothing has to be added."""
    body = {"outcome": "busy", "call_back_at": "2026-03-09T15:00:00-05:00"}
    error = InvalidInputError("call_back_at belongs to the outcome call_back", field="call_back_at")

    assert in_options(error, body) == "--call-back-at belongs to the outcome call_back"


def test_what_was_learned_is_named_by_its_options() -> None:
    """Fields inside ``learned`` are options of their own."""
    error = InvalidInputError("learned.pains: at most 20 entries", field="learned.pains")

    assert in_options(error, {"outcome": "connected"}) == "--pain: at most 20 entries"


def test_an_error_about_anything_else_stays_as_the_api_says_it() -> None:
    """A note that was given and is too long needs no other note."""
    error = InvalidInputError("note: at most 4000 characters", field="note")

    assert in_options(error, {"outcome": "lost", "note": "x"}) == "note: at most 4000 characters"


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
