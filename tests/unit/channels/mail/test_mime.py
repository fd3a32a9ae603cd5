"""An email's wire bytes: stable, readable by every mail program, and impossible to forge headers in."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.mail.mime import build
from domain.errors import InvalidInputError
from domain.outgoing.mail import OutgoingEmail

LONG_URL = "https://t.example.com/u/" + "k" * 300
written = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200)


def email(**changes: Any) -> OutgoingEmail:
    fields: dict[str, Any] = {
        "send_id": "lead1.intro.1",
        "sender_name": "Zoë Müller",
        "sender_address": "zoe@example.com",
        "recipient_name": "Jürgen Groß",
        "recipient_address": "juergen@lead.example",
        "subject": "Your question",
        "text": "Hello Jürgen,\n.a line with a dot\n=_lead1.intro.1\n",
        "html": "<p>Hello Jürgen</p>",
        "message_id": "<aa11@example.com>",
        "reply_to": "reply+lead1.intro.1-aaaaaaaaaaaaaaaa@in.example.com",
        "envelope_sender": "bounce+lead1.intro.1-aaaaaaaaaaaaaaaa@in.example.com",
        "dated_at": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    }
    return OutgoingEmail(**{**fields, **changes})


def read(wire: bytes) -> EmailMessage:
    return message_from_bytes(wire, policy=policy.default)


def raw_header(wire: bytes, name: str) -> str:
    head = wire.partition(b"\r\n\r\n")[0].decode("ascii")
    found = re.search(rf"(?ms)^{name}: (.*?)(?=\r\n\S|\Z)", head)
    return found.group(1) if found else ""


def test_the_same_email_builds_the_same_bytes() -> None:
    """A rebuild after a crash hashes like the first build."""
    first, second = build(email()), build(email())

    assert first == second


def decoded(header: str) -> str:
    return str(make_header(decode_header(header)))


@given(subject=written, name=written, text=st.text(st.characters(exclude_categories=["Cs"]), max_size=500))
def test_what_people_wrote_arrives(subject: str, name: str, text: str) -> None:
    """Any subject and name survive, in lines that the oldest relay takes."""
    wire = build(email(subject=subject, sender_name=name, text=text))

    shown_name, address = parseaddr(raw_header(wire, "From"))
    assert decoded(raw_header(wire, "Subject")).split() == subject.split()
    assert decoded(shown_name).split() == name.split()
    assert address == "zoe@example.com"
    assert all(len(line) <= 998 for line in wire.split(b"\r\n"))
    assert all(len(word) <= 75 for word in re.findall(rb"=\?[^ \r\n]*\?=", wire.partition(b"\r\n\r\n")[0]))
    assert all(byte < 128 for byte in wire)


def test_the_text_comes_first_and_the_html_second() -> None:
    """Readers show the last alternative they can; both hold what was written."""
    message = read(build(email()))

    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert isinstance(text, EmailMessage)
    assert text.get_content().splitlines() == email().text.splitlines()


def test_an_email_without_html_is_plain() -> None:
    """No empty alternative is sent."""
    assert read(build(email(html=None))).get_content_type() == "text/plain"


def test_body_lines_are_short_though_header_lines_may_be_long() -> None:
    """Quoted-printable allows 76 characters a line (RFC 2045), whatever the header limit is."""
    wire = build(email(text="x" * 3000, html=None))

    assert all(len(line) <= 76 for line in wire.partition(b"\r\n\r\n")[2].split(b"\r\n"))


def test_bulk_mail_carries_one_click_unsubscribe_in_the_clear() -> None:
    """A long List-Unsubscribe encoded as RFC 2047 words costs the unsubscribe button."""
    wire = build(email(kind="bulk", unsubscribe_url=LONG_URL, unsubscribe_mailto="unsub+t@in.example.com"))

    assert raw_header(wire, "List-Unsubscribe") == f"<{LONG_URL}>, <mailto:unsub+t@in.example.com>"
    assert raw_header(wire, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"


def test_personal_mail_carries_no_list_header() -> None:
    """List headers suppress out-of-office replies."""
    wire = build(email(unsubscribe_url=LONG_URL))

    assert b"List-" not in wire
    assert b"Precedence" not in wire


def test_a_thread_is_told_oldest_first() -> None:
    """In-Reply-To names the touch before, References all of them, however many."""
    thread = tuple(f"<{'a' * 40}{number}@example.com>" for number in range(20))

    wire = build(email(in_reply_to=thread[-1], references=thread))

    assert raw_header(wire, "References").split() == list(thread)
    assert raw_header(wire, "In-Reply-To") == thread[-1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "Hello\r\nBcc: everyone@example.com"),
        ("sender_name", "Zoë\nX-Evil: 1"),
        ("recipient_name", "J\r\n\r\nbody"),
        ("recipient_address", "a@b.example\r\nRCPT TO:<c@d.example>"),
        ("recipient_address", "jürgen@lead.example"),
        ("recipient_address", "nobody"),
        ("reply_to", "reply@in.example.com, other@example.com"),
        ("message_id", "no brackets"),
        ("in_reply_to", "<a@b>\r\nX-Evil: 1"),
        ("references", ("<a@b>", "x y")),
    ],
)
def test_a_forged_or_broken_header_is_refused(field: str, value: object) -> None:
    """The refusal names the field to mend."""
    with pytest.raises(InvalidInputError) as refusal:
        build(email(**{field: value}))

    assert refusal.value.field == field


@pytest.mark.parametrize("url", [None, "", "ftp://x", "https://x.example/a b", "https://x.example/\r\nX: 1"])
def test_bulk_mail_without_a_usable_unsubscribe_url_is_refused(url: str | None) -> None:
    """Marketing mail may not leave without its way out."""
    with pytest.raises(InvalidInputError, match="unsubscribe_url"):
        build(email(kind="bulk", unsubscribe_url=url))
