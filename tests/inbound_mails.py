"""Mails as people and mail systems send them, and what our reader makes of their bytes."""

from datetime import UTC, datetime

from channels.incoming.mail import parse
from domain.incoming.mail import InboundMail
from domain.outgoing.tokens import tokened_address

SECRET = "a secret"
RECEIVED_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
REPLY_TO = tokened_address("reply", "lead1.intro.1", SECRET, "in.example.com")


def mail(body: str, *headers: str, subject: str = "Re: Your question", to: str = REPLY_TO) -> bytes:
    head = [
        "From: Jane Doe <Jane@Lead.example>",
        f"To: {to}",
        f"Subject: {subject}",
        "Message-ID: <reply-1@lead.example>",
        "MIME-Version: 1.0",
        *headers,
    ]
    if not any(header.lower().startswith("content-type") for header in headers):
        head.append("Content-Type: text/plain; charset=utf-8")
    return ("\n".join(head) + "\n\n" + body).replace("\n", "\r\n").encode()


def read(raw: bytes) -> InboundMail:
    return parse(raw, RECEIVED_AT)
