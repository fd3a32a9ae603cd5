"""Reads a mailbox of the demo's mail server."""

import asyncio
import imaplib
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlsplit

from imap_tools import ImapToolsError

from channels.mail.mailbox import ImapAddress, ImapMailbox
from embedded.addresses import Addresses
from embedded.mail_server import mailbox_url

LOOK_EVERY_SECONDS = 0.4
PATIENCE = timedelta(seconds=10)
LARGEST = 512 * 1024


def mailbox_of(person: str, addresses: Addresses) -> str:
    """The URL of a person's mailbox."""
    port = urlsplit(addresses.imap).port or 0
    return mailbox_url(person.lower(), port)


async def mails_of(person: str, addresses: Addresses) -> AsyncIterator[bytes]:
    """A person's mails as they arrive, oldest first, for ever; waits if the server is away."""
    while True:
        box = ImapMailbox(ImapAddress.parse(mailbox_of(person, addresses)), PATIENCE)
        try:
            await asyncio.to_thread(box.open)
            async for raw in _arriving(box):
                yield raw
        except (OSError, imaplib.IMAP4.error, ImapToolsError):
            await asyncio.sleep(1)
        finally:
            box.hang_up()


async def _arriving(box: ImapMailbox) -> AsyncIterator[bytes]:
    last = 0
    while True:
        for uid in await asyncio.to_thread(box.uids_after, last):
            last = uid
            if mail := await asyncio.to_thread(box.fetch, uid, LARGEST):
                yield mail.raw
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        await asyncio.to_thread(box.refresh)


def all_mails(person: str, addresses: Addresses) -> list[bytes]:
    """All mails in a person's mailbox. This call blocks."""
    box = ImapMailbox(ImapAddress.parse(mailbox_of(person, addresses)), PATIENCE)
    box.open()
    try:
        found = [box.fetch(uid, LARGEST) for uid in box.uids_after(0)]
        return [mail.raw for mail in found if mail is not None]
    finally:
        box.close()
