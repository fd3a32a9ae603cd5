"""Free ports, and waiting for a child to answer on its own."""

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.errors import TransientError
from embedded import ports
from embedded.ports import FALLBACK_PORTS, free_port, until_ready, wait_for_port

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


def test_the_preferred_port_is_taken_when_it_is_free() -> None:
    """A free preferred port is the one given."""
    preferred = free_port(0)

    assert free_port(preferred) == preferred


def test_another_port_is_given_when_the_preferred_one_is_taken(taken: int) -> None:
    """A port that somebody listens on is never given; the other lies outside outgoing connections' range."""
    given = free_port(taken)

    assert given != taken
    assert given in FALLBACK_PORTS


def test_a_machine_without_free_ports_is_refused_with_a_remedy(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """When no port is free the error names the range and says what to do."""
    monkeypatch.setattr(ports, "is_free", lambda _port, _host: False)

    with pytest.raises(TransientError, match=r"no free port on 127\.0\.0\.1 between 20000 .* stop some servers"):
        free_port(taken)


async def test_waiting_ends_when_the_port_accepts(taken: int) -> None:
    """A port that accepts connections is not waited for."""
    await wait_for_port("127.0.0.1", taken, Running(), SOON)


async def test_waiting_ends_with_the_log_when_the_child_died() -> None:
    """A child that ended is reported at once, with its exit code and its last words."""
    port = free_port(0)

    with pytest.raises(TransientError, match=rf"temporal ended with code 3 .*127\.0\.0\.1:{port}: disk is full"):
        await wait_for_port("127.0.0.1", port, Dead(), timedelta(days=1))


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
