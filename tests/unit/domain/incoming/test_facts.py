"""What an inbound mail means for the lead it belongs to."""

from datetime import date
from typing import Any

import pytest
from builders import MONDAY

from domain.facts.unions import Bounced, InviteAnswered, MailUnclear, OptedOut, OutOfOffice, ReplyReceived
from domain.incoming.facts import fact_of
from domain.incoming.kinds import Classification, InboundKind
from domain.incoming.mail import CalendarAnswer, InboundMail
from domain.incoming.words import Hint

LEAD = "dana@people.example"
HASH = "a" * 64
BY: dict[str, Any] = {"id": f"mail:{HASH[:32]}", "at": MONDAY}


def a_mail(**changes: object) -> InboundMail:
    """A mail of the lead's."""
    fields: dict[str, object] = {"raw_sha256": HASH, "received_at": MONDAY, "sender_address": LEAD, **changes}
    return InboundMail.model_validate(fields)


def classed(kind: InboundKind, *hints: Hint) -> Classification:
    """As the rules class a mail."""
    return Classification(kind=kind, reason="because", hints=hints)


@pytest.mark.parametrize(
    ("kind", "fact"),
    [
        (InboundKind.OPT_OUT, OptedOut(**BY)),
        (InboundKind.COMPLAINT, OptedOut(**BY)),
        (InboundKind.OUT_OF_OFFICE, OutOfOffice(**BY, until=date(2026, 3, 20))),
        (InboundKind.AUTO_REPLY, MailUnclear(**BY, why="because")),
        (InboundKind.SENDER_BLOCKED, MailUnclear(**BY, why="because")),
        (InboundKind.HARD_BOUNCE, Bounced(**BY, hard=True)),
        (InboundKind.SOFT_BOUNCE, Bounced(**BY, hard=False)),
        (InboundKind.DELIVERY_NOTICE, None),
    ],
)
def test_each_kind_is_one_fact_or_none(kind: InboundKind, fact: object) -> None:
    """Its id is the mail's own, so that one that is read twice is heard once."""
    mail = a_mail(return_date=date(2026, 3, 20))

    assert fact_of(mail, classed(kind), lead_address=LEAD) == fact


@pytest.mark.parametrize(("sender", "who"), [(LEAD.title(), "lead"), ("colleague@people.example", "other")])
def test_a_reply_says_whether_the_lead_itself_wrote(sender: str, who: Any) -> None:
    """The address proves which mail is answered, and not who answers it."""
    reply = fact_of(a_mail(sender_address=sender), classed(InboundKind.HUMAN_REPLY, Hint.MEETING), lead_address=LEAD)

    assert reply == ReplyReceived(**BY, sender=who, hint=Hint.MEETING.value)


@pytest.mark.parametrize(
    ("partstat", "answer"), [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative")]
)
def test_an_answer_to_an_invitation_is_in_our_words(partstat: str, answer: str) -> None:
    """The three that calendars send."""
    sent = CalendarAnswer(method="REPLY", uid="meet", sequence=1, attendee=LEAD, partstat=partstat)

    heard = fact_of(a_mail(calendar_answer=sent), classed(InboundKind.INVITE_ANSWERED), lead_address=LEAD)

    assert heard == InviteAnswered.model_validate({**BY, "answer": answer})


def test_an_answer_of_no_known_kind_is_for_a_person_to_look_at() -> None:
    """Delegated, or nothing at all."""
    heard = fact_of(a_mail(), classed(InboundKind.INVITE_ANSWERED), lead_address=LEAD)

    assert heard == MailUnclear(**BY, why="because")
