"""Messages to a channel of the team's chat, and the port that carries them."""

from typing import Protocol

from pydantic import BaseModel, ConfigDict


class OutgoingChat(BaseModel):
    """One message: plain texts, which the channel writes as its service wants them.

    Attributes:
        to: name of the incoming webhook, as the agreement has it.
        lines: what is said first.
        known: label and value of each thing that is known.
        lately: what happened, oldest first.
        links: label and address of each.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: str
    title: str
    lines: tuple[str, ...] = ()
    known: tuple[tuple[str, str], ...] = ()
    lately: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


class ChatChannel(Protocol):
    """Hands messages to the team's chat."""

    async def post(self, chat: OutgoingChat) -> None:
        """Post one message; twice when its answer got lost and it is tried again.

        Raises:
            TransientError: it was not taken, or nobody knows; says how long to wait where the other side did.
            SenderRefusedError: the other side will never take it; the operator must act.
            SettingsInvalidError: no webhook has this name.
        """
        ...
