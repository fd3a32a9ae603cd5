"""What lies in the mail server's mailboxes, read by IMAP as a mail program would."""

import asyncio
import re
from dataclasses import dataclass
from email.message import Message

from imap_tools import MailBoxUnencrypted
from post_office import PostOffice

_MARKER = re.compile(r"This is touch \[(\w+)\]")
_LINK = re.compile(r"https?://\S+/u/[\w.-]+")


@dataclass(frozen=True)
class Letter:
    """One mail of a mailbox.

    Attributes:
        touch: the marker in its text, or empty.
        unsubscribe: the link in its text, or empty.
        returns_to: the envelope's sender, where bounces and automatic answers go.
    """

    message_id: str
    touch: str
    subject: str
    sender: str
    reply_to: str
    returns_to: str
    unsubscribe: str


async def letters_to(office: PostOffice, *addresses: str) -> dict[str, list[Letter]]:
    """What each address has got, oldest first."""
    return await asyncio.to_thread(lambda: {address: _read(office, address) for address in addresses})


def _read(office: PostOffice, address: str) -> list[Letter]:
    with MailBoxUnencrypted("127.0.0.1", office.imap_port).login(address, office.password) as mailbox:
        return [_letter(mail.obj, mail.text) for mail in mailbox.fetch(mark_seen=False)]


def _letter(mail: Message, text: str) -> Letter:
    marker, link = _MARKER.search(text), _LINK.search(text)
    return Letter(
        message_id=str(mail["Message-ID"]).strip(),
        touch=marker.group(1) if marker else "",
        subject=str(mail["Subject"] or ""),
        sender=str(mail["From"] or ""),
        reply_to=str(mail["Reply-To"] or ""),
        returns_to=str(mail["Return-Path"] or "").strip("<> "),
        unsubscribe=link.group(0) if link else "",
    )
