"""How activities are tried: one named policy per kind of work, each with its reason."""

from datetime import timedelta
from typing import TypedDict

from temporalio.common import RetryPolicy

from domain.channels import Retries


class ActivityOptions(TypedDict):
    """The options every call names."""

    start_to_close_timeout: timedelta
    heartbeat_timeout: timedelta
    retry_policy: RetryPolicy


class LocalOptions(TypedDict):
    """The options every local call names."""

    start_to_close_timeout: timedelta
    local_retry_threshold: timedelta
    retry_policy: RetryPolicy


FOR_EVER = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
"""The ledger comes back: a lead must not die of its absence. Wrong input can only come from a bug, and a bug is
fixed by a deploy while the lead waits."""

NOTICED_WITHIN = timedelta(seconds=8)
"""How soon a killed worker's work is given to another; ``activities.interceptors`` beats four times as often."""

PLAN: LocalOptions = {
    # Local: an instant costs one marker instead of six events. Long back-offs become timers, so no task is held.
    "start_to_close_timeout": timedelta(seconds=10),
    "local_retry_threshold": timedelta(seconds=5),
    "retry_policy": FOR_EVER,
}


def sending(retries: Retries) -> ActivityOptions:
    """The options of whatever leaves by a provider: tried for as long as it takes, as a channel's row says."""
    return {
        "start_to_close_timeout": retries.attempt_within,
        "heartbeat_timeout": NOTICED_WITHIN,
        "retry_policy": RetryPolicy(
            initial_interval=retries.first_wait,
            backoff_coefficient=retries.growth,
            maximum_interval=retries.longest_wait,
        ),
    }


ALERT = sending(Retries())
"""Alerts go to our own people, by mail or chat: they are no touches, so no channel's row is theirs."""

LEDGER: ActivityOptions = {
    "start_to_close_timeout": timedelta(seconds=30),
    "heartbeat_timeout": NOTICED_WITHIN,
    "retry_policy": FOR_EVER,
}
"""Tasks, assignments, publications: writes keyed by ids of ours, safe to repeat."""
