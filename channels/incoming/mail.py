"""Reads received mail. Hostile mail never raises here: what can't be read is left empty.

Attachments are never opened: only text and HTML bodies, calendar parts and the parts of a report are.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.utils import getaddresses, parseaddr
from typing import Final

from channels.incoming.calendar_answers import read_calendar_answer
from channels.incoming.delivery_reports import MESSAGE_ID, read_report, read_reported_id
from channels.incoming.html_text import text_of_html
from channels.incoming.reply_text import strip_reply
from channels.incoming.return_date import find_return_date
from domain.errors import InvalidInputError
from domain.incoming.mail import CalendarAnswer, InboundMail

LARGEST_MAIL: Final = 10 * 1024 * 1024
_MOST_PARTS: Final = 100
_MOST_HEADER: Final = 2_000  # characters
_RECIPIENT_HEADERS: Final = ("Delivered-To", "X-Original-To", "To", "Cc")
_RULE_HEADERS: Final = frozenset(
    {"auto-submitted", "x-autoreply", "x-autorespond", "x-auto-reply-from", "x-auto-response-suppress"}
    | {"precedence", "return-path", "list-id", "reply-to"}
)


def parse(raw: bytes, received_at: datetime, *, envelope_to: tuple[str, ...] = (), locale: str = "") -> InboundMail:
    """Read one message.

    Args:
        raw: the message as received.
        received_at: aware; when the mail server took it.
        envelope_to: the addresses it was delivered to, where the source knows them.
        locale: of the lead, to read 3/4 as March or April in an out-of-office reply.

    Raises:
        InvalidInputError: only when it is larger than 10 MB.
    """
    if len(raw) > LARGEST_MAIL:
        raise InvalidInputError(
            f"message of {len(raw)} bytes: at most {LARGEST_MAIL} are read; cut it there", field="raw"
        )
    message = _message(raw)
    parts = _parts(message)
    text = _text(parts)
    back = find_return_date(f"{_header(message, 'Subject')}\n\n{text}", received_at, locale)
    return InboundMail(
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        received_at=received_at.astimezone(UTC),
        message_id=_first_id(_header(message, "Message-ID")),
        sender_address=parseaddr(_header(message, "From"))[1].casefold(),
        recipients=_recipients(message, envelope_to),
        in_reply_to=_first_id(_header(message, "In-Reply-To")),
        references=tuple(MESSAGE_ID.findall(_header(message, "References"))),
        subject=_header(message, "Subject"),
        headers={name: _header(message, name) for name in sorted(_RULE_HEADERS) if name in message},
        stripped_text=text,
        report=read_report(parts),
        reported_message_id=read_reported_id(parts),
        calendar_answer=_calendar_answer(parts),
        return_date=back[0] if back else None,
        return_sentence=back[1] if back else "",
    )


def _message(raw: bytes) -> Message:
    # compat32 reads headers lazily; the newer policies parse them on access, and raise on some malformed ones.
    # The library parses nested parts by recursion: what nests too deep is read by its headers only.
    nesting = raw.count(b"boundary=") + raw.count(b"message/rfc822")
    if nesting <= _MOST_PARTS:
        with suppress(RecursionError, ValueError, MessageError, LookupError):
            return BytesParser(policy=policy.compat32).parsebytes(raw)
    return BytesHeaderParser(policy=policy.compat32).parsebytes(raw)


def _parts(message: Message) -> list[Message]:
    """The parts in document order, without those of an attached message: they are somebody else's words."""
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) < _MOST_PARTS:
        part = waiting.pop(0)
        found.append(part)
        # Of other parts it is not asked: the library would decode them, and some charsets raise then.
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting = [inner for inner in part.get_payload() if isinstance(inner, Message)] + waiting
    return found


def _text(parts: Iterable[Message]) -> str:
    bodies = [part for part in parts if not _is_attachment(part)]
    for plain in _of_type(bodies, "text/plain"):
        if text := strip_reply(_decoded(plain)):
            return text
    for html in _of_type(bodies, "text/html"):
        if text := strip_reply(text_of_html(_decoded(html))):
            return text
    return ""


def _of_type(parts: Iterable[Message], content_type: str) -> Iterator[Message]:
    return (part for part in parts if part.get_content_type() == content_type)


def _is_attachment(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().casefold().startswith("attachment")


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_param("charset", "utf-8")
    try:
        return payload.decode(charset if isinstance(charset, str) else "utf-8", errors="replace")
    except (LookupError, ValueError):
        return payload.decode("utf-8", errors="replace")


def _header(message: Message, name: str) -> str:
    return next(iter(_headers(message, name)), "")


def _headers(message: Message, name: str) -> Iterator[str]:
    """The values of a header, decoded; bare eight-bit ones are taken for UTF-8."""
    for key, raw in message.raw_items():
        if key.casefold() == name.casefold():
            value = str(raw)[:_MOST_HEADER].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            with suppress(ValueError, LookupError, MessageError):  # shown as it came
                value = str(make_header(decode_header(value)))
            yield " ".join(value.split())


def _recipients(message: Message, envelope_to: tuple[str, ...]) -> tuple[str, ...]:
    delivered = [value for name in _RECIPIENT_HEADERS for value in _headers(message, name)]
    addresses = [*envelope_to, *(address for _, address in getaddresses(delivered))]
    return tuple(dict.fromkeys(address.casefold() for address in addresses if address))[:_MOST_PARTS]


def _first_id(value: str) -> str:
    found = MESSAGE_ID.search(value)
    return found.group() if found else ""


def _calendar_answer(parts: Iterable[Message]) -> CalendarAnswer | None:
    answers = (read_calendar_answer(_decoded(part)) for part in _of_type(parts, "text/calendar"))
    return next((answer for answer in answers if answer), None)
