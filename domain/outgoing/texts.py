"""Outgoing short texts, and the port that carries them."""

from datetime import timedelta
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from domain.outgoing.mail import Receipt


class OutgoingText(BaseModel):
    """One text of one send: ``to`` is a phone number (E.164)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    send_id: str
    to: str
    body: str


class TextChannel(Protocol):
    """Sends texts, and finds out what can be known about a text that got no answer."""

    @property
    def settles_after(self) -> timedelta | None:
        """As ``EmailChannel.settles_after``."""
        ...

    async def send(self, text: OutgoingText) -> Receipt:
        """Hand over one text, once; raises as ``EmailChannel.send`` does."""
        ...

    async def left(self, send_id: str) -> bool:
        """Whether a text of unknown fate left; as ``EmailChannel.left``."""
        ...
