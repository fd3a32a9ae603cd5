"""One time-skipping Temporal server for all tests of workflows."""

from collections.abc import AsyncIterator

import pytest
from servers import time_skipping_environment
from temporalio.testing import WorkflowEnvironment


@pytest.fixture(scope="session")
async def env() -> AsyncIterator[WorkflowEnvironment]:
    """The server; give each workflow an id of its own, and each test a task queue of its own."""
    async with time_skipping_environment() as environment:
        yield environment
