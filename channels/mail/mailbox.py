"""One IMAP mailbox, read without changing it. Blocking: callers run it in a thread."""

import imaplib
import re
import selectors
import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Self
from urllib.parse import unquote, urlsplit

from imap_tools import AND, BaseMailBox, H, MailBox, MailBoxUnencrypted

from domain.errors import SettingsInvalidError

_PORTS: Final = {"imap": 143, "imaps": 993}
_INTERNAL_DATE: Final = re.compile(rb'INTERNALDATE "([^"]+)"')


@dataclass(frozen=True)
class ReceivedMessage:
    """One message as the mailbox holds it."""

    uid: int
    received_at: datetime
    raw: bytes


@dataclass(frozen=True)
class ImapAddress:
    """A mailbox and its login; prints without the password."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    tls: bool

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read ``imap[s]://user:password@host[:port][/FOLDER]``; the folder is INBOX by default.

        Raises:
            SettingsInvalidError: naming what is wrong, never the password.
        """
        parts = urlsplit(url)
        try:
            port = parts.port
        except ValueError as error:
            raise SettingsInvalidError(f"IMAP URL: {error}") from error
        if parts.scheme not in _PORTS or not parts.hostname or not parts.username:
            raise SettingsInvalidError(
                f"IMAP URL with scheme {parts.scheme!r}: expected imap[s]://user:password@host:port/FOLDER"
            )
        return cls(
            host=parts.hostname,
            port=port or _PORTS[parts.scheme],
            user=unquote(parts.username),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
            tls=parts.scheme == "imaps",
        )

    def __str__(self) -> str:
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


class ImapMailbox:
    """A connection to one mailbox.

    Every method raises OSError or an error of ``imaplib`` or ``imap_tools`` when the connection breaks.
    """

    def __init__(self, address: ImapAddress, patience: timedelta) -> None:
        self._address = address
        self._patience = patience
        self._connected: BaseMailBox | None = None
        self.can_idle = False
        """Whether the server announces new messages; known once open."""

    def open(self) -> None:
        """Connect, log in and select the folder, for reading only."""
        kind = MailBox if self._address.tls else MailBoxUnencrypted
        self._connected = kind(self._address.host, self._address.port, timeout=self._patience.total_seconds())
        self._box.login(self._address.user, self._address.password, initial_folder=None)
        self._box.folder.set(self._address.folder, readonly=True)
        # Asked again, because what the greeting said held before the login.
        _, capabilities = self._box.client.capability()
        self.can_idle = b"IDLE" in b" ".join(capabilities).upper().split()

    def uidvalidity(self) -> int:
        """The number whose change means that UIDs were given anew."""
        _, values = self._box.client.response("UIDVALIDITY")
        if values and isinstance(values[0], bytes):
            return int(values[0])
        return int(self._box.folder.status(self._address.folder, ["UIDVALIDITY"])["UIDVALIDITY"])

    def uids_after(self, uid: int) -> list[int]:
        """The UIDs above ``uid``, ascending."""
        self._was_announced()  # what was announced until now is what is asked for here
        # "n:*" names the last message even when its UID is below n, hence the filter.
        found = (int(text) for text in self._box.uids(f"UID {uid + 1}:*"))
        return sorted(number for number in found if number > uid)

    def fetch(self, uid: int, most_bytes: int) -> ReceivedMessage | None:
        """One message, cut at ``most_bytes``, left unseen; None when it has gone."""
        _, answer = self._box.client.uid("FETCH", str(uid), f"(INTERNALDATE BODY.PEEK[]<0.{most_bytes}>)")
        body = next((item[1] for item in answer if isinstance(item, tuple)), None)
        if not isinstance(body, bytes):
            return None
        described = b" ".join(item[0] if isinstance(item, tuple) else item or b"" for item in answer)
        return ReceivedMessage(uid=uid, received_at=_internal_date(described), raw=body)

    def holds(self, message_id: str) -> bool:
        """Whether a message with this Message-ID is in the folder."""
        return bool(self._box.uids(AND(header=H("Message-ID", message_id))))

    def wait(self, longest: timedelta) -> None:
        """Return when the server has announced something since ``uids_after``, or after ``longest``.

        Needs ``can_idle``. An announcement that came in one packet with the answer to IDLE may go unseen, so
        ``longest`` bounds the delay.
        """
        if self._was_announced():
            return
        # Not the library's own wait: it reads without blocking, and when an announcement arrives in pieces it
        # loses its place and the connection with it. Here IDLE is ended first, and all is read by blocking.
        self._box.idle.start()  # type: ignore[no-untyped-call] # the library leaves it untyped
        if not self._was_announced():
            with selectors.DefaultSelector() as selector:
                selector.register(self._box.client.sock, selectors.EVENT_READ)
                selector.select(longest.total_seconds())
        self._box.idle.stop()  # type: ignore[no-untyped-call] # as above

    def _was_announced(self) -> bool:
        """Whether new messages were announced since this was last asked."""
        return self._box.client.response("EXISTS")[1] != [None]

    def refresh(self) -> None:
        """Let the server tell what is new, where it does so only when asked."""
        self._box.client.noop()

    def hang_up(self) -> None:
        """Break the connection, from any thread: a call that waits on it in another thread fails at once."""
        if self._connected:
            with suppress(OSError):
                self._connected.client.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Log out where the connection still works, and let go of it."""
        if not self._connected:
            return
        with suppress(OSError, imaplib.IMAP4.error):
            self._connected.client.logout()
        with suppress(OSError):
            self._connected.client.shutdown()

    @property
    def _box(self) -> BaseMailBox:
        if self._connected is None:
            raise ConnectionError(f"mailbox {self._address} is not open")
        return self._connected


def _internal_date(described: bytes) -> datetime:
    found = _INTERNAL_DATE.search(described)
    if not found:
        return datetime.now(UTC)
    return datetime.strptime(found.group(1).decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
