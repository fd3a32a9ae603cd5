"""How activities are tried: what a channel's row says."""

from datetime import timedelta

import pytest

from domain.channels import MACHINE_CHANNELS, Channel, Retries, in_order
from workflows.policies import sending

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("channel", in_order(MACHINE_CHANNELS))
def test_a_touch_is_tried_as_its_channel_says(channel: Channel) -> None:
    """For as long as it takes: no lead is dropped because a provider is away. An attempt outlasts the client's wait."""
    retries = channel.way.retries
    options = sending(retries)

    assert options["start_to_close_timeout"] == retries.attempt_within > retries.answer_within
    assert options["retry_policy"].maximum_interval == retries.longest_wait
    assert options["retry_policy"].maximum_attempts == 0


def test_another_row_is_another_policy() -> None:
    """Nothing of it is written a second time."""
    slow = sending(Retries(attempt_within=5 * SECOND, first_wait=2 * SECOND, growth=3, longest_wait=9 * SECOND))

    assert slow["start_to_close_timeout"] == 5 * SECOND
    policy = slow["retry_policy"]
    assert (policy.initial_interval, policy.backoff_coefficient, policy.maximum_interval) == (2 * SECOND, 3, 9 * SECOND)
