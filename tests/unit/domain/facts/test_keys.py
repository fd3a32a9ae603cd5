"""What the keys of steps stand for."""

import pytest

from domain.facts.keys import is_owed, named, touch_in


@pytest.mark.parametrize(
    ("key", "name", "owed"),
    [
        ("1:intro:0:0", "intro", False),
        ("1:intro:0:0:deadline:0", "deadline of intro", False),
        ("1:hand-over-1:rung:0", "next reminder of hand-over-1", False),
        ("1:promise:first_attempt", "first attempt", True),
        ("1:watch:0:rung:1", "acknowledgment of the alert", True),
    ],
)
def test_a_key_stands_for_a_touch_a_deadline_or_a_promise(key: str, name: str, *, owed: bool) -> None:
    """What people owe is told by when they owe it."""
    assert (named(key), is_owed(key)) == (name, owed)


def test_the_touch_is_named_also_where_its_deadline_passed() -> None:
    """A call that was let go is a skipped call."""
    assert touch_in("1:intro:0:0:deadline:0") == "intro"
