"""The kind of an incoming email, by the first rule that matches.

The order is: reports, answers to invitations, opt-outs to the unsubscribe address, automatic replies, people.
``X-Auto-Response-Suppress`` is no evidence of a machine: Exchange sets it on emails that people write.
"""

import re
from enum import StrEnum
from typing import Final, assert_never

from pydantic import BaseModel, ConfigDict

from domain.incoming.bounces import BounceKind, judge_bounce
from domain.incoming.mail import DeliveryReport, InboundMail, ReportedRecipient, ReportKind
from domain.incoming.words import Hint, is_opt_out, read_hints


class InboundKind(StrEnum):
    """The kinds of incoming email, by what follows from them."""

    HUMAN_REPLY = "human_reply"
    """Pauses the cadence, always."""
    OPT_OUT = "opt_out"
    OUT_OF_OFFICE = "out_of_office"
    """Pauses until the return date, or for the agreed time if there is none."""
    AUTO_REPLY = "auto_reply"
    """A machine's reply without a return date (a ticket, a new mailbox, somebody left); a person has to read it."""
    HARD_BOUNCE = "hard_bounce"
    SOFT_BOUNCE = "soft_bounce"
    SENDER_BLOCKED = "sender_blocked"
    DELIVERY_NOTICE = "delivery_notice"
    """Delayed, delivered, read: recorded, changes nothing."""
    COMPLAINT = "complaint"
    INVITE_ANSWERED = "invite_answered"


class Classification(BaseModel):
    """The kind of an email, the reason, and what its text seems to say."""

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
    """Classify an email. Every email gets a kind, and never by its From address alone."""
    if mail.report:
        return _classify_report(mail.report)
    if mail.calendar_answer:
        answer = mail.calendar_answer
        return Classification(
            kind=InboundKind.INVITE_ANSWERED,
            reason=f"the invitation was answered: {answer.partstat.lower()} ({answer.method})",
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
            reason = f"spam complaint (feedback report: {report.feedback_type or 'abuse'})"
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
    # Sieve's reject, and some full mailboxes, answer with an MDN without a status: a machine dropped the email.
    # A person who deletes unread email causes a "manual-action" MDN, which says nothing about the address.
    refused = "manual-action" not in disposition and re.search(r"deleted|denied|failed", disposition)
    kind = InboundKind.SOFT_BOUNCE if refused else InboundKind.DELIVERY_NOTICE
    return Classification(kind=kind, reason=f"disposition report: {disposition or 'nothing'}")


def _automatic(mail: InboundMail) -> str:
    """The evidence that a machine answered; empty if there is none."""
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
        why = "the person may have left the company" if hints else "no return date"
        reason = f"automatic reply, {why}: please read it ({evidence})"
        return Classification(kind=InboundKind.AUTO_REPLY, reason=reason, hints=hints)
    until = f"back {mail.return_date}" if mail.return_date else "no return date"
    return Classification(kind=InboundKind.OUT_OF_OFFICE, reason=f"out of office, {until} ({evidence})")


def _classify_human(mail: InboundMail) -> Classification:
    text = mail.stripped_text
    # An empty email with the subject "unsubscribe" is an opt-out; our own subject after "Re:" is never a stop word.
    if is_opt_out(text) or (not text.strip() and is_opt_out(mail.subject)):
        return Classification(kind=InboundKind.OPT_OUT, reason="a stop word and nothing else")
    return Classification(kind=InboundKind.HUMAN_REPLY, reason="no sign of a machine", hints=read_hints(text))
