"""Outgoing email: the message, the channel's receipt, and the port that a mail provider implements."""

from datetime import timedelta
from typing import Literal, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict


class OutgoingEmail(BaseModel):
    """One email of one send; its wire bytes are a pure function of these fields.

    ``personal`` mail is from one person to another: its body says how to opt out. It has no ``List-*`` headers, because
    these suppress out-of-office replies, which the cadence reacts to.
    ``bulk`` mail carries ``List-Unsubscribe`` with one click (RFC 8058) and needs ``unsubscribe_url``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    send_id: str
    sender_name: str
    sender_address: str
    recipient_name: str
    recipient_address: str
    subject: str
    text: str
    html: str | None = None
    message_id: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    """Message-IDs of the thread so far, oldest first."""
    reply_to: str
    envelope_sender: str
    """Gets bounces and also out-of-office replies (RFC 3834), so it contains the send's token, too."""
    dated_at: AwareDatetime
    kind: Literal["personal", "bulk"] = "personal"
    unsubscribe_url: str | None = None
    unsubscribe_mailto: str | None = None
    """An address, without ``mailto:``."""


class Receipt(BaseModel):
    """The provider accepted the touch.

    ``provider_id`` is the provider's id for the touch; ``detail`` is its answer, for audits.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider_id: str
    detail: str = ""


class EmailChannel(Protocol):
    """Sends emails, and finds out what can be known about an email that got no answer."""

    @property
    def settles_after(self) -> timedelta | None:
        """How long after an email was handed over ``left`` can say for certain whether it was sent.

        Zero if it can say so at once, or if the same email handed over twice is delivered once; None if it can never
        say.
        """
        ...

    async def send(self, email: OutgoingEmail) -> Receipt:
        """Hand over one email, once.

        Raises:
            InvalidInputError: the email can't be built, or its headers would be forged.
            ChannelUnavailableError: it certainly did not leave; try again later.
            RecipientRefusedError: the address is dead.
            SenderRefusedError: the provider refuses us.
            OutcomeUnknownError: it may have left.
        """
        ...

    async def left(self, send_id: str, message_id: str) -> bool:
        """Whether an email of unknown fate left; asked ``settles_after`` it was handed over, and not before.

        One that did not is handed over again: a channel that delivers the same email once answers False.

        Raises:
            ChannelUnavailableError: this can't be found out now.
        """
        ...

    async def aclose(self) -> None:
        """Close connections that are kept for the next send."""
        ...
