"""The watcher of the replies mailbox, on a real mail server."""

import asyncio
import smtplib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from email import message_from_string, policy
from email.message import EmailMessage

import pytest
from imap_tools import MailBoxUnencrypted
from post_office import MAIL_DOMAIN, PostOffice, claimed_ports, post_office

from channels.mail.watcher import Deliver, ImapWatcher
from domain.errors import SettingsInvalidError, TransientError
from domain.incoming.kinds import InboundKind, classify
from domain.incoming.mail import InboundMail, send_ids
from domain.outgoing.tokens import tokened_address
from embedded.mail_server import replies_address

SECRET = "a secret"
REPLIES = replies_address(MAIL_DOMAIN)
SOON = timedelta(milliseconds=50)
GUARD = 30  # seconds; a test that hangs fails instead


class MemoryCursor:
    """A cursor that a test can look into."""

    def __init__(self, at: tuple[int, int] | None = None) -> None:
        self.at = at
        self.saved = asyncio.Event()

    async def load(self, mailbox: str) -> tuple[int, int] | None:
        return self.at

    async def save(self, mailbox: str, uidvalidity: int, uid: int) -> None:
        self.at = (uidvalidity, uid)
        self.saved.set()


class ForgetfulCursor(MemoryCursor):
    """A process that dies between delivery and the saving of its cursor."""

    async def save(self, mailbox: str, uidvalidity: int, uid: int) -> None:
        raise ConnectionError("the database went away")


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    """A mail server with empty mailboxes."""
    async with post_office() as opened:
        yield opened


@asynccontextmanager
async def watching(office: PostOffice, deliver: Deliver, cursor: MemoryCursor) -> AsyncIterator[ImapWatcher]:
    watcher = ImapWatcher(office.mailbox(REPLIES), poll=SOON, first_retry=SOON, longest_retry=SOON)
    task = asyncio.create_task(watcher.watch(deliver, cursor))
    try:
        async with asyncio.timeout(GUARD):
            yield watcher
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def reply(send_id: str, text: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Jane Doe <jane@lead.example>"
    message["To"] = tokened_address("reply", send_id, SECRET, MAIL_DOMAIN)
    message["Subject"] = "Re: Your question"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def bounce(send_id: str) -> EmailMessage:
    return message_from_string(
        "From: MAILER-DAEMON@mx.lead.example\n"
        f"To: {tokened_address('bounce', send_id, SECRET, MAIL_DOMAIN)}\n"
        "Subject: Undelivered mail\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.lead.example\n\n"
        "Final-Recipient: rfc822; jane@lead.example\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--b--\n",
        policy=policy.default,
    )


def post(office: PostOffice, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", office.smtp_port) as server:
        server.send_message(message, from_addr="jane@lead.example")


async def test_what_people_and_machines_answer_is_delivered_and_told_apart(office: PostOffice) -> None:
    """A reply, an out-of-office reply with its date, and a bounce, each of its own send, in order."""
    arrived: asyncio.Queue[InboundMail] = asyncio.Queue()
    back = datetime.now(UTC).date() + timedelta(days=9)

    async with watching(office, arrived.put, MemoryCursor()):
        post(office, reply("lead1.intro.1", "Sure, call me.\n\n> Reply STOP to opt out\n"))
        post(office, reply("lead2.intro.1", f"I am away until {back:%d %B %Y}.", Auto_Submitted="auto-replied"))
        post(office, bounce("lead3.intro.1"))
        received = [await arrived.get() for _ in range(3)]

    assert [classify(mail).kind for mail in received] == [
        InboundKind.HUMAN_REPLY,
        InboundKind.OUT_OF_OFFICE,
        InboundKind.HARD_BOUNCE,
    ]
    assert [send_ids(mail, SECRET)[0] for mail in received] == ["lead1.intro.1", "lead2.intro.1", "lead3.intro.1"]
    assert received[1].return_date == date(back.year, back.month, back.day)


async def test_reading_leaves_the_mailbox_as_it_was(office: PostOffice) -> None:
    """Operators and other programs still see the mail as new: the cursor remembers, not the flags."""
    arrived: asyncio.Queue[InboundMail] = asyncio.Queue()
    post(office, reply("lead1.intro.1", "Yes"))

    async with watching(office, arrived.put, MemoryCursor()):
        await arrived.get()

    with MailBoxUnencrypted("127.0.0.1", office.imap_port).login(REPLIES, office.password) as box:
        (kept,) = box.fetch(mark_seen=False)
        assert "\\Seen" not in kept.flags


async def test_a_second_watcher_goes_on_where_the_first_stopped(office: PostOffice) -> None:
    """What was delivered and remembered is not delivered again."""
    arrived: asyncio.Queue[InboundMail] = asyncio.Queue()
    cursor = MemoryCursor()
    post(office, reply("lead1.intro.1", "first"))
    async with watching(office, arrived.put, cursor):
        await cursor.saved.wait()
        assert (await arrived.get()).stripped_text == "first"

    post(office, reply("lead1.intro.1", "second"))
    async with watching(office, arrived.put, cursor):
        mail = await arrived.get()

    assert mail.stripped_text == "second"


async def test_what_was_delivered_but_not_remembered_comes_again_under_the_same_key(office: PostOffice) -> None:
    """At least once: the hash of the bytes lets the receiver know it."""
    arrived: asyncio.Queue[InboundMail] = asyncio.Queue()
    post(office, reply("lead1.intro.1", "Yes"))

    async with watching(office, arrived.put, ForgetfulCursor()):
        first, second = await arrived.get(), await arrived.get()

    assert first.raw_sha256 == second.raw_sha256
    assert first == second


async def test_a_delivery_that_fails_is_tried_again_before_the_next(office: PostOffice) -> None:
    """A reply that is skipped would let the next touch leave."""
    arrived: asyncio.Queue[str] = asyncio.Queue()
    refusals = [TransientError("not now"), TransientError("not now")]

    async def deliver(mail: InboundMail) -> None:
        if refusals:
            raise refusals.pop()
        await arrived.put(mail.stripped_text)

    post(office, reply("lead1.intro.1", "first"))
    post(office, reply("lead1.intro.1", "second"))
    async with watching(office, deliver, MemoryCursor()):
        assert [await arrived.get(), await arrived.get()] == ["first", "second"]


async def test_a_mailbox_whose_uids_were_given_anew_is_read_from_its_beginning(office: PostOffice) -> None:
    """After a restore the old numbers mean nothing."""
    arrived: asyncio.Queue[InboundMail] = asyncio.Queue()
    post(office, reply("lead1.intro.1", "Yes"))

    async with watching(office, arrived.put, MemoryCursor(at=(1, 4_000_000))):
        mail = await arrived.get()

    assert mail.stripped_text == "Yes"


async def test_a_server_that_comes_late_is_found() -> None:
    """The watcher outlives refused connections and servers that go away."""
    arrived: asyncio.Queue[InboundMail] = asyncio.Queue()
    with claimed_ports(3) as ports:
        absent = PostOffice(ports[0], ports[1])

        async with watching(absent, arrived.put, MemoryCursor()):
            async with post_office(ports) as office:
                post(office, reply("lead1.intro.1", "first"))
                assert (await arrived.get()).stripped_text == "first"
            async with post_office(ports) as office:
                post(office, reply("lead1.intro.1", "second"))
                assert (await arrived.get()).stripped_text == "second"


async def test_a_watcher_that_waits_stops_at_once_when_cancelled(office: PostOffice) -> None:
    """Even in the middle of a wait of many minutes, and nothing of it stays open."""
    arrived: asyncio.Queue[InboundMail] = asyncio.Queue()
    cursor = MemoryCursor()
    post(office, reply("lead1.intro.1", "Yes"))
    watcher = ImapWatcher(office.mailbox(REPLIES), poll=timedelta(minutes=20))
    task = asyncio.create_task(watcher.watch(arrived.put, cursor))
    await cursor.saved.wait()

    task.cancel()

    async with asyncio.timeout(GUARD):
        with pytest.raises(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("url", ["", "http://a:b@x", "imap://x/INBOX", "imap://u:s3cret@x:port"])
def test_an_url_that_names_no_mailbox_is_refused(url: str) -> None:
    """At start-up, and without printing the password."""
    with pytest.raises(SettingsInvalidError) as refusal:
        ImapWatcher(url)

    assert "s3cret" not in str(refusal.value)


def test_a_mailbox_is_named_without_its_password() -> None:
    """The cursor keeps it under this name."""
    watcher = ImapWatcher("imaps://replies%40x.example:s3cret@mail.example/Sales")

    assert watcher.mailbox == "replies@x.example@mail.example:993/Sales"
