"""Every error the engine raises, in one tree.

SevenfoldError
├── InvalidInputError            the caller fixes the input; a retry of the same input never helps
│   ├── PlaybookInvalidError     marketing ops fixes the files; carries every finding with its place
│   ├── CalendarNeverOpensError  marketing ops gives the calendar an opening hour
│   └── SettingsInvalidError     the platform engineer fixes a setting
├── NotFoundError                the id names nothing
├── LeadEndedError               the lead has its disposition; says which
├── RefusedError                 a valid request that the lead's present state does not allow; says why
├── TransientError               a retry helps, nobody needs to act
│   ├── ChannelUnavailableError  the provider did not take the touch and certainly did not send it
│   └── NotPublishedError        marketing ops publishes a playbook; until then the form is sent again
└── PermanentError               a retry never helps
    ├── RecipientRefusedError    the address or number is dead; the next channel takes over
    ├── SenderRefusedError       the provider refuses us; the operator must act
    └── OutcomeUnknownError      the touch may or may not have left; resolved by policy, never blindly resent
"""

from datetime import timedelta


class SevenfoldError(Exception):
    """The root: catch it to catch everything the engine raises on purpose."""


class InvalidInputError(SevenfoldError):
    """The input is wrong.

    Attributes:
        field: the dotted path of the field (``consent.sms``); empty if the whole input is meant.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class PlaybookInvalidError(InvalidInputError):
    """The playbook does not lint.

    Attributes:
        findings: one line each, ``file:line:column  what``, in file order.
    """

    def __init__(self, findings: tuple[str, ...]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


class CalendarNeverOpensError(InvalidInputError):
    """A business calendar has no opening within a year, so no business instant can be found."""


class SettingsInvalidError(InvalidInputError):
    """A setting, or a combination of settings, is refused at start-up."""


class NotFoundError(SevenfoldError):
    """The id names nothing that exists."""


class LeadEndedError(SevenfoldError):
    """The lead has ended.

    Attributes:
        disposition: how it ended, such as ``opted_out``.
    """

    def __init__(self, message: str, *, disposition: str) -> None:
        super().__init__(message)
        self.disposition = disposition


class RefusedError(SevenfoldError):
    """The request is well-formed but the lead's present state does not allow it; the message says why."""


class TransientError(SevenfoldError):
    """A retry of the same call helps.

    Attributes:
        retry_after: how long to wait first, when the other side said so.
    """

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ChannelUnavailableError(TransientError):
    """The provider could not take the touch, and certainly did not send it."""


class NotPublishedError(TransientError):
    """No playbook is published yet, so no lead can be followed up. The sender keeps the form and tries again."""

    def __init__(self, message: str) -> None:
        super().__init__(message, retry_after=timedelta(seconds=10))


class PermanentError(SevenfoldError):
    """A retry of the same call never helps."""


class RecipientRefusedError(PermanentError):
    """The provider says that this address or number cannot be reached, ever."""


class SenderRefusedError(PermanentError):
    """The provider refuses the sender (authentication, policy, reputation); the operator must act."""


class OutcomeUnknownError(PermanentError):
    """The connection broke after the message was handed over and before the answer: it may have left."""
