"""What leads, and their mail servers, write back: real messages over real SMTP sessions."""

import asyncio
import smtplib
from email.message import EmailMessage
from email.utils import make_msgid

from e2e.mailboxes import Letter
from post_office import PostOffice


def a_reply(letter: Letter, owner: str, text: str) -> EmailMessage:
    """A person's answer to a letter, from the owner of the mailbox it lies in."""
    reply = EmailMessage()
    reply["From"], reply["To"] = owner, letter.reply_to
    reply["Subject"] = f"Re: {letter.subject}"
    reply["Message-ID"] = make_msgid(domain="people.example")
    reply["In-Reply-To"] = reply["References"] = letter.message_id
    reply.set_content(f"{text}\n\n> {letter.touch}\n")
    return reply


def an_absence(letter: Letter, owner: str, text: str) -> EmailMessage:
    """An out-of-office notice, which goes to the envelope's sender (RFC 3834)."""
    notice = EmailMessage()
    notice["From"], notice["To"] = owner, letter.returns_to
    notice["Subject"] = f"Automatic reply: {letter.subject}"
    notice["Message-ID"] = make_msgid(domain="people.example")
    notice["Auto-Submitted"] = "auto-replied"
    notice["In-Reply-To"] = letter.message_id
    notice.set_content(text)
    return notice


def a_bounce(letter: Letter, address: str) -> EmailMessage:
    """A report that the address is dead (RFC 3464), from a server that took the letter first."""
    report = EmailMessage()
    report["From"], report["To"] = "MAILER-DAEMON@people.example", letter.returns_to
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Message-ID"] = make_msgid(domain="people.example")
    report["Auto-Submitted"] = "auto-replied"
    report.set_content(f"<{address}>: user unknown\n")
    report.make_mixed()
    report.attach(_delivery_status(address))
    report.attach(_original_headers(letter))
    report.replace_header("Content-Type", "multipart/report")
    report.set_param("report-type", "delivery-status")
    return report


def _delivery_status(address: str) -> EmailMessage:
    status = EmailMessage()
    status["Content-Type"] = "message/delivery-status"
    server, recipient = EmailMessage(), EmailMessage()
    server["Reporting-MTA"] = "dns; mail.people.example"
    recipient["Final-Recipient"] = f"rfc822; {address}"
    recipient["Action"] = "failed"
    recipient["Status"] = "5.1.1"
    recipient["Diagnostic-Code"] = "smtp; 550 5.1.1 user unknown"
    status.set_payload([server, recipient])
    return status


def _original_headers(letter: Letter) -> EmailMessage:
    original = EmailMessage()
    original["Content-Type"] = "text/rfc822-headers"
    original.set_payload(f"Message-ID: {letter.message_id}\nSubject: {letter.subject}\n")
    return original


async def send(office: PostOffice, message: EmailMessage, *, envelope_sender: str) -> None:
    """Hand a message to the mail server, as any mail program would."""

    def hand_over() -> None:
        with smtplib.SMTP("127.0.0.1", office.smtp_port) as session:
            session.send_message(message, from_addr=envelope_sender, to_addrs=[str(message["To"])])

    await asyncio.to_thread(hand_over)
