"""Waiting for a child to answer on its port."""

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.errors import TransientError
from embedded.ports import until_ready, wait_for_port

SOON = timedelta(seconds=5)
AT_ONCE = timedelta(seconds=0)


class Running:
    """A child that never ends."""

    name = "temporal"
    pid: int | None = 4711

    async def wait(self) -> int:
        """Never returns."""
        await asyncio.Event().wait()
        return 0

    def log_tail(self) -> str:
        """What it wrote."""
        return "still migrating"


class Dead(Running):
    """A child that ended at once."""

    pid = None

    async def wait(self) -> int:
        """The exit code."""
        return 3

    def log_tail(self) -> str:
        """What it wrote."""
        return "disk is full"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


async def test_waiting_ends_when_the_port_accepts(taken: int) -> None:
    """A port that accepts connections is not waited for."""
    await wait_for_port("127.0.0.1", taken, Running(), SOON)


async def test_waiting_ends_with_the_log_when_the_child_died() -> None:
    """A child that ended is reported at once, with its exit code and its last words."""
    with pytest.raises(TransientError, match=r"temporal exited with code 3 .*127\.0\.0\.1:1: disk is full"):
        await wait_for_port("127.0.0.1", 1, Dead(), timedelta(days=1))


async def test_a_stranger_on_the_port_does_not_pass_for_a_dead_child(taken: int) -> None:
    """A port that accepts is not enough when the child that should listen there has ended."""
    with pytest.raises(TransientError, match="disk is full"):
        await wait_for_port("127.0.0.1", taken, Dead(), SOON)


async def test_waiting_ends_with_the_log_when_time_runs_out() -> None:
    """A child that lives but never becomes ready is reported with the time it was given."""

    async def never() -> bool:
        return False

    with pytest.raises(TransientError, match="temporal did not wake up within 0 s: still migrating"):
        await until_ready(never, Running(), AT_ONCE, what="wake up")
