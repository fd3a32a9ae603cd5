"""Messages to a channel of the team's chat, and the port that carries them."""

from typing import Protocol

from pydantic import BaseModel, ConfigDict


class OutgoingChat(BaseModel):
    """One message in plain texts; the channel formats it for its service.

    Attributes:
        to: name of the incoming webhook, as the agreement has it.
        lines: the first lines.
        known: labels and values of what is known about the lead.
        lately: what happened, oldest first.
        links: labels and addresses.
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
        """Post one message. It may be posted twice if the answer was lost and the call is retried.

        Raises:
            TransientError: it was not accepted, or that is not known; has the service's own waiting time, if any.
            SenderRefusedError: the service will never accept it; the operator must act.
            SettingsInvalidError: no webhook has this name.
        """
        ...
