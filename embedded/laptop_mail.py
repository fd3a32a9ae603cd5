"""Runs mail-devel as a real mail server: ``python -m embedded.laptop_mail`` takes mail-devel's own arguments.

mail-devel is meant for looking at what one program sends, so two things are replaced:

- mail-devel delivers by the ``To`` and ``Cc`` headers and rewrites the message. Here delivery follows the envelope,
  so that blind copies arrive, and keeps the bytes, so that they are equal to what was sent.
- mail-devel's "reply" answers ``From`` as a random person. Here it answers ``Reply-To`` as the mailbox's owner, so
  that a visitor who opens a lead's mailbox answers as that lead.
"""

import asyncio
import signal
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from mail_devel.service import Service
from mail_devel.utils import configure_logging
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import FetchRequirement


class EnvelopeDelivery:
    """Takes mail from SMTP and puts its bytes unchanged into the inbox of each envelope recipient.

    Like a delivery agent it adds ``Return-Path`` (the envelope's sender) and ``Delivered-To`` (the address before any
    alias is followed) on top. Mailbox names are in lower case.

    Args:
        mailboxes: mail-devel's mailboxes by address.
        loop: the loop that serves IMAP. SMTP runs in another thread, but a mailbox's locks and its notices of new
            mail belong to the loop that reads it.
    """

    def __init__(self, mailboxes: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._mailboxes = mailboxes
        self._loop = loop

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002 - aiosmtpd calls it by this name with these arguments
        """Deliver one message and return the answer to ``DATA``."""
        delivered = asyncio.run_coroutine_threadsafe(self._deliver(envelope), self._loop)
        await asyncio.wrap_future(delivered)
        return "250 2.0.0 delivered"

    async def _deliver(self, envelope: Envelope) -> None:
        content = envelope.original_content or b""
        for recipient in dict.fromkeys(address.lower() for address in envelope.rcpt_tos):
            trace = f"Return-Path: <{envelope.mail_from or ''}>\r\nDelivered-To: {recipient}\r\n"
            account = await self._mailboxes.get(self._mailboxes.apply_alias(recipient))
            inbox = await account.get_mailbox("INBOX")
            await inbox.append(
                AppendMessage(literal=trace.encode() + content, when=datetime.now(UTC), flag_set=frozenset())
            )


class AnswerAsOwner:
    """The web inbox's "reply": a draft from the mailbox's owner to the sender's ``Reply-To``."""

    def __init__(self, mailboxes: Any) -> None:
        self._mailboxes = mailboxes

    async def __call__(self, socket: Any, account: str, mailbox: str, uid: int) -> None:
        """Send the draft's headers to the browser; the visitor writes the body."""
        inbox = await (await self._mailboxes.get(account)).get_mailbox(mailbox)
        async for stored in inbox.messages():
            if stored.uid == uid:
                loaded = await stored.load_content(FetchRequirement.CONTENT)
                original = message_from_bytes(bytes(loaded.content), policy=policy.default)
                mail = {"header": reply_headers(original, account)}
                data = {"account": account, "mailbox": mailbox, "uid": uid, "mail": mail}
                await socket.send_json({"command": "reply_mail", "data": data})
                return


def reply_headers(original: EmailMessage, owner: str) -> dict[str, str]:
    """The headers of the mailbox owner's answer to ``original`` (RFC 5322, 3.6.4)."""
    subject = str(original["Subject"] or "")
    message_id = str(original["Message-ID"] or "").strip()
    references = f"{original['References'] or ''} {message_id}".split()
    headers = {
        "from": owner,
        "to": str(original["Reply-To"] or original["From"] or ""),
        "subject": subject if subject.lower().startswith("re:") else f"Re: {subject}",
        "in-reply-to": message_id,
        "references": " ".join(references),
        "date": formatdate(),
    }
    return {name: value for name, value in headers.items() if value}


async def serve(arguments: list[str] | None = None) -> None:
    """Run until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    service = await Service.init(Service.parse(arguments))
    service.smtp.handler = EnvelopeDelivery(service.mailboxes, loop)
    service.frontend.on_reply_mail = AnswerAsOwner(service.mailboxes)
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    async with service.start():
        await stopped.wait()


if __name__ == "__main__":
    configure_logging("WARNING")
    asyncio.run(serve())
