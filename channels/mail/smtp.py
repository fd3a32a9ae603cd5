"""Email by SMTP: one transaction per send, bytes exactly as built, every answer mapped to what it means.

The bytes are handed over in two steps of our own, not through the library's ``send`` or ``data``: ``send``
folds headers anew and breaks ``List-Unsubscribe``; ``data`` can't tell a connection lost before the message
was written (it did not leave) from one lost after (nobody knows, RFC 1047).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import aiosmtplib
from aiosmtplib import SMTP, SMTPException, SMTPResponseException, SMTPServerDisconnected

from channels.mail.idle_connections import IdleConnections
from channels.mail.mime import build
from channels.mail.sent_copies import ImapJournal
from channels.mail.smtp_address import SmtpAddress
from domain.errors import (
    ChannelUnavailableError,
    OutcomeUnknownError,
    RecipientRefusedError,
    SenderRefusedError,
    SevenfoldError,
)
from domain.incoming.bounces import BounceKind, judge_bounce
from domain.outgoing.mail import OutgoingEmail, Receipt

_QUEUED_AS: Final = re.compile(r"queued as\s+<?([\w.@+-]+)", re.IGNORECASE)
_LINE_OF_DOT: Final = re.compile(rb"^\.", re.MULTILINE)
_START_MAIL: Final = 354
_ACCEPTED: Final = range(200, 300)
_PERMANENT: Final = 500
# What the library raises, by these very types, when the server lacks a login or an encryption that was asked for.
_NOT_OFFERED: Final = (SMTPException, aiosmtplib.SMTPNotSupported)


class SmtpChannel:
    """An ``EmailChannel`` on one SMTP server.

    Args:
        url: ``smtp[s]://[user:password@]host[:port][?starttls=1]``.
        journal: gets a copy of every email in the same transaction, and is asked afterwards whether one left; without
            it, nobody ever knows. An email that the journal refuses does not leave, because its absence there would
            later read as "not sent".
        keep_idle: how long a connection is kept for the next send; zero opens one per send.
        patience: how long one answer of the server may take.

    Raises:
        SettingsInvalidError: when the URL can't be understood.
    """

    def __init__(
        self,
        url: str,
        journal: ImapJournal | None = None,
        *,
        keep_idle: timedelta = timedelta(0),
        patience: timedelta = timedelta(seconds=30),
    ) -> None:
        self._server = SmtpAddress.parse(url)
        self._journal = journal
        self._patience = patience
        self._idle = IdleConnections(keep_idle)

    @property
    def settles_after(self) -> timedelta | None:
        """As long as a copy may take to get into the journal."""
        return self._journal.delay if self._journal is not None else None

    async def send(self, email: OutgoingEmail) -> Receipt:
        """See ``EmailChannel.send``. Cancelled while the message is on its way, its outcome is unknown."""
        wire = build(email)
        client = await self._start(email)
        try:
            await self._address(client, email)
            answer = await self._hand_over(client, wire)
        except BaseException:
            client.close()
            raise
        self._idle.give_back(client)  # no await from here on: a cancellation must not lose the receipt
        queued = _QUEUED_AS.search(answer)
        return Receipt(provider_id=queued.group(1) if queued else email.message_id, detail=answer[:200])

    async def left(self, send_id: str, message_id: str) -> bool:  # noqa: ARG002 - SMTP knows mails by Message-ID
        """The journal got its copy in the same transaction as the lead, so it knows."""
        return self._journal is not None and await self._journal.holds(message_id)

    async def aclose(self) -> None:
        """Close the connections that are kept for the next send."""
        self._idle.close()

    async def _start(self, email: OutgoingEmail) -> SMTP:
        """A connection on which the sender was accepted."""
        if client := self._idle.take():
            try:
                await client.mail(email.envelope_sender)
            except (SMTPException, OSError):
                client.close()  # the server had let go of it; nothing was sent, so begin anew
            else:
                return client
        client = self._server.client(self._patience)
        try:
            with _refusals("connection", sender_is_judged=True):
                await client.connect()
                await client.mail(email.envelope_sender)
        except BaseException:
            client.close()
            raise
        return client

    async def _address(self, client: SMTP, email: OutgoingEmail) -> None:
        with _refusals("recipient"):
            await client.rcpt(email.recipient_address)
        if self._journal is None:
            return
        try:
            await client.rcpt(self._journal.address)
        except (SMTPException, OSError) as error:
            raise ChannelUnavailableError(
                f"the journal mailbox {self._journal.address} was refused, so nothing was sent: {error}"
            ) from error

    async def _hand_over(self, client: SMTP, wire: bytes) -> str:
        with _refusals("message", code_judges_content=True):
            start = await client.execute_command(b"DATA")
            if start.code != _START_MAIL:
                raise aiosmtplib.SMTPDataError(start.code, start.message)
            if client.protocol is None:
                raise SMTPServerDisconnected("connection lost before the message")
        try:
            client.protocol.write(_LINE_OF_DOT.sub(b"..", wire) + b".\r\n")
            end = await client.protocol.read_response(self._patience.total_seconds())
        except (SMTPException, OSError) as error:
            raise OutcomeUnknownError(
                f"{self._server} did not answer after it was given the message ({error}); it may have left"
            ) from error
        if end.code not in _ACCEPTED:
            raise _meaning(aiosmtplib.SMTPDataError(end.code, end.message), "message", 554)
        return end.message


@contextmanager
def _refusals(stage: str, *, sender_is_judged: bool = False, code_judges_content: bool = False) -> Iterator[None]:
    try:
        yield
    except SMTPResponseException as error:
        if sender_is_judged and error.code >= _PERMANENT:
            raise SenderRefusedError(_words(error, stage)) from error
        raise _meaning(error, stage, 554 if code_judges_content else error.code) from error
    except (SMTPException, OSError) as error:
        if type(error) in _NOT_OFFERED:
            raise SenderRefusedError(f"{stage}: {error}; check the SMTP URL's login and starttls") from error
        raise ChannelUnavailableError(f"{stage}: {error}; nothing was sent") from error


def _meaning(error: SMTPResponseException, stage: str, code: int) -> SevenfoldError:
    """The error for a server's answer.

    ``code`` is the one to judge by where the answer has no enhanced status: a bare 550 is about the address
    at RCPT, and about the content (as 554 says) after DATA.
    """
    words = _words(error, stage)
    if error.code < _PERMANENT:
        return ChannelUnavailableError(words)
    match judge_bounce("", error.message, code):
        case BounceKind.DEAD_ADDRESS:
            return RecipientRefusedError(words)
        case BounceKind.SENDER_BLOCKED:
            return SenderRefusedError(words)
        case BounceKind.TRY_LATER:
            return ChannelUnavailableError(words)


def _words(error: SMTPResponseException, stage: str) -> str:
    return f"{stage} refused: {error.code} {error.message}"
