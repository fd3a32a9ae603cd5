"""Keeps children running: restarts those that die unexpectedly, with back-off."""

import asyncio
from datetime import timedelta

import structlog

from embedded.children import Child

FIRST_DELAY = timedelta(milliseconds=100)
LONGEST_DELAY = timedelta(seconds=5)
STEADY_AFTER = timedelta(seconds=10)
"""A child that ran this long was healthy, so the back-off starts again from its first delay."""

log = structlog.get_logger(__name__)


class Supervisor:
    """Owns children in the order they were added, restarts those that die, and ends them in reverse order.

    A child that was ended with `Child.terminate` is not restarted until somebody starts it again.

    Args:
        grace: how long each child may take to end before it is killed.
    """

    def __init__(self, grace: timedelta) -> None:
        self._grace = grace
        self._children: list[Child] = []
        self._watches: list[asyncio.Task[None]] = []

    def own(self, child: Child) -> None:
        """Add a child, which `stop` will end."""
        self._children.append(child)

    def keep_running(self, child: Child) -> None:
        """From now on restart this child whenever it dies."""
        self._watches.append(asyncio.create_task(_keep_running(child), name=f"keep-{child.name}-running"))

    async def stop(self) -> None:
        """End all children, the last added first."""
        for watch in self._watches:
            watch.cancel()
        if self._watches:
            await asyncio.wait(self._watches)
        for child in reversed(self._children):
            await child.terminate(self._grace)


async def _keep_running(child: Child) -> None:
    clock = asyncio.get_running_loop().time
    delay = FIRST_DELAY
    while True:
        started = clock()
        code = await child.wait()
        await child.until_wanted()
        if clock() - started >= STEADY_AFTER.total_seconds():
            delay = FIRST_DELAY
        if child.pid is None:
            log.warning("child_died", child=child.name, exit_code=code, restart_in=delay.total_seconds())
            await asyncio.sleep(delay.total_seconds())
            delay = min(delay * 2, LONGEST_DELAY)
            await child.start()
