"""The laptop's mail server: envelopes, mailboxes, and a visitor who answers as a lead."""

import smtplib
from collections.abc import AsyncIterator
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

import aiohttp
import pytest
from imap_tools import MailBoxUnencrypted, MailMessage

from embedded.addresses import ANY_PORTS, Addresses, Part
from embedded.stack import Stack
from settings import Settings

ENVELOPE_SENDER = "bounce+send-1@sevenfold.localhost"


@pytest.fixture(scope="module")
async def post_office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Addresses]:
    """The mail server alone, up."""
    home = tmp_path_factory.mktemp("home")
    async with Stack(Settings(home=home), parts=frozenset({Part.MAIL}), wishes=ANY_PORTS) as addresses:
        yield addresses


def touch(to: str) -> EmailMessage:
    """A mail as the engine sends one."""
    message = EmailMessage()
    message["From"] = "Ann Rep <ann@sevenfold.localhost>"
    message["Reply-To"] = "reply+send-1@sevenfold.localhost"
    message["To"] = to
    message["Subject"] = "Your question"
    message["Message-ID"] = "<send-1@sevenfold.localhost>"
    message.set_content("Grüße – shall we talk?\n")
    return message


def send(addresses: Addresses, message: EmailMessage, *recipients: str) -> bytes:
    """Hand a message to the server; the bytes that left."""
    raw = message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
    url = urlsplit(addresses.smtp)
    with smtplib.SMTP(url.hostname or "", url.port or 0) as server:
        assert server.sendmail(ENVELOPE_SENDER, recipients, raw) == {}
    return raw


def inbox(addresses: Addresses, owner: str) -> list[MailMessage]:
    """What lies in somebody's mailbox."""
    url = urlsplit(addresses.imap)
    with MailBoxUnencrypted(url.hostname or "", url.port or 0).login(owner, url.password or "") as box:
        return list(box.fetch(mark_seen=False))


def test_each_recipient_of_the_envelope_gets_the_very_bytes(post_office: Addresses) -> None:
    """The lead and the journal, which no header names, both get what was sent, byte for byte."""
    message = touch('"Doe, Jane" <jane@lead.example>')

    raw = send(post_office, message, "Jane@Lead.example", "journal@sevenfold.localhost")

    for owner in ("jane@lead.example", "journal@sevenfold.localhost"):
        (arrived,) = inbox(post_office, owner)
        trace = f"Return-Path: <{ENVELOPE_SENDER}>\r\nDelivered-To: {owner}\r\n"
        assert arrived.obj.as_bytes(policy=arrived.obj.policy.clone(linesep="\r\n")) == trace.encode() + raw


def test_replies_and_bounces_arrive_in_one_mailbox(post_office: Addresses) -> None:
    """Tokened addresses, in any case, lead to the replies mailbox; each mail says which it was sent to."""
    tokened = ("reply+send-2@sevenfold.localhost", "Bounce+send-3@Sevenfold.localhost")

    for address in tokened:
        send(post_office, touch(address), address)

    url = urlsplit(post_office.imap)
    replies = inbox(post_office, unquote(url.username or ""))
    arrived = {mail.headers["delivered-to"][0] for mail in replies if "delivered-to" in mail.headers}
    assert {address.lower() for address in tokened} <= arrived


async def test_a_visitor_answers_as_the_lead(post_office: Addresses) -> None:
    """The web inbox drafts an answer from the lead to the tokened address; once sent it arrives there."""
    send(post_office, touch("bob@lead.example"), "bob@lead.example")

    (stored,) = inbox(post_office, "bob@lead.example")
    shown = {"account": "bob@lead.example", "mailbox": "INBOX"}
    page = f"{post_office.mail_inbox}websocket"
    async with aiohttp.ClientSession() as session, session.ws_connect(page) as socket:
        draft = await asked(socket, "reply_mail", **shown, uid=int(stored.uid or 0))
        mail = {"header": draft["mail"]["header"], "body": "Yes, call me."}
        await asked(socket, "send_mail", **shown, mail=mail)

    (answer,) = [mail for mail in inbox(post_office, "replies@sevenfold.localhost") if "call me" in mail.text]
    assert answer.from_ == "bob@lead.example"
    assert answer.to == ("reply+send-1@sevenfold.localhost",)
    assert answer.subject == "Re: Your question"
    assert answer.headers["in-reply-to"] == ("<send-1@sevenfold.localhost>",)


async def asked(socket: Any, command: str, **arguments: Any) -> dict[str, Any]:
    """What the web inbox's server answers to a command."""
    await socket.send_json({"command": command, **arguments})
    answer: dict[str, Any] = (await socket.receive_json(timeout=10))["data"]
    return answer
