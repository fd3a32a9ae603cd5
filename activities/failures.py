"""Errors of ours as Temporal carries them: the one place where the two meet."""

from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from domain.errors import SevenfoldError, TransientError

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
