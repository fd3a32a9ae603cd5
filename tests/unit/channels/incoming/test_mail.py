"""Mail that means harm, or was written by a broken program: it is read as far as it goes, and holds up nobody."""

import encodings
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inbound_mails import RECEIVED_AT, mail, read

from channels.incoming.mail import LARGEST_MAIL, parse
from domain.errors import InvalidInputError
from domain.incoming.kinds import classify
from domain.incoming.mail import InboundMail, ReportedRecipient
from domain.text import UNKEEPABLE

CHARSETS = sorted({module.name for module in pkgutil.iter_modules(encodings.__path__)} | {"", '"', "x-unknown"})
TYPES = ("text/plain", "text/html", "text/calendar", "multipart/report", "multipart/mixed", "message/rfc822")
NASTY = st.sampled_from(
    [b"\xff\xfe\x00\x80", b"+2AA-hello", b"\\ud800 \\x00", b"\x00\xd8h\x00", "é".encode(), b"=?", b"\n"]
)


@given(
    charset=st.sampled_from(CHARSETS),
    content_type=st.sampled_from(TYPES),
    subject=st.lists(NASTY, max_size=2).map(b"".join),
    body=st.lists(NASTY | st.binary(max_size=20), max_size=5).map(b"".join),
)
def test_no_mail_is_refused_and_all_of_it_can_be_kept(
    charset: str, content_type: str, subject: bytes, body: bytes
) -> None:
    """One that raised, or that the ledger refused, would be read again for ever, and every reply behind it wait."""
    name = charset.encode()
    head = b"From: a@b.example\nSubject: =?" + name + b"?q?=5Cud800=00?= " + subject.replace(b"\n", b"")
    raw = head + b"\nContent-Type: " + content_type.encode() + b"; charset=" + name + b"\n\n" + body

    mail = parse(raw, RECEIVED_AT)

    assert not any(UNKEEPABLE.search(text) for text in (mail.subject, mail.stripped_text, *mail.headers.values()))
    assert not UNKEEPABLE.search(classify(mail).reason)
    assert mail.model_dump_json()


@pytest.mark.parametrize("bad", ["\x00", "\ud800"])
def test_what_cannot_be_kept_is_replaced_wherever_it_stands(bad: str) -> None:
    """PostgreSQL keeps no NUL, and nothing encodes half a surrogate pair."""
    mail = InboundMail(
        raw_sha256="a", received_at=RECEIVED_AT, recipients=(f"a{bad}",), subject=bad, headers={"list-id": f"{bad}b"}
    )

    assert (mail.recipients, mail.subject, mail.headers) == (("a\ufffd",), "\ufffd", {"list-id": "\ufffdb"})
    assert ReportedRecipient(diagnostic=f"550 {bad}").diagnostic == "550 \ufffd"


def test_html_is_read_where_there_is_no_text_and_without_its_quote() -> None:
    """Styles and the quoted conversation are not what the sender wrote."""
    body = (
        "<html><head><style>p{color:red}</style></head><body><p>Yes, <b>Tuesday</b> &amp; noon</p>"
        '<div class="gmail_quote"><p>Reply STOP to opt out</p></div></body></html>'
    )
    reply = read(mail(body, "Content-Type: text/html; charset=utf-8"))

    assert reply.stripped_text == "Yes, Tuesday & noon"


def test_attachments_are_not_read() -> None:
    """A text attachment is not what the sender wrote."""
    body = "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nSTOP\n--b--\n"

    assert read(mail(body, 'Content-Type: multipart/mixed; boundary="b"')).stripped_text == ""


def test_a_message_above_ten_megabytes_is_refused() -> None:
    """The source cuts it, and the error says at what."""
    with pytest.raises(InvalidInputError, match=str(LARGEST_MAIL)):
        read(mail("x" * LARGEST_MAIL))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe" * 1000,
        b"Subject: =?utf-8?b?!!!?=\r\nFrom: =?x?q?a?= <<>\r\nTo: ,;:<\r\n\r\nhi",
        b"Content-Type: text/plain; charset=nonsense\r\n\r\nh\xe9llo",
        b"Content-Type: text/plain; charset*=x''%\r\nContent-Transfer-Encoding: base64\r\n\r\n***",
        b"Content-Type: multipart/mixed\r\n\r\n--\r\n",
        b"Content-Type: message/rfc822\r\n\r\n" * 3000,
        b"Content-Type: message/delivery-status\r\n\r\n\xff: \xff\r\n\r\nAction",
        b"Content-Type: text/calendar\r\n\r\nMETHOD:REPLY\r\nSEQUENCE:\xd9\xa1\r\nATTENDEE;PARTSTAT=",
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(1000)),
        mail("\n" * 100_000 + "> " * 50_000),
        mail("<div " * 80_000, "Content-Type: text/html"),
    ],
)
def test_hostile_mail_is_read_as_far_as_it_can_be(raw: bytes) -> None:
    """Nothing raises, and everything is classified."""
    assert classify(read(raw)).reason


@given(
    st.binary(max_size=2_000),
    st.sampled_from([b"", b"Content-Type: ", b"Content-Type: multipart/report; boundary=b\n\n--b\n"]),
)
def test_no_bytes_make_the_reader_raise(noise: bytes, begin: bytes) -> None:
    """Reading is total, and the same bytes read the same."""
    first, second = read(begin + noise), read(begin + noise)

    assert first == second
    assert classify(first) == classify(second)
