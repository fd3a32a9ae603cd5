"""Email by SMTP: against a scripted server for every answer, and a real one for what arrives."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from imap_tools import MailBoxUnencrypted
from post_office import MAIL_DOMAIN, PostOffice, post_office

from channels.mail.mime import build
from channels.mail.sent_copies import ImapJournal
from channels.mail.smtp import SmtpChannel
from channels.texts.files import FileOutbox
from domain.errors import (
    ChannelUnavailableError,
    InvalidInputError,
    OutcomeUnknownError,
    RecipientRefusedError,
    SenderRefusedError,
    SettingsInvalidError,
    SevenfoldError,
)
from domain.outgoing.mail import OutgoingEmail
from domain.outgoing.texts import OutgoingText
from embedded.mail_server import journal_address

LONG_URL = "https://t.example.com/u/" + "k" * 300
LEAD = "jane@lead.example"
JOURNAL = "journal@in.example.com"


def email(**changes: Any) -> OutgoingEmail:
    fields: dict[str, Any] = {
        "send_id": "lead1.intro.1",
        "sender_name": "Zoë Müller",
        "sender_address": "zoe@example.com",
        "recipient_name": "Jane Doe",
        "recipient_address": LEAD,
        "subject": "Grüße",
        "text": "Hello Jane,\n\n.a line that begins with a dot\n",
        "html": "<p>Hello Jane</p>",
        "message_id": "<aa11@example.com>",
        "reply_to": "reply+t@in.example.com",
        "envelope_sender": "bounce+t@in.example.com",
        "dated_at": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        "kind": "bulk",
        "unsubscribe_url": LONG_URL,
    }
    return OutgoingEmail(**{**fields, **changes})


class Script:
    """A server's answers by command, and what it was given."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.taken: list[Envelope] = []
        self.connections = 0
        self.at_data: Callable[[SMTP], Awaitable[None]] | None = None

    async def handle_MAIL(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("mail", "250 OK")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, self.answers.get("rcpt", "250 OK"))
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        if self.at_data:
            await self.at_data(server)
        self.taken.append(envelope)
        return self.answers.get("data", "250 2.0.0 Ok: queued as 4XyZ12")

    def protocol(self) -> SMTP:
        self.connections += 1
        refuse = (lambda *_: AuthResult(success=False, handled=False)) if "auth" in self.answers else None
        return SMTP(
            self,
            hostname="scripted",
            loop=asyncio.get_running_loop(),
            authenticator=refuse,
            auth_require_tls=False,
        )


async def hang_up(server: SMTP) -> None:
    """Drop the connection without a word."""
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


@asynccontextmanager
async def served(script: Script) -> AsyncIterator[str]:
    """The script behind a free loopback port; its host:port."""
    server = await asyncio.get_running_loop().create_server(script.protocol, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"{host}:{port}"


@asynccontextmanager
async def channel(script: Script, *, journal: str = "", **options: Any) -> AsyncIterator[SmtpChannel]:
    async with served(script) as address:
        copies = ImapJournal("imap://j:secret@127.0.0.1:1", journal) if journal else None  # nobody looks anything up
        opened = SmtpChannel(f"smtp://{address}", copies, **options)
        yield opened
        await opened.aclose()


async def test_the_bytes_arrive_as_built_in_one_transaction_with_the_journal() -> None:
    """Lead and journal are recipients of one transaction; the receipt is the server's queue id."""
    script = Script()

    async with channel(script, journal=JOURNAL) as smtp:
        receipt = await smtp.send(email())

    (envelope,) = script.taken
    assert envelope.original_content == build(email())
    assert envelope.rcpt_tos == [LEAD, JOURNAL]
    assert envelope.mail_from == "bounce+t@in.example.com"
    assert receipt.provider_id == "4XyZ12"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"mail": "451 4.3.0 try later"}, ChannelUnavailableError),
        ({"mail": "550 5.7.1 sender rejected"}, SenderRefusedError),
        ({"rcpt": "451 4.7.1 greylisted"}, ChannelUnavailableError),
        ({"rcpt": "550 5.1.1 user unknown"}, RecipientRefusedError),
        ({"rcpt": "550 unknown here"}, RecipientRefusedError),
        ({"rcpt": "550 5.7.1 blocked, see our policy"}, SenderRefusedError),
        ({"rcpt": "554 relay access denied"}, SenderRefusedError),
        ({"rcpt": "552 5.2.2 mailbox full"}, ChannelUnavailableError),
        ({"data": "451 4.3.0 try later"}, ChannelUnavailableError),
        ({"data": "554 5.7.1 this looks like spam"}, SenderRefusedError),
        ({"data": "550 not wanted"}, SenderRefusedError),
        ({"data": "550 5.1.1 no such user"}, RecipientRefusedError),
        ({JOURNAL: "550 5.1.1 user unknown"}, ChannelUnavailableError),
    ],
)
async def test_each_answer_says_who_must_act(answers: dict[str, str], expected: type[SevenfoldError]) -> None:
    """A dead address, our own standing and bad weather are three errors, and the server's words are kept."""
    script = Script(**answers)

    async with channel(script, journal=JOURNAL) as smtp:
        with pytest.raises(expected, match=next(iter(answers.values()))[:3]):
            await smtp.send(email())

    assert script.taken == [] or "data" in answers


async def test_an_email_that_the_journal_refuses_does_not_leave() -> None:
    """Its absence from the journal would later read as "not sent", and it would be sent twice."""
    script = Script(**{JOURNAL: "450 4.2.0 busy"})

    async with channel(script, journal=JOURNAL) as smtp:
        with pytest.raises(ChannelUnavailableError, match="journal"):
            await smtp.send(email())

    assert script.taken == []


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    """Nothing was sent, so the send may be repeated."""
    async with served(Script()) as address:
        smtp = SmtpChannel(f"smtp://{address}")

    with pytest.raises(ChannelUnavailableError):
        await smtp.send(email())


async def test_a_refused_login_is_the_operator_s_to_mend() -> None:
    """And the password is in no message."""
    async with served(Script(auth="no")) as address:
        smtp = SmtpChannel(f"smtp://zoe:s3cret@{address}")
        with pytest.raises(SenderRefusedError) as refusal:
            await smtp.send(email())

    assert "s3cret" not in str(refusal.value)


async def test_a_server_without_the_asked_encryption_gets_no_mail() -> None:
    """starttls=1 is a demand, not a wish."""
    script = Script()
    async with served(script) as address:
        with pytest.raises(SenderRefusedError, match="starttls"):
            await SmtpChannel(f"smtp://{address}?starttls=1").send(email())

    assert script.taken == []


async def test_a_connection_lost_after_the_last_dot_leaves_the_outcome_unknown() -> None:
    """The gap of RFC 1047: the server may have delivered what it did not confirm."""
    script = Script()

    script.at_data = hang_up

    async with channel(script) as smtp:
        with pytest.raises(OutcomeUnknownError, match="may have left"):
            await smtp.send(email())


async def test_silence_after_the_last_dot_leaves_the_outcome_unknown() -> None:
    """A server that takes too long may still deliver."""
    script = Script()
    released = asyncio.Event()

    async def say_nothing(_: SMTP) -> None:
        await released.wait()

    script.at_data = say_nothing

    async with channel(script, patience=timedelta(milliseconds=200)) as smtp:
        with pytest.raises(OutcomeUnknownError):
            await smtp.send(email())
        released.set()


async def test_a_connection_lost_before_the_message_is_unavailable() -> None:
    """Until the message is written, nothing has left."""

    class HangsUpAtData(Script):
        def protocol(self) -> SMTP:
            smtp = super().protocol()
            smtp._smtp_methods["DATA"] = lambda _: hang_up(smtp)
            return smtp

    async with channel(HangsUpAtData()) as smtp:
        with pytest.raises(ChannelUnavailableError, match="nothing was sent"):
            await smtp.send(email())


async def test_a_cancelled_send_lets_go_of_its_connection() -> None:
    """Cancellation passes through at once, even while the server is thinking."""
    script = Script()
    thinking, released = asyncio.Event(), asyncio.Event()

    async def think(_: SMTP) -> None:
        thinking.set()
        await released.wait()

    script.at_data = think
    async with channel(script) as smtp:
        sending = asyncio.create_task(smtp.send(email()))
        await thinking.wait()

        sending.cancel()

        with pytest.raises(asyncio.CancelledError):
            await sending
        released.set()


async def test_a_kept_connection_serves_the_next_send_and_a_dead_one_is_replaced() -> None:
    """A burst pays for one greeting; a server that hung up meanwhile costs nothing but a new one."""
    script = Script()
    servers: list[SMTP] = []

    async def remember(server: SMTP) -> None:
        servers.append(server)

    script.at_data = remember
    async with channel(script, keep_idle=timedelta(minutes=1)) as smtp:
        await smtp.send(email())
        await smtp.send(email())
        assert script.connections == 1
        await hang_up(servers[0])

        await smtp.send(email())

    assert script.connections == 2
    assert len(script.taken) == 3


@pytest.mark.parametrize(
    "url", ["http://x", "smtp://", "smtps://x?starttls=1", "smtp://u:s3cret@x:notaport", "smtp://x:99999"]
)
def test_an_url_that_names_no_server_is_refused(url: str) -> None:
    """At start-up, and without printing the password."""
    with pytest.raises(SettingsInvalidError) as refusal:
        SmtpChannel(url)

    assert "s3cret" not in str(refusal.value)


@pytest.fixture(scope="module")
async def office() -> AsyncIterator[PostOffice]:
    """The laptop's mail server, up."""
    async with post_office() as opened:
        yield opened


async def test_a_real_mailbox_holds_the_headers_as_built(office: PostOffice) -> None:
    """What arrives ends with the very bytes that were built; the delivery agent only adds above them."""
    await SmtpChannel(office.smtp_url).send(email())

    with MailBoxUnencrypted("127.0.0.1", office.imap_port).login(LEAD, office.password) as box:
        (stored,) = box.uids("ALL")
        _, answer = box.client.uid("FETCH", stored, "(BODY.PEEK[])")
    raw = answer[0][1]
    assert raw.endswith(build(email()))
    assert f"List-Unsubscribe: <{LONG_URL}>\r\n".encode() in raw


async def test_the_journal_knows_what_left_and_what_did_not(office: PostOffice) -> None:
    """After a crash the channel settles by it a send of unknown outcome, once the copy must have got there."""
    address, delay = journal_address(MAIL_DOMAIN), timedelta(seconds=6)
    smtp = SmtpChannel(office.smtp_url, ImapJournal(office.mailbox(address), address, delay=delay))

    await smtp.send(email(message_id="<left@example.com>"))

    assert smtp.settles_after == delay
    assert await smtp.left("a.send", "<left@example.com>")
    assert not await smtp.left("a.send", "<did-not@example.com>")


def test_without_a_journal_nobody_ever_knows() -> None:
    """SMTP itself has no way to ask, so the touch is shown as unknown instead of being settled."""
    assert SmtpChannel("smtp://mail.example").settles_after is None


async def test_a_journal_that_can_t_be_asked_is_unavailable(office: PostOffice) -> None:
    """Not to know is not the same as "not sent"."""
    journal = ImapJournal(f"imap://nobody:wrong@127.0.0.1:{office.imap_port}", JOURNAL)

    with pytest.raises(ChannelUnavailableError):
        await SmtpChannel(office.smtp_url, journal).left("a.send", "<a@b>")


async def test_a_text_is_one_file_however_often_it_is_sent(tmp_path: Any) -> None:
    """The second send of an id finds the first one's file, and gets the same receipt."""
    outbox = FileOutbox(tmp_path, "sms")
    text = OutgoingText(send_id="lead1.nudge.1", to="+14155550100", body="Grüße")

    first = await outbox.send(text)
    second = await outbox.send(text.model_copy(update={"body": "changed"}))

    (path,) = (tmp_path / "sms").iterdir()
    assert first == second
    assert "Grüße" in path.read_text(encoding="utf-8")
    with pytest.raises(InvalidInputError):
        await outbox.send(text.model_copy(update={"send_id": "../../etc/passwd"}))
