"""One time-skipping Temporal server for all tests of workflows, and an engine on it for each test."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from engine import Engine, running_engine
from servers import time_skipping_environment
from shipped import shipped_playbook
from temporalio.testing import WorkflowEnvironment

from domain.terms.playbook import Playbook


@pytest.fixture(scope="session")
async def env() -> AsyncIterator[WorkflowEnvironment]:
    """The server; give each workflow an id of its own, and each test a task queue of its own."""
    async with time_skipping_environment() as environment:
        yield environment


@pytest.fixture(scope="session")
def shipped() -> Playbook:
    """The playbook in cadences/."""
    return shipped_playbook()


@pytest.fixture
async def engine(env: WorkflowEnvironment, shipped: Playbook, tmp_path: Path) -> AsyncIterator[Engine]:
    """The whole engine on the shipped playbook."""
    async with running_engine(env.client, tmp_path, shipped, task_queue=f"q-{uuid4()}") as running:
        yield running
