"""Tracked links: a signed address of ours that leads to where the message says, and to nowhere else. Pure.

The target travels inside the signature, so nobody can make one of our links lead elsewhere. What a lead typed into a
form makes no tracked link either: else anybody could have us sign an address of their own, and mail it to themselves.
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
"""Characters; with more, the link would be longer than some mail programs follow."""

_LONGEST_TOKEN: Final = 4_096
_SIGNATURE_BYTES: Final = 16
_TARGET: Final = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_WRITTEN_HOST: Final = re.compile(r"https?://([a-z0-9.-]+)", re.IGNORECASE)


class Target(NamedTuple):
    """Where a link leads, and the send that it stands in."""

    send_id: str
    address: str


def link_token(send_id: str, address: str, secret: str) -> str:
    """The signed token of a link, safe in a URL's path.

    Raises:
        InvalidInputError: the address is no web address, or the ``send_id`` is none.
    """
    if fault := fault_of(address):
        raise InvalidInputError(fault)
    if not SEND_ID.fullmatch(send_id):
        raise InvalidInputError(f"send_id {send_id!r} can't stand in a link: use 1 to 40 of a-z, 0-9 and dots")
    payload = _encoded(f"{send_id} {address}".encode())
    return f"{payload}.{_signature(payload, secret)}"


def read_link(token: str, secret: str) -> Target | None:
    """Where a genuine token leads; None of any other. Signatures are compared in constant time."""
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
        return f"{address!r} is no web address: a tracked link begins with https:// and a host, and has no spaces"
    return ""


class TrackedLinks:
    """Makes the links of one mail.

    Only addresses on hosts that the message itself, or the sender's website, names are tracked; every other address
    stays as it is.
    """

    def __init__(self, send_id: str, secret: str, public_url: str, written: str) -> None:
        """Of one send.

        Args:
            send_id: the send's id.
            secret: signs.
            public_url: base of our own links, without a slash at its end.
            written: what marketing ops wrote: the message as a template, and the sender's website.
        """
        self._send_id = send_id
        self._secret = secret
        self._base = f"{public_url}/l/"
        self._own = public_url
        self._hosts = frozenset(host.casefold() for host in _WRITTEN_HOST.findall(written))

    def __call__(self, address: str) -> str:
        """The tracked form of an address; the address itself where that cannot or must not be."""
        if fault_of(address) or self.why_not(address):
            return address
        return f"{self._base}{link_token(self._send_id, address, self._secret)}"

    def why_not(self, address: str) -> str:
        """Why an address is not tracked though it is one; empty when it is."""
        if address.startswith(f"{self._own}/"):
            return "our own links are not tracked: whoever wants no more mail is not to be counted for it"
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
    # The purpose is signed along, so that no other HMAC made with the same secret passes as a link.
    mac = hmac.new(secret.encode(), b"tracked-link:" + payload.encode(), hashlib.sha256)
    return _encoded(mac.digest()[:_SIGNATURE_BYTES])
