"""Tracked links: our own signed addresses that redirect to the address in the message, and nowhere else. Pure.

The target is part of what is signed, so nobody can make our links lead elsewhere. Addresses that a lead typed into a
form are not tracked: otherwise anybody could have us sign an address of theirs.
"""

import base64
import binascii
import hashlib
import hmac
import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from domain.errors import InvalidInputError
from domain.outgoing.tokens import SEND_ID

LONGEST_TARGET: Final = 1_500
"""The most characters of a target; some mail programs do not open longer links."""

_LONGEST_TOKEN: Final = 4_096
_SIGNATURE_BYTES: Final = 16
_TARGET: Final = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_WRITTEN_HOST: Final = re.compile(r"https?://([a-z0-9.-]+)", re.IGNORECASE)


class Target(NamedTuple):
    """Where a link leads, and the send that contains it."""

    send_id: str
    address: str


def link_token(send_id: str, address: str, secret: str) -> str:
    """The signed token of a link, safe in a URL's path.

    Raises:
        InvalidInputError: the address is not a web address, or the ``send_id`` is not valid.
    """
    if fault := fault_of(address):
        raise InvalidInputError(fault)
    if not SEND_ID.fullmatch(send_id):
        raise InvalidInputError(f"send_id {send_id!r} cannot be part of a link: use 1 to 40 of a-z, 0-9 and dots")
    payload = _encoded(f"{send_id} {address}".encode())
    return f"{payload}.{_signature(payload, secret)}"


def read_link(token: str, secret: str) -> Target | None:
    """Where a genuine token leads; None for any other token. Signatures are compared in constant time."""
    payload, dot, signature = token.partition(".")
    if not dot or len(token) > _LONGEST_TOKEN or not token.isascii():
        return None
    if not hmac.compare_digest(signature, _signature(payload, secret)):
        return None
    try:
        send_id, _, address = base64.urlsafe_b64decode(f"{payload}{'=' * (-len(payload) % 4)}").decode().partition(" ")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return Target(send_id, address) if not fault_of(address) else None


def fault_of(address: str) -> str:
    """Why an address cannot be linked to, with the remedy; empty when it can."""
    if len(address) > LONGEST_TARGET:
        return f"an address of {len(address)} characters is too long to be tracked: {LONGEST_TARGET} at most"
    if not _TARGET.fullmatch(address) or not _host_of(address):
        return f"{address!r} is not a web address: a tracked link begins with https:// and a host, and has no spaces"
    return ""


class TrackedLinks:
    """Makes the tracked links of one email.

    Only addresses on hosts that the message itself, or the sender's website, names are tracked; every other address
    stays as it is.
    """

    def __init__(self, send_id: str, secret: str, public_url: str, written: str) -> None:
        """Prepare the links of one send.

        Args:
            send_id: the send's id.
            secret: signs.
            public_url: base of our own links, without a final slash.
            written: what marketing ops wrote: the template of the message, and the sender's website.
        """
        self._send_id = send_id
        self._secret = secret
        self._base = f"{public_url}/l/"
        self._own = public_url
        self._hosts = frozenset(host.casefold() for host in _WRITTEN_HOST.findall(written))

    def __call__(self, address: str) -> str:
        """The tracked form of an address; the address itself if it cannot or must not be tracked."""
        if fault_of(address) or self.why_not(address):
            return address
        return f"{self._base}{link_token(self._send_id, address, self._secret)}"

    def why_not(self, address: str) -> str:
        """Why a valid address is not tracked; empty if it is."""
        if address.startswith(f"{self._own}/"):
            return "our own links are not tracked: an opt-out must not count as a click"
        host = _host_of(address)
        if not any(host == named or host.endswith(f".{named}") for named in self._hosts):
            return f"neither the message nor the sender's website names the host {host!r}"
        return ""


def _host_of(address: str) -> str:
    try:
        split = urlsplit(address)
    except ValueError:  # brackets that are no IPv6 address
        return ""
    # A name before an @ is what deceives readers: https://our-site.example@elsewhere.example
    return "" if split.username is not None else (split.hostname or "").casefold()


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _signature(payload: str, secret: str) -> str:
    # The purpose is part of what is signed, so that no other HMAC with the same secret passes as a link.
    mac = hmac.new(secret.encode(), b"tracked-link:" + payload.encode(), hashlib.sha256)
    return _encoded(mac.digest()[:_SIGNATURE_BYTES])
