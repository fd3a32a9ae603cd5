"""An email's wire bytes: the same bytes on every rebuild, and headers that arrive as they were written.

The standard library encodes a long ``List-Unsubscribe`` as RFC 2047 words, and mail readers then show no
unsubscribe button; a wide line limit avoids it. That limit would also let encoded words in a subject, and
quoted-printable lines in a body, grow longer than RFC 2047 and RFC 2045 allow: those keep the narrow one.
"""

import email.policy
import re
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Final

from domain.errors import InvalidInputError
from domain.outgoing.mail import OutgoingEmail

_LINE: Final = 76  # the longest line with encoded words (RFC 2047) or quoted-printable (RFC 2045)
_NARROW: Final = email.policy.SMTP.clone(max_line_length=_LINE)
_BY_PEOPLE: Final = frozenset({"subject", "from", "to"})
_SHORT: Final = 70  # characters; a longer word would be encoded to fit a narrow line, an address must not be
_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
_UNSUBSCRIBE: Final = re.compile(r"https?://[!-;=?-~]{1,900}")
_ADDRESS: Final = re.compile(r"[!-?A-~]+@[!-?A-~]+")


class _WirePolicy(email.policy.EmailPolicy):
    """Wide lines, except for headers written by people, which may need encoded words."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() not in _BY_PEOPLE:
            return super().fold_binary(name, value)
        if str(value).isascii():
            if any(len(word) >= _SHORT for word in str(value).split()):
                return super().fold_binary(name, value)
            return _NARROW.fold_binary(name, value)
        return f"{name}: {_encoded(name, value)}\r\n".encode("ascii")


def _encoded(name: str, value: Any) -> str:
    """A header with encoded words; the newer encoder of the library loses blanks between two of them."""
    if name.lower() == "subject":
        return Header(str(value), "utf-8", _LINE, name).encode(linesep="\r\n")
    (mailbox,) = value.addresses
    phrase = Header(mailbox.display_name, "utf-8", _LINE, name).encode(linesep="\r\n")
    return f"{phrase}\r\n <{mailbox.addr_spec}>"


_WIRE: Final = _WirePolicy(linesep="\r\n", max_line_length=998)


def build(mail: OutgoingEmail) -> bytes:
    """The wire bytes, CRLF lines, of an email: byte for byte the same on every call.

    Raises:
        InvalidInputError: naming the field that would forge a header, or that a bulk email lacks.
    """
    message = EmailMessage(policy=_NARROW)
    sender = _mailbox(mail.sender_name, mail.sender_address, "sender")
    recipient = _mailbox(mail.recipient_name, mail.recipient_address, "recipient")
    _set(message, "From", "sender_name", sender)
    _set(message, "To", "recipient_name", recipient)
    _set(message, "Subject", "subject", mail.subject)
    _set(message, "Date", "dated_at", format_datetime(mail.dated_at))
    _set(message, "Message-ID", "message_id", _known_id(mail.message_id, "message_id"))
    _set(message, "Reply-To", "reply_to", _plain(mail.reply_to, "reply_to"))
    _add_thread(message, mail)
    _add_unsubscribe(message, mail)
    _add_bodies(message, mail)
    return message.as_bytes(policy=_WIRE)


def _add_thread(message: EmailMessage, mail: OutgoingEmail) -> None:
    if mail.in_reply_to:
        _set(message, "In-Reply-To", "in_reply_to", _known_id(mail.in_reply_to, "in_reply_to"))
    if mail.references:
        ids = [_known_id(reference, "references") for reference in mail.references]
        _set(message, "References", "references", " ".join(ids))


def _add_unsubscribe(message: EmailMessage, mail: OutgoingEmail) -> None:
    if mail.kind == "personal":
        return
    if not mail.unsubscribe_url or not _UNSUBSCRIBE.fullmatch(mail.unsubscribe_url):
        raise InvalidInputError(
            "a bulk email needs an http(s) unsubscribe_url of at most 900 plain ASCII characters (RFC 8058)",
            field="unsubscribe_url",
        )
    ways = [f"<{mail.unsubscribe_url}>"]
    if mail.unsubscribe_mailto:
        ways.append(f"<mailto:{_plain(mail.unsubscribe_mailto, 'unsubscribe_mailto')}>")
    _set(message, "List-Unsubscribe", "unsubscribe_url", ", ".join(ways))
    _set(message, "List-Unsubscribe-Post", "unsubscribe_url", "List-Unsubscribe=One-Click")


def _add_bodies(message: EmailMessage, mail: OutgoingEmail) -> None:
    # Quoted-printable needs no 8BITMIME, survives relays that touch lines, and escapes "=": a boundary that
    # begins with "=_" can't occur in a body.
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
        message.set_boundary(f"=_{mail.send_id}")


def _mailbox(name: str, address: str, role: str) -> Address:
    """A header's mailbox; ``role`` (sender, recipient) begins the names of the two fields."""
    plain = _plain(address, f"{role}_address")
    try:
        Address(addr_spec=plain)
    except (ValueError, MessageError, IndexError) as error:
        raise InvalidInputError(f"{role}_address: {address!r}: {error}", field=f"{role}_address") from error
    try:
        return Address(display_name=name, addr_spec=plain)
    except (ValueError, MessageError, IndexError) as error:
        raise InvalidInputError(f"{role}_name: {name!r}: {error}", field=f"{role}_name") from error


def _plain(address: str, field: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise InvalidInputError(
            f"{field}: {address!r} is not name@domain in ASCII; write the domain in its xn-- form",
            field=field,
        )
    return address


def _known_id(value: str, field: str) -> str:
    if not _MESSAGE_ID.fullmatch(value):
        raise InvalidInputError(f"{field}: {value!r} is not a Message-ID like <id@domain>", field=field)
    return value


def _set(message: EmailMessage, header: str, field: str, value: str | Address) -> None:
    try:
        message[header] = value
    except (ValueError, MessageError) as error:  # CR and LF in a header value are how headers are forged
        raise InvalidInputError(f"{field}: {error}", field=field) from error
