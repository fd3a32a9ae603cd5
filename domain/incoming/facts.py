"""What an incoming email means for its lead: the fact that follows from the email's kind."""

from typing import assert_never

from domain.facts.unions import Bounced, InviteAnswered, MailUnclear, OptedOut, OutOfOffice, ReplyReceived, Reported
from domain.incoming.kinds import Classification, InboundKind
from domain.incoming.mail import InboundMail

_ANSWERS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}


def fact_of(mail: InboundMail, classification: Classification, *, lead_address: str) -> Reported | None:
    """The fact; None for a notice that changes nothing. The same email read twice gives the same fact.

    A token in the address proves which email is answered, but not who answers: a reply from another address, such as
    a colleague's, counts as a reply from somebody else.
    """
    identity, at = f"mail:{mail.raw_sha256[:32]}", mail.received_at
    match classification.kind:
        case InboundKind.HUMAN_REPLY:
            is_lead = mail.sender_address.casefold() == lead_address.casefold()
            hint = classification.hints[0].value if classification.hints else ""
            return ReplyReceived(id=identity, at=at, sender="lead" if is_lead else "other", hint=hint)
        case InboundKind.OPT_OUT | InboundKind.COMPLAINT:
            return OptedOut(id=identity, at=at)
        case InboundKind.OUT_OF_OFFICE:
            return OutOfOffice(id=identity, at=at, until=mail.return_date)
        case InboundKind.AUTO_REPLY | InboundKind.SENDER_BLOCKED:
            return MailUnclear(id=identity, at=at, why=classification.reason)
        case InboundKind.HARD_BOUNCE | InboundKind.SOFT_BOUNCE:
            return Bounced(id=identity, at=at, hard=classification.kind is InboundKind.HARD_BOUNCE)
        case InboundKind.INVITE_ANSWERED:
            answer = _ANSWERS.get(mail.calendar_answer.partstat if mail.calendar_answer else "")
            if answer is None:
                return MailUnclear(id=identity, at=at, why=classification.reason)
            return InviteAnswered.model_validate({"id": identity, "at": at, "answer": answer})
        case InboundKind.DELIVERY_NOTICE:
            return None
        case never:
            assert_never(never)
