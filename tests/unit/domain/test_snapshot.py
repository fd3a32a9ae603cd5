"""Frozen models: a copy with changes, and what is left out of a history."""

from functools import partial

import pytest
from builders import MONDAY, later
from pydantic import ValidationError

from domain.journey.owed import Owed, Watch
from domain.snapshot import replaced

WATCH = Watch(key="1:watch:0", alert="1:alert:0", to="ana", since=MONDAY)


def test_a_copy_differs_in_what_was_replaced_alone() -> None:
    """The model itself is frozen and stays as it was; required fields need not be said again."""
    higher = replaced(WATCH, partial(Watch, rung=1, due_at=later(hours=1)))

    assert higher == Watch(key="1:watch:0", alert="1:alert:0", to="ana", since=MONDAY, rung=1, due_at=later(hours=1))
    assert (WATCH.rung, WATCH.due_at) == (0, None)


def test_what_is_as_the_default_says_is_left_out() -> None:
    """Nothing is written of a part in which nothing is, and it is read as the same."""
    assert Owed().model_dump(mode="json") == {}
    assert set(Owed(watch=WATCH).model_dump(mode="json")) == {"watch"}
    assert Owed.model_validate({}) == Owed()


def test_a_field_of_another_version_is_passed_over() -> None:
    """A lead that lives for months meets older and newer code."""
    assert Watch.model_validate({**WATCH.model_dump(), "since_then": 1}) == WATCH


def test_a_snapshot_never_changes() -> None:
    """It may be shared by everybody who reads it."""
    with pytest.raises(ValidationError, match="frozen"):
        WATCH.rung = 1  # type: ignore[misc]  # refused is what is shown
