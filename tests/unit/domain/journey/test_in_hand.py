"""What is in hand."""

import pytest
from builders import MONDAY

from domain.channels import Channel
from domain.journey.in_hand import InHand, OpenTask, Pause

TASK = OpenTask(key="1:one:0:0", task_id="t", kind=Channel.CALL, assignee="ana", since=MONDAY)


@pytest.mark.parametrize(
    ("in_hand", "is_free"),
    [
        (InHand(), True),
        (InHand(pause=Pause(since=MONDAY, reason="away")), True),
        (InHand(task=TASK), False),
        (InHand(moving_to=("nurture", "not interested")), False),
    ],
)
def test_a_task_may_be_opened_while_nobody_has_one_and_the_lead_stays(in_hand: InHand, is_free: bool) -> None:
    """A pause does not keep from it: whether one is asked for then is another question."""
    assert in_hand.is_free is is_free
