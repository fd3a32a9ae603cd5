"""Mail that means harm, or was written by a broken program: it is read as far as it goes, and holds up nobody."""

import encodings
import pkgutil
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.incoming.mail import parse
from domain.incoming.kinds import classify
from domain.incoming.mail import InboundMail, ReportedRecipient
from domain.text import UNKEEPABLE

RECEIVED_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
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
