"""What an inbound mail is: the first rule that matches says it.

The order is: reports, answers to invitations, opt-outs by the unsubscribe address, automatic replies, people.
``X-Auto-Response-Suppress`` is not among the evidence: it stands on mail that people write in Exchange.
"""

import re
from enum import StrEnum
from typing import Final, assert_never

from pydantic import BaseModel, ConfigDict

from domain.incoming.bounces import BounceKind, judge_bounce
from domain.incoming.mail import DeliveryReport, InboundMail, ReportedRecipient, ReportKind
from domain.incoming.words import Hint, is_opt_out, read_hints


class InboundKind(StrEnum):
    """The kinds of inbound mail, by what follows from them."""

    HUMAN_REPLY = "human_reply"
    """Pauses the cadence, always."""
    OPT_OUT = "opt_out"
    OUT_OF_OFFICE = "out_of_office"
    """Pauses until the return date, or for a default while there is none."""
    AUTO_REPLY = "auto_reply"
    """A machine that says nothing of a return: a ticket, a new mailbox, somebody who left; a person looks."""
    HARD_BOUNCE = "hard_bounce"
    SOFT_BOUNCE = "soft_bounce"
    SENDER_BLOCKED = "sender_blocked"
    DELIVERY_NOTICE = "delivery_notice"
    """Delayed, delivered, read: recorded, changes nothing."""
    COMPLAINT = "complaint"
    INVITE_ANSWERED = "invite_answered"


class Classification(BaseModel):
    """What a mail is, the rule that says so, and what its text seems to say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: InboundKind
    reason: str
    hints: tuple[Hint, ...] = ()


_BOUNCES: Final = {
    BounceKind.SENDER_BLOCKED: InboundKind.SENDER_BLOCKED,
    BounceKind.DEAD_ADDRESS: InboundKind.HARD_BOUNCE,
    BounceKind.TRY_LATER: InboundKind.SOFT_BOUNCE,
}
_AUTO_HEADERS: Final = ("x-autoreply", "x-autorespond", "x-auto-reply-from")
_AUTO_SUBJECT: Final = re.compile(
    r"^\W*(auto(matic|mated)?[ -]?(reply|response)|automated message|out[ -]of[ -](the[ -])?office"
    r"|abwesend|abwesenheit|automatische antwort|réponse automatique|absence du bureau|absent du bureau"
    r"|respuesta automática|risposta automatica|automatisch antwoord|autosvar)",
    re.IGNORECASE,
)
_AWAY: Final = re.compile(
    r"out[ -]of[ -](the[ -])?office|\b(on|annual|parental|maternity|sick) (leave|vacation|holiday)|on holidays?\b"
    r"|\b(i am|i'm|will be|currently|be) away\b|vacation|abwesen|im urlaub|nicht im büro"
    r"|\bcongés?\b|\babsent|absence|en vacances|fuera de la oficina",
    re.IGNORECASE,
)
_UNSUBSCRIBE_ADDRESS: Final = re.compile(r"\bunsub\+", re.IGNORECASE)


def classify(mail: InboundMail) -> Classification:
    """Say what a mail is; total, and never by its From address alone."""
    if mail.report:
        return _classify_report(mail.report)
    if mail.calendar_answer:
        answer = mail.calendar_answer
        return Classification(
            kind=InboundKind.INVITE_ANSWERED, reason=f"calendar {answer.method} says {answer.partstat}"
        )
    if any(_UNSUBSCRIBE_ADDRESS.search(address) for address in mail.recipients):
        return Classification(kind=InboundKind.OPT_OUT, reason="sent to the unsubscribe address")
    if evidence := _automatic(mail):
        return _classify_automatic(mail, evidence)
    return _classify_human(mail)


def _classify_report(report: DeliveryReport) -> Classification:
    match report.kind:
        case ReportKind.FEEDBACK if report.feedback_type in {"not-spam", "auth-failure"}:
            return Classification(kind=InboundKind.DELIVERY_NOTICE, reason=f"feedback report {report.feedback_type}")
        case ReportKind.FEEDBACK:
            reason = f"feedback report {report.feedback_type or 'abuse'}"
            return Classification(kind=InboundKind.COMPLAINT, reason=reason)
        case ReportKind.DISPOSITION:
            return _classify_disposition(report)
        case ReportKind.DELIVERY:
            return _classify_delivery(report)
        case _:
            assert_never(report.kind)


def _classify_delivery(report: DeliveryReport) -> Classification:
    failed = [recipient for recipient in report.recipients if recipient.action == "failed"]
    judged = {_judge(recipient): recipient for recipient in failed}
    for bounce, kind in _BOUNCES.items():
        if worst := judged.get(bounce):
            reason = f"delivery report: failed {worst.status} {worst.diagnostic}"
            return Classification(kind=kind, reason=reason.strip()[:300])
    actions = ", ".join(sorted({recipient.action for recipient in report.recipients})) or "nothing"
    return Classification(kind=InboundKind.DELIVERY_NOTICE, reason=f"delivery report: {actions}")


def _judge(recipient: ReportedRecipient) -> BounceKind:
    return judge_bounce(recipient.status, recipient.diagnostic)


def _classify_disposition(report: DeliveryReport) -> Classification:
    disposition = next((recipient.action for recipient in report.recipients), "")
    # Sieve's reject, and some full mailboxes, answer by an MDN without a status: a machine threw the mail away.
    # A person who deletes unread mail makes a "manual-action" MDN, which says nothing of the address.
    refused = "manual-action" not in disposition and re.search(r"deleted|denied|failed", disposition)
    kind = InboundKind.SOFT_BOUNCE if refused else InboundKind.DELIVERY_NOTICE
    return Classification(kind=kind, reason=f"disposition report: {disposition or 'nothing'}")


def _automatic(mail: InboundMail) -> str:
    """The evidence that a machine answered, or nothing."""
    headers = mail.headers
    submitted = headers.get("auto-submitted", "no").strip().casefold()
    if submitted.partition(";")[0].strip() not in {"no", ""}:
        return f"Auto-Submitted: {submitted} (RFC 3834)"
    for name in _AUTO_HEADERS:
        if headers.get(name, "no").strip().casefold() != "no":
            return f"header {name}"
    if headers.get("precedence", "").strip().casefold() in {"auto_reply", "auto-reply"}:
        return "Precedence: auto_reply"
    if headers.get("return-path", "").strip() == "<>":
        return "null Return-Path"
    if found := _AUTO_SUBJECT.search(mail.subject):
        return f"subject “{found.group().strip()}”"
    return ""


def _classify_automatic(mail: InboundMail, evidence: str) -> Classification:
    text = f"{mail.subject}\n{mail.stripped_text}"
    hints = tuple(hint for hint in read_hints(text) if hint is Hint.LEFT_COMPANY)
    is_away = mail.return_date is not None or _AWAY.search(text) is not None
    if hints or not is_away:
        return Classification(kind=InboundKind.AUTO_REPLY, reason=evidence, hints=hints)
    until = f", back {mail.return_date}" if mail.return_date else ", no return date"
    return Classification(kind=InboundKind.OUT_OF_OFFICE, reason=evidence + until)


def _classify_human(mail: InboundMail) -> Classification:
    text = mail.stripped_text
    # An empty body under the subject "unsubscribe" is an opt-out; "Re: …" of ours is never a stop word.
    if is_opt_out(text) or (not text.strip() and is_opt_out(mail.subject)):
        return Classification(kind=InboundKind.OPT_OUT, reason="a stop word and nothing else")
    return Classification(kind=InboundKind.HUMAN_REPLY, reason="no sign of a machine", hints=read_hints(text))
