"""Interceptors of every activity: heartbeats, and errors in the form that Temporal understands."""

import asyncio
from datetime import timedelta
from typing import Any, Final

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from domain.errors import SevenfoldError, TransientError

BEAT = timedelta(seconds=2)

REFUSED = "refused"


class Heartbeats(Interceptor):
    """Beats for every regular activity while it runs: a killed worker is noticed long before its whole time-out.

    An activity that ends at once never beats, so the usual touch costs nothing for it.
    """

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


class CarriedErrors(Interceptor):
    """Carries our errors to Temporal, for every activity: with their names, and the wait that the other side asked for.

    An activity that raised them as they are would be tried again too, but at the policy's own pace.
    """

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - as above
        """Wrap the chain."""
        return _Carrying(next)


class _Carrying(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - as above
        try:
            return await self.next.execute_activity(input)
        except SevenfoldError as error:
            raise carried(error) from error


EDGE: Final = (Heartbeats(), CarriedErrors())
"""What every worker of activities runs them behind, the outermost first."""


def carried(error: SevenfoldError) -> ApplicationError:
    """An error of ours: the retry waits as long as the other side asked for.

    Nothing is marked as final: what a retry cannot help is turned into a fact before it comes here, and the rest is
    a state of the installation (no playbook published, a calendar missing) that somebody fixes while the lead waits.
    """
    expected = isinstance(error, TransientError)
    return ApplicationError(
        str(error),
        type=type(error).__name__,
        next_retry_delay=error.retry_after if isinstance(error, TransientError) else None,
        category=ApplicationErrorCategory.BENIGN if expected else ApplicationErrorCategory.UNSPECIFIED,
    )


def refused(why: str) -> ApplicationError:
    """A report that the lead's state does not allow; the caller reads the message."""
    return ApplicationError(why, type=REFUSED, non_retryable=True, category=ApplicationErrorCategory.BENIGN)
