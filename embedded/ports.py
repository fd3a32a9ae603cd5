"""Loopback ports: finds out which are free, and waits until a child process answers on its port."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

from domain.errors import TransientError

LOOPBACK = "127.0.0.1"

PAUSE_SECONDS = 0.02
"""Pause between two attempts on a port: too short to notice, long enough to cause no load."""


class Watched(Protocol):
    """A child process whose death ends any wait for it."""

    @property
    def name(self) -> str:
        """The process's name for error messages."""

    @property
    def pid(self) -> int | None:
        """The process id while the process runs."""

    async def wait(self) -> int:
        """Wait for the process to end, and return its exit code."""

    def log_tail(self) -> str:
        """The last log lines since the latest start."""


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on ``host:port`` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # Servers set this too, so a former connection in TIME_WAIT does not make the port count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError:
            return False
    return True


async def accepts(host: str, port: int) -> bool:
    """Whether something accepts connections on ``host:port`` now."""
    try:
        _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True


async def wait_for_port(host: str, port: int, process: Watched, within: timedelta) -> None:
    """Return when ``host:port`` accepts connections.

    Raises:
        TransientError: the process ended or took too long; the message has the last lines of its log.
    """
    await until_ready(lambda: accepts(host, port), process, within, what=f"listen on {host}:{port}")


async def until_ready(ready: Callable[[], Awaitable[bool]], process: Watched, within: timedelta, *, what: str) -> None:
    """Call ``ready()`` again and again until it returns true.

    Args:
        ready: returns False while the process is not ready, and never raises.
        process: the child that should become ready.
        within: how long it may take.
        what: what to wait for, as a verb phrase for errors ("listen on …").

    Raises:
        TransientError: the process ended or took too long; the message has the last lines of its log.
    """
    death = asyncio.ensure_future(process.wait())
    try:
        async with asyncio.timeout(within.total_seconds()):
            # Check after each answer that the child still lives: another program on the port may have answered.
            while not await ready() or death.done():
                if (await asyncio.wait({death}, timeout=PAUSE_SECONDS))[0]:
                    raise TransientError(
                        f"{process.name} exited with code {death.result()} and did not {what}: {process.log_tail()}"
                    )
    except TimeoutError:
        seconds = within.total_seconds()
        raise TransientError(f"{process.name} did not {what} within {seconds:g} s: {process.log_tail()}") from None
    finally:
        death.cancel()
        await asyncio.wait({death})
