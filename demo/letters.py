"""The mails that the demo's people and their mail servers send back."""

import re
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid

UNSUBSCRIBE = re.compile(r"https?://[^\s()<>\"]+/u/[a-z0-9.-]+")


def read(raw: bytes) -> EmailMessage:
    """A received mail."""
    return message_from_bytes(raw, policy=policy.default)


def is_touch(mail: EmailMessage) -> bool:
    """Whether the mail is to a lead, and not an alert to a colleague."""
    return "reply+" in str(mail["Reply-To"] or "")


def reply(mail: EmailMessage, sender: str, text: str) -> EmailMessage:
    """An answer to the mail's ``Reply-To``, quoting the mail, as mail programs do."""
    answer = _answer(mail, sender, f"Re: {mail['Subject']}".replace("Re: Re:", "Re:"))
    quoted = "\n".join(f"> {line}" for line in text_of(mail).splitlines())
    answer.set_content(f"{text}\n\nOn {mail['Date']}, {mail['From']} wrote:\n{quoted}\n")
    return answer


def out_of_office(mail: EmailMessage, sender: str, back_on: date) -> EmailMessage:
    """An automatic out-of-office answer (RFC 3834)."""
    answer = _answer(mail, sender, f"Automatic reply: {mail['Subject']}")
    answer["Auto-Submitted"] = "auto-replied"
    answer.set_content(
        f"Thank you for your message.\n\nI am out of the office and will be back on {back_on.day} {back_on:%B %Y}.\n"
    )
    return answer


def bounce(mail: EmailMessage, recipient: str) -> bytes:
    """The delivery report of a mail server that has no such mailbox (RFC 3464)."""
    boundary = "report-of-a-mail-server"
    server = recipient.rpartition("@")[2]
    lines = [
        f"From: Mail Delivery System <postmaster@{server}>",
        f"To: <{envelope_sender(mail)}>",
        "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: {make_msgid(domain=server)}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"',
        "",
        f"--{boundary}",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        f"<{recipient}>: host {server} said: 550 5.1.1 User unknown",
        "",
        f"--{boundary}",
        "Content-Type: message/delivery-status",
        "",
        f"Reporting-MTA: dns; {server}",
        "",
        f"Final-Recipient: rfc822; {recipient}",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
        "",
        f"--{boundary}",
        "Content-Type: text/rfc822-headers",
        "",
        f"Message-ID: {mail['Message-ID']}",
        f"Subject: {mail['Subject']}",
        "",
        f"--{boundary}--",
        "",
    ]
    return "\r\n".join(lines).encode()


def envelope_sender(mail: EmailMessage) -> str:
    """The address for delivery reports about this mail."""
    return str(mail["Return-Path"] or "").strip("<> ")


def unsubscribe_url(mail: EmailMessage) -> str:
    """The unsubscribe URL from the mail's header (RFC 8058), else from its text; empty if there is none."""
    for place in (str(mail["List-Unsubscribe"] or ""), text_of(mail)):
        if found := UNSUBSCRIBE.search(place):
            return found.group()
    return ""


def text_of(mail: EmailMessage) -> str:
    """The mail's plain text."""
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def _answer(mail: EmailMessage, sender: str, subject: str) -> EmailMessage:
    answer = EmailMessage(policy=policy.SMTP)
    answer["From"] = sender
    answer["To"] = str(mail["Reply-To"] or mail["From"])
    answer["Subject"] = subject
    answer["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip(">"))
    answer["In-Reply-To"] = str(mail["Message-ID"])
    answer["References"] = f"{mail['References'] or ''} {mail['Message-ID']}".strip()
    return answer
