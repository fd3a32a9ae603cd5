"""Incoming email: what was read from it, which send it belongs to, and how far a mailbox was read."""

from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict, field_validator

from domain.outgoing.tokens import read_token
from domain.text import all_keepable


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _keepable(cls, value: Any) -> Any:
        # An email that the ledger rejected would be read again forever and block every reply behind it.
        return all_keepable(value)


class ReportKind(StrEnum):
    """The report types of ``multipart/report``."""

    DELIVERY = "delivery-status"
    DISPOSITION = "disposition-notification"
    FEEDBACK = "feedback-report"


class ReportedRecipient(_Frozen):
    """What a report says about one recipient; fields that the report lacks are empty."""

    address: str = ""
    action: str = ""
    """DSN: failed, delayed, delivered, relayed, expanded. MDN: the disposition. Lower case."""
    status: str = ""
    """Enhanced status, such as ``5.1.1``."""
    diagnostic: str = ""


class DeliveryReport(_Frozen):
    """A delivery status (RFC 3464), a disposition (RFC 8098) or a spam complaint (RFC 5965)."""

    kind: ReportKind
    recipients: tuple[ReportedRecipient, ...] = ()
    feedback_type: str = ""


class CalendarAnswer(_Frozen):
    """An answer to an invitation (RFC 5546)."""

    method: str
    """``REPLY``, or ``COUNTER`` with a proposal of another time."""
    uid: str
    sequence: int
    attendee: str
    partstat: str
    """ACCEPTED, DECLINED, TENTATIVE, DELEGATED or NEEDS-ACTION."""


class InboundMail(_Frozen):
    """What could be read from one received email. Nothing in it is trusted except the tokens."""

    raw_sha256: str
    """The key that makes a second delivery of the same message recognisable."""
    received_at: AwareDatetime
    message_id: str = ""
    sender_address: str = ""
    recipients: tuple[str, ...] = ()
    """From Delivered-To, X-Original-To, the envelope, To and Cc, in this order."""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""
    headers: dict[str, str] = {}
    """The headers that the rules read: names in lower case, with the first value of each."""
    stripped_text: str = ""
    """What the sender wrote: without quotes and signature."""
    report: DeliveryReport | None = None
    reported_message_id: str = ""
    """The Message-ID of the message that a report returns."""
    calendar_answer: CalendarAnswer | None = None
    return_date: date | None = None
    """The latest plausible date that the text says its writer is away until or back on."""
    return_sentence: str = ""


def send_ids(mail: InboundMail, secret: str) -> tuple[str, ...]:
    """The sends whose genuine token is in an address that the email was sent to, best evidence first.

    A token proves which send is answered, not who answers: compare ``sender_address`` with the lead's.
    """
    found = (read_token(address, secret) for address in mail.recipients)
    return tuple(dict.fromkeys(send_id for send_id in found if send_id))


def candidate_message_ids(mail: InboundMail) -> tuple[str, ...]:
    """Message-IDs to look for among the sends if there is no token, best evidence first."""
    candidates = (mail.in_reply_to, *reversed(mail.references), mail.reported_message_id)
    return tuple(dict.fromkeys(candidate for candidate in candidates if candidate))


class Cursor(Protocol):
    """Remembers how far a mailbox was read."""

    async def load(self, mailbox: str) -> tuple[int, int] | None:
        """The (UIDVALIDITY, UID) last saved for a mailbox, or None when it was never read."""
        ...

    async def save(self, mailbox: str, uidvalidity: int, uid: int) -> None:
        """Remember that everything up to ``uid`` was delivered."""
        ...
