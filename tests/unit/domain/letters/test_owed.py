"""What somebody owes a lead, in words, and what of it comes first."""

from datetime import datetime

import pytest
from builders import later

from domain.journey.promise import PromiseKind
from domain.letters.owed import OwedLine, of_promise, of_task, promise_in_words, soonest


@pytest.mark.parametrize(
    ("owed", "what", "by_when"),
    [
        ((), "", None),
        ((of_task("call", "first-call", later(hours=1)),), "call first-call", later(hours=1)),
        (
            (of_promise("contact", 1, later(hours=2)), of_task("call", "first-call", later(hours=1))),
            "call first-call",
            later(hours=1),
        ),
        (
            (of_task("hand_over", "hand_over", None), of_promise("follow_up", 1, later(days=1))),
            "a follow-up on the hand-over",
            later(days=1),
        ),
        ((of_promise("attempts", 6, later(days=9)),), "6 attempts to reach the lead", later(days=9)),
        ((of_promise("acknowledged", 1, later(minutes=1)),), "", None),
        ((of_promise("something new", 1, None),), "something new", None),
        ((of_task("something_new", "", None),), "something new", None),
    ],
)
def test_what_is_owed_first_is_said(owed: tuple[OwedLine, ...], what: str, by_when: datetime | None) -> None:
    """What has an instant comes before what has none; what the machine owes is not said to people."""
    assert soonest(owed) == (what, by_when)


def test_every_promise_has_words_for_what_it_wants() -> None:
    """For whoever asks what breaks it."""
    assert {kind: promise_in_words(kind, 3) for kind in PromiseKind} == {
        PromiseKind.ACKNOWLEDGED: "an automatic acknowledgment",
        PromiseKind.FIRST_ATTEMPT: "a first attempt to reach the lead",
        PromiseKind.CONTACT: "contact with the lead",
        PromiseKind.ATTEMPTS: "3 attempts to reach the lead",
        PromiseKind.FOLLOW_UP: "a follow-up on the hand-over",
    }
