"""Channels that keep what they are given in memory: for dry runs and tests, with failures on request."""

from collections import deque
from collections.abc import Iterable
from datetime import timedelta

from domain.errors import SevenfoldError
from domain.outgoing.chat import OutgoingChat
from domain.outgoing.mail import OutgoingEmail, Receipt
from domain.outgoing.texts import OutgoingText


class MemoryEmailChannel:
    """An ``EmailChannel`` that knows what left.

    Args:
        failures: raised by the sends to come, one each, before anything leaves; none lets that one leave.
        settles_after: how long it takes to know what left; none for a provider that never does.
    """

    def __init__(
        self, failures: Iterable[SevenfoldError | None] = (), settles_after: timedelta | None = timedelta(0)
    ) -> None:
        self.settles_after = settles_after
        self.sent: list[OutgoingEmail] = []
        self._failures = deque(failures)

    def fail_next(self, *failures: SevenfoldError | None) -> None:
        """Add failures for the sends to come."""
        self._failures.extend(failures)

    def recover(self) -> None:
        """Forget the failures that are left."""
        self._failures.clear()

    async def send(self, email: OutgoingEmail) -> Receipt:
        """Keep one email, or fail as told."""
        if self._failures and (failure := self._failures.popleft()):
            raise failure
        self.sent.append(email)
        return Receipt(provider_id=f"memory-{len(self.sent)}")

    async def left(self, send_id: str, message_id: str) -> bool:  # noqa: ARG002 - an alert's send has many mails
        """Whether an email with this Message-ID left."""
        return any(email.message_id == message_id for email in self.sent)

    async def aclose(self) -> None:
        """Nothing is kept open."""

    def to(self, address: str) -> list[OutgoingEmail]:
        """What one address got, in order."""
        return [email for email in self.sent if email.recipient_address == address]


class MemoryTextChannel:
    """A ``TextChannel``; the same send twice is one text."""

    settles_after = timedelta(0)

    def __init__(self) -> None:
        self.sent: dict[str, OutgoingText] = {}

    async def send(self, text: OutgoingText) -> Receipt:
        """Keep one text."""
        self.sent.setdefault(text.send_id, text)
        return Receipt(provider_id=f"memory-{text.send_id}")

    async def left(self, send_id: str) -> bool:  # noqa: ARG002 - no look-up is needed
        """Sending it again is safe."""
        return False


class MemoryChatChannel:
    """A ``ChatChannel``.

    Args:
        failures: raised by the posts to come, one each; none lets that one through.
    """

    def __init__(self, failures: Iterable[SevenfoldError | None] = ()) -> None:
        self.posted: list[OutgoingChat] = []
        self._failures = deque(failures)

    def fail_next(self, *failures: SevenfoldError | None) -> None:
        """Add failures for the posts to come."""
        self._failures.extend(failures)

    async def post(self, chat: OutgoingChat) -> None:
        """Keep one message, or fail as told."""
        if self._failures and (failure := self._failures.popleft()):
            raise failure
        self.posted.append(chat)
