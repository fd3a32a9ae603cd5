"""The error tree: what each error carries, and who catches it."""

import inspect
from datetime import timedelta

from domain import errors
from domain.errors import (
    InvalidInputError,
    LeadEndedError,
    OutcomeUnknownError,
    PermanentError,
    PlaybookInvalidError,
    SevenfoldError,
    TransientError,
)


def test_the_tree_that_is_drawn_is_the_tree_that_is() -> None:
    """Each error stands in the module's docstring."""
    classes = {
        name for name, made in vars(errors).items() if inspect.isclass(made) and issubclass(made, SevenfoldError)
    }

    assert {word for word in (errors.__doc__ or "").split() if word.endswith("Error")} == classes


def test_a_playbook_says_all_that_is_wrong_with_it() -> None:
    """A line for each finding, and each of them for programs."""
    error = PlaybookInvalidError(("a.yaml:1:1  one", "b.yaml:2:1  two"))

    assert str(error) == "a.yaml:1:1  one\nb.yaml:2:1  two"
    assert error.findings == ("a.yaml:1:1  one", "b.yaml:2:1  two")
    assert isinstance(error, InvalidInputError)


def test_an_error_carries_what_its_reader_needs() -> None:
    """The field, the disposition, or how long to wait."""
    assert InvalidInputError("no", field="consent.sms").field == "consent.sms"
    assert InvalidInputError("no").field == ""
    assert LeadEndedError("no", disposition="opted_out").disposition == "opted_out"
    assert TransientError("later", retry_after=timedelta(seconds=3)).retry_after == timedelta(seconds=3)


def test_nothing_whose_outcome_is_unknown_is_tried_again() -> None:
    """It may have left: whoever retries passing errors must not catch it."""
    assert issubclass(OutcomeUnknownError, PermanentError)
    assert not issubclass(OutcomeUnknownError, TransientError)
