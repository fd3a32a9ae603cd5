"""Real Temporal servers for tests; the one file that touches the experimental time-skipping interface."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from temporalio.common import SearchAttributeKey
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from connection import DATA_CONVERTER
from embedded.temporal_server import (
    POLL_RATES,
    SEARCH_ATTRIBUTES,
    TIME_SKIPPING,
    dynamic_config_arguments,
    temporal_binary,
)

__all__ = ["dev_server", "temporal_binary", "time_skipping_environment"]

MANY_SKIPS = 5_000
"""After the server's own limit, 200, a workflow's clock stops without a word and its test hangs."""


@asynccontextmanager
async def time_skipping_environment() -> AsyncIterator[WorkflowEnvironment]:
    """A Temporal server in memory whose workflows jump over their timers, each on a clock of its own.

    To meet a workflow between two timers, start it inside ``env.with_time_skipping_disabled()`` and move it
    with ``env.fast_forward(handle, duration)``; its date is ``env.get_current_time(handle)``. The clock
    advances too far across continue-as-new, and workflows that a schedule starts are not skipped.
    """
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(max_session_skip_count=MANY_SKIPS),
        data_converter=DATA_CONVERTER,
        search_attributes=_search_attributes(),
        dev_server_existing_path=str(temporal_binary()),
        dev_server_log_level="error",
        dev_server_extra_args=dynamic_config_arguments(*POLL_RATES, *TIME_SKIPPING),
    )
    async with environment:
        yield environment


@asynccontextmanager
async def dev_server() -> AsyncIterator[WorkflowEnvironment]:
    """A Temporal server in memory on the clock on the wall, with the embedded server's flags."""
    environment = await WorkflowEnvironment.start_local(
        data_converter=DATA_CONVERTER,
        search_attributes=_search_attributes(),
        dev_server_existing_path=str(temporal_binary()),
        dev_server_log_level="error",
        dev_server_extra_args=dynamic_config_arguments(*POLL_RATES),
    )
    async with environment:
        yield environment


def _search_attributes() -> list[SearchAttributeKey[Any]]:
    typed: dict[str, Callable[[str], SearchAttributeKey[Any]]] = {
        "Keyword": SearchAttributeKey.for_keyword,
        "Datetime": SearchAttributeKey.for_datetime,
    }
    return [typed[kind](name) for name, kind in SEARCH_ATTRIBUTES]
