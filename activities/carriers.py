"""Carriers: write a touch as an email or a text, send it, and find out later whether it left."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from activities.clock import Clock
from activities.composer import Composer
from domain.errors import InvalidInputError
from domain.lead.form import LeadRecord, given, written_as
from domain.outgoing.mail import EmailChannel, Receipt
from domain.outgoing.texts import OutgoingText, TextChannel
from domain.ports import TouchLedger
from domain.text import plain
from domain.wire.requests import AskSend


@dataclass(frozen=True)
class Outgoing:
    """A touch, ready to leave: whom to, what it says, and the call that lets it go."""

    recipient: str
    body: str
    send: Callable[[], Awaitable[Receipt]]
    message_id: str = ""
    subject: str = ""


class Carrier(Protocol):
    """One channel's way out."""

    @property
    @abstractmethod
    def settles_after(self) -> timedelta | None:
        """How long after sending the provider knows whether the touch left; none if it never does."""
        ...

    @abstractmethod
    async def prepare(self, ask: AskSend, lead: LeadRecord) -> Outgoing:
        """Write the touch for this lead.

        Raises:
            InvalidInputError: the message does not render, or the lead lacks what the channel needs.
            NotFoundError: the playbook has no such message.
        """
        ...

    @abstractmethod
    async def left(self, ask: AskSend) -> bool:
        """Whether a touch of unknown fate left; asked ``settles_after`` it was handed over, and not before."""
        ...


def _recipient(ask: AskSend, lead: LeadRecord) -> str:
    """What the lead gave as the address of the touch's channel."""
    address = ask.step.channel.way.address
    found = given(lead.form, address) if address is not None else ""
    if address is not None and not found:
        raise InvalidInputError(f"the lead has no {plain(address)}", field=written_as(address))
    return found


class Mailer(Carrier):
    """Email, by whatever provider it leaves."""

    def __init__(self, channel: EmailChannel, composer: Composer, touches: TouchLedger, clock: Clock) -> None:
        """Take the ports that the worker builds."""
        self._channel = channel
        self._composer = composer
        self._touches = touches
        self._clock = clock

    @property
    def settles_after(self) -> timedelta | None:
        """As the provider says."""
        return self._channel.settles_after

    async def prepare(self, ask: AskSend, lead: LeadRecord) -> Outgoing:
        """The message as a mail in its thread."""
        _recipient(ask, lead)  # refused before anything is written
        written = await self._composer.write(ask, lead)
        thread = () if ask.step.bulk else await self._touches.thread(ask.lead_id, ask.run)
        mail = await self._composer.email(ask, lead, written, thread, self._clock.now())
        return Outgoing(
            recipient=mail.recipient_address,
            body=mail.model_dump_json(),
            send=lambda: self._channel.send(mail),
            message_id=mail.message_id,
            subject=mail.subject,
        )

    async def left(self, ask: AskSend) -> bool:
        """The provider knows, by one of the two names that it was given."""
        send_id = ask.step.send_id
        return await self._channel.left(send_id, self._composer.message_id(send_id))


class Texter(Carrier):
    """Texts, by whatever provider they leave."""

    def __init__(self, channel: TextChannel, composer: Composer) -> None:
        """Take the ports that the worker builds."""
        self._channel = channel
        self._composer = composer

    @property
    def settles_after(self) -> timedelta | None:
        """As the provider says."""
        return self._channel.settles_after

    async def prepare(self, ask: AskSend, lead: LeadRecord) -> Outgoing:
        """The message as a text."""
        to = _recipient(ask, lead)
        written = await self._composer.write(ask, lead)
        text = OutgoingText(send_id=ask.step.send_id, to=to, body=written.text)
        return Outgoing(recipient=text.to, body=text.body, send=lambda: self._channel.send(text))

    async def left(self, ask: AskSend) -> bool:
        """The provider knows."""
        return await self._channel.left(ask.step.send_id)
