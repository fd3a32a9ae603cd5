"""Loopback ports: knowing which are free, and when a child process answers on its own."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

from domain.errors import TransientError

LOOPBACK = "127.0.0.1"

PAUSE_SECONDS = 0.02
"""Between two attempts on a port: far below what a person notices, and no load."""


class Watched(Protocol):
    """A child process whose death ends any wait for it."""

    @property
    def name(self) -> str:
        """What to call it in an error."""

    @property
    def pid(self) -> int | None:
        """Its process id, while it runs."""

    async def wait(self) -> int:
        """Its exit code, once it has ended."""

    def log_tail(self) -> str:
        """The last lines it wrote since its latest start."""


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on ``host:port`` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As servers do: a connection of a former run in TIME_WAIT does not make the port taken.
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
        TransientError: the process ended first, or time ran out; with the last lines of its log.
    """
    await until_ready(lambda: accepts(host, port), process, within, what=f"listen on {host}:{port}")


async def until_ready(ready: Callable[[], Awaitable[bool]], process: Watched, within: timedelta, *, what: str) -> None:
    """Return when ``ready()`` holds, asking it again and again while the process lives.

    Args:
        ready: the question; it answers False, rather than raising, while the process is not ready.
        process: the child that is to become ready.
        within: how long it may take.
        what: the thing waited for, as a verb phrase for errors ("listen on …").

    Raises:
        TransientError: the process ended first, or time ran out; with the last lines of its log.
    """
    death = asyncio.ensure_future(process.wait())
    try:
        async with asyncio.timeout(within.total_seconds()):
            # Death is looked at after each answer: a stranger on the same port must not pass for the child.
            while not await ready() or death.done():
                if (await asyncio.wait({death}, timeout=PAUSE_SECONDS))[0]:
                    raise TransientError(
                        f"{process.name} ended with code {death.result()} before it would {what}: {process.log_tail()}"
                    )
    except TimeoutError:
        seconds = within.total_seconds()
        raise TransientError(f"{process.name} did not {what} within {seconds:g} s: {process.log_tail()}") from None
    finally:
        death.cancel()
        await asyncio.wait({death})
