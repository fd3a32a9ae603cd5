"""Tokens in mail addresses, and Message-IDs: both identify the send that an email belongs to.

A token is ``<send_id>-<16 base32 letters>``, lower case. Mail systems may fold the case of a local part and
allow it 64 octets, which rules out the mixed-case tokens that web links use. Links that acknowledge alerts, links to a
lead's form, and the console's buttons have tokens of other kinds, so that no token passes for another.
"""

import base64
import hashlib
import hmac
import re
from datetime import datetime
from typing import Final, Literal

from domain.errors import InvalidInputError

MailPurpose = Literal["reply", "bounce", "unsub"]

SEND_ID: Final = re.compile(r"[a-z0-9.]{1,40}")
_TOKEN: Final = re.compile(r"([a-z0-9.]{1,40})-([a-z2-7]{16})(?![a-z0-9])")
_SIGNATURE_BYTES: Final = 10  # 80 bits: 16 letters of base32 without padding
_MAIL: Final = b"mail-token:"
_ALERT: Final = b"alert-token:"
_FORM: Final = b"form-token:"
_CONSOLE: Final = b"console-token:"


def reply_token(send_id: str, secret: str) -> str:
    """The signed token of a send, at most 57 octets, safe in a local part in any case.

    Raises:
        InvalidInputError: when ``send_id`` is not 1-40 of ``a-z 0-9 .`` or holds two dots in a row.
    """
    _refuse_bad_send_id(send_id)
    return f"{send_id}-{_signature(send_id, secret)}"


def read_token(text: str, secret: str) -> str | None:
    """The send_id of the first genuine token in an address or any other text, or None.

    Case does not matter; signatures are compared in constant time.
    """
    for match in _TOKEN.finditer(text.lower()):
        send_id, signature = match.groups()
        if hmac.compare_digest(signature, _signature(send_id, secret)):
            return send_id
    return None


def tokened_address(purpose: MailPurpose, send_id: str, secret: str, domain: str) -> str:
    """``reply+TOKEN@domain`` for Reply-To, ``bounce+…`` as envelope sender, ``unsub+…`` to opt out by mail.

    Raises:
        InvalidInputError: as ``reply_token``.
    """
    return f"{purpose}+{reply_token(send_id, secret)}@{domain.lower()}"


def message_id(send_id: str, domain: str) -> str:
    """The Message-ID of a send, with its angle brackets: the same send always gets the same one.

    Raises:
        InvalidInputError: as ``reply_token``.
    """
    _refuse_bad_send_id(send_id)
    digest = hashlib.blake2b(send_id.encode("ascii"), digest_size=16).hexdigest()
    return f"<{digest}@{domain.lower()}>"


def alert_token(alert_id: str, person: str, secret: str) -> str:
    """The token of a link that acknowledges an alert as this person; with an empty person, anybody may."""
    said = f"{alert_id}~{person}"
    return f"{said}~{_signature(said, secret, _ALERT)}"


def read_alert_token(token: str, secret: str) -> tuple[str, str] | None:
    """The alert and the person of a genuine token, or None."""
    said, _, signature = token.rpartition("~")
    alert_id, tilde, person = said.rpartition("~")
    if not tilde or not hmac.compare_digest(signature.encode(), _signature(said, secret, _ALERT).encode()):
        return None
    return alert_id, person


def form_token(lead_id: str, secret: str) -> str:
    """The token of the link under which a lead fills in what is missing.

    Raises:
        InvalidInputError: ``lead_id`` cannot be part of a link; as ``reply_token``.
    """
    _refuse_bad_send_id(lead_id)
    return f"{lead_id}-{_signature(lead_id, secret, _FORM)}"


def read_form_token(token: str, secret: str) -> str | None:
    """The lead of a genuine token, or None."""
    found = _TOKEN.fullmatch(token.lower())
    if found is None:
        return None
    lead_id, signature = found.groups()
    return lead_id if hmac.compare_digest(signature, _signature(lead_id, secret, _FORM)) else None


def console_token(user: str, until: datetime, secret: str) -> str:
    """The token that the console's buttons send, so that no foreign page can press them in a user's name.

    Args:
        user: their login; another user's token is refused.
        until: how long the page may be used.
        secret: the key of all tokens.
    """
    seconds = str(int(until.timestamp()))
    return f"{seconds}~{_signature(f'{seconds}~{user}', secret, _CONSOLE)}"


def is_console_token(token: str, user: str, now: datetime, secret: str) -> bool:
    """Whether a button was pressed on a page that was shown to this user, and not too long ago."""
    seconds, _, signature = token.partition("~")
    genuine = hmac.compare_digest(signature.encode(), _signature(f"{seconds}~{user}", secret, _CONSOLE).encode())
    return genuine and int(seconds) >= now.timestamp()


def _signature(said: str, secret: str, purpose: bytes = _MAIL) -> str:
    # The purpose is part of what is signed, so that no other HMAC with the same secret passes as a token.
    mac = hmac.new(secret.encode("utf-8"), purpose + said.encode("utf-8"), hashlib.sha256)
    return base64.b32encode(mac.digest()[:_SIGNATURE_BYTES]).decode("ascii").lower()


def _refuse_bad_send_id(send_id: str) -> None:
    if not SEND_ID.fullmatch(send_id) or ".." in send_id:
        raise InvalidInputError(
            f"send_id {send_id!r} cannot be part of a mail address: use 1 to 40 of a-z, 0-9 and single dots",
            field="send_id",
        )
