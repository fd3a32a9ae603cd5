"""The team's chat by Slack's incoming webhooks: one post per message, and what each answer means.

The address of a webhook is a secret that anybody could post with: no error and no log line repeats it.
"""

import asyncio
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import httpx

from channels.chat.slack_message import payload_of
from domain.errors import SenderRefusedError, SettingsInvalidError, TransientError
from domain.outgoing.chat import OutgoingChat

_WELL: Final = range(200, 300)
_TOO_MANY: Final = 429
_THEIR_FAULT: Final = 500
_MOST_OF_ANSWER: Final = 200
_CODE: Final = re.compile(r"[a-z_]{2,40}")
"""Slack answers with one such word (``no_service``, ``invalid_payload``); a proxy's page may hold the address."""

_LOOPBACK: Final = ("all://localhost", "all://127.0.0.1", "all://[::1]")


class SlackChannel:
    """A ``ChatChannel`` on incoming webhooks.

    Args:
        webhooks: from the names that the agreement uses to addresses.
        patience: how long the whole of one post may take.
    """

    def __init__(self, webhooks: Mapping[str, str], *, patience: timedelta = timedelta(seconds=5)) -> None:
        self._webhooks = dict(webhooks)
        self._patience = patience
        # The limit of httpx is for each read, and a drip of bytes would outlast it: ``post`` limits the whole as well.
        self._http = httpx.AsyncClient(
            timeout=patience.total_seconds(),
            follow_redirects=False,
            mounts=dict.fromkeys(_LOOPBACK),  # no proxy lies before loopback
        )

    async def post(self, chat: OutgoingChat) -> None:
        """See ``ChatChannel.post``."""
        address = self._webhooks.get(chat.to)
        if address is None:
            raise SettingsInvalidError(f"no webhook is named {chat.to!r}: add it to SEVENFOLD_SLACK_WEBHOOKS")
        try:
            async with (
                asyncio.timeout(self._patience.total_seconds()),
                self._http.stream("POST", address, json=payload_of(chat)) as answer,
            ):
                if answer.status_code not in _WELL:
                    _refuse(answer, await _said(answer))
        except TimeoutError:
            raise TransientError(f"no answer within {self._patience.total_seconds():g} seconds") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:  # its text may hold the address
            raise TransientError(f"cannot be reached ({type(error).__name__})") from None

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()


async def _said(answer: httpx.Response) -> str:
    """The word that the other side answered with, if it was one."""
    body = b""
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > _MOST_OF_ANSWER:
            return ""
    found = _CODE.fullmatch(body.decode("utf-8", "replace").strip())
    return f" {found.group()}" if found else ""


def _refuse(answer: httpx.Response, said: str) -> None:
    status = answer.status_code
    if status == _TOO_MANY or status >= _THEIR_FAULT:
        raise TransientError(f"answered {status}{said}", retry_after=_wait(answer.headers.get("retry-after", "")))
    if answer.is_redirect:
        raise SenderRefusedError(f"answered {status}: a redirect is not followed, give the address it leads to")
    raise SenderRefusedError(f"answered {status}{said}: check the webhook's address")


def _wait(text: str) -> timedelta | None:
    """Slack says it in whole seconds; anything else is as good as nothing."""
    return timedelta(seconds=int(text)) if re.fullmatch(r"[0-9]{1,6}", text) else None
