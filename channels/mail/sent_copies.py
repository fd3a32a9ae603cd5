"""The journal mailbox: every email that left has a copy there, so a send of unknown outcome can be settled."""

import asyncio
import imaplib
from datetime import timedelta

from imap_tools.errors import ImapToolsError

from channels.mail.mailbox import ImapAddress, ImapMailbox
from domain.errors import ChannelUnavailableError


class ImapJournal:
    """An IMAP mailbox that gets a copy of every email, as a second recipient of the same SMTP transaction.

    Args:
        url: ``imap[s]://user:password@host[:port][/FOLDER]``, to look mails up.
        address: the mailbox's own, which gets the copies.
        delay: how long a copy may take to get there: a relay may need seconds. Ask after that, not at once.
        patience: how long one answer of the server may take.

    Raises:
        SettingsInvalidError: when the URL can't be understood.
    """

    def __init__(
        self, url: str, address: str, *, delay: timedelta = timedelta(0), patience: timedelta = timedelta(seconds=30)
    ) -> None:
        self.address = address
        self.delay = delay
        self._server = ImapAddress.parse(url)
        self._patience = patience

    async def holds(self, message_id: str) -> bool:
        """Whether an email with this Message-ID left.

        Raises:
            ChannelUnavailableError: the journal can't be asked now.
        """
        try:
            return await asyncio.to_thread(self._look_up, message_id)
        except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
            raise ChannelUnavailableError(f"journal {self._server} can't be asked: {error}") from error

    def _look_up(self, message_id: str) -> bool:
        mailbox = ImapMailbox(self._server, self._patience)
        try:
            mailbox.open()
            return mailbox.holds(message_id)
        finally:
            mailbox.close()
