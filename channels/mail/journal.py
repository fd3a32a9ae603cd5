"""The journal mailbox: every email that left has a copy there, so a send of unknown outcome can be settled."""

import asyncio
import imaplib
from datetime import timedelta

from imap_tools.errors import ImapToolsError

from channels.mail.mailbox import ImapAddress, ImapMailbox
from domain.errors import ChannelUnavailableError


class ImapJournal:
    """A ``SentMailJournal`` in an IMAP mailbox that the SMTP channel names as its journal address.

    A relay may take seconds to deliver the copy: ask some time after the send, not at once.

    Raises:
        SettingsInvalidError: when the URL can't be understood.
    """

    def __init__(self, url: str, *, patience: timedelta = timedelta(seconds=30)) -> None:
        self._address = ImapAddress.parse(url)
        self._patience = patience

    async def holds(self, message_id: str) -> bool:
        """See ``SentMailJournal.holds``."""
        try:
            return await asyncio.to_thread(self._look_up, message_id)
        except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
            raise ChannelUnavailableError(f"journal {self._address} can't be asked: {error}") from error

    def _look_up(self, message_id: str) -> bool:
        mailbox = ImapMailbox(self._address, self._patience)
        try:
            mailbox.open()
            return mailbox.holds(message_id)
        finally:
            mailbox.close()
