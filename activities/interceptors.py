"""Heartbeats: a killed worker's activities are noticed within seconds, not after their whole time-out.

An activity that ends at once never beats, so the usual touch costs nothing for it.
"""

import asyncio
from datetime import timedelta
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from domain.errors import SevenfoldError, TransientError

BEAT = timedelta(seconds=2)


class Heartbeats(Interceptor):
    """Beats for every regular activity while it runs."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's own parameter name
        """Wrap the chain."""
        return _Beating(next)


class _Beating(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - as above
        if activity.info().is_local:
            return await self.next.execute_activity(input)
        beating = asyncio.create_task(_beat())
        try:
            return await self.next.execute_activity(input)
        finally:
            beating.cancel()


async def _beat() -> None:
    while True:
        await asyncio.sleep(BEAT.total_seconds())
        activity.heartbeat()


REFUSED = "refused"


def refused(why: str) -> ApplicationError:
    """A report that the lead's state does not allow; the caller reads the message."""
    return ApplicationError(why, type=REFUSED, non_retryable=True, category=ApplicationErrorCategory.BENIGN)


def carried(error: SevenfoldError) -> ApplicationError:
    """An error of ours: the retry waits as long as the other side asked for.

    Nothing is marked as final: what a retry cannot help is turned into a fact before it comes here, and the rest is
    a state of the installation (no playbook published, a calendar missing) that somebody mends while the lead waits.
    """
    expected = isinstance(error, TransientError)
    return ApplicationError(
        str(error),
        type=type(error).__name__,
        next_retry_delay=error.retry_after if isinstance(error, TransientError) else None,
        category=ApplicationErrorCategory.BENIGN if expected else ApplicationErrorCategory.UNSPECIFIED,
    )
