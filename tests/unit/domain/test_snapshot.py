"""Frozen models: a copy with changes, and what is left out of a history."""

from functools import partial

from builders import MONDAY, later

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
