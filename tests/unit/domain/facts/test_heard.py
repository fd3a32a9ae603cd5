"""What is heard from outside, in words."""

from datetime import date
from typing import Any

import pytest
from builders import MONDAY, a_profile

from domain.channels import Channel
from domain.facts.heard import (
    Accepted,
    AlertAcknowledged,
    Bounced,
    CompanyNews,
    Disqualified,
    InformationAdded,
    InviteAnswered,
    MailUnclear,
    MeetingBooked,
    OptedOut,
    OutcomeLogged,
    OutOfOffice,
    Paused,
    Rejected,
    ReplyReceived,
    Resumed,
)
from domain.facts.unions import Reported
from domain.outcomes import Outcome

ID: dict[str, Any] = {"id": "f", "at": MONDAY}


@pytest.mark.parametrize(
    ("fact", "words", "because"),
    [
        (ReplyReceived(**ID), "The lead replied", ""),
        (ReplyReceived(**ID, sender="other"), "Somebody other than the lead replied", ""),
        (OutOfOffice(**ID, until=date(2026, 3, 6)), "Out of office until 2026-03-06", ""),
        (OutOfOffice(**ID), "Out of office, no return date", ""),
        (Bounced(**ID), "Email bounced: the address is dead", ""),
        (Bounced(**ID, channel=Channel.MANUAL_EMAIL, hard=False), "Manual email delayed, or the mailbox is full", ""),
        (InviteAnswered(**ID, answer="declined"), "Invitation answered: declined", ""),
        (OutcomeLogged(**ID, outcome=Outcome.LEFT_VOICEMAIL), "Reported: left voicemail", ""),
        (Accepted(**ID, how="follow_up"), "Accepted by sales: follow up", ""),
        (Rejected(**ID), "Turned down by sales: needs qualification", ""),
        (Paused(**ID, until=MONDAY), "Paused until 2026-03-02 15:00Z", ""),
        (Disqualified(**ID), "Disqualified", ""),
        (MailUnclear(**ID, why="no return date"), "An email needs a person to read it", "no return date"),
        (OptedOut(**ID), "The lead opted out", ""),
        (MeetingBooked(**ID), "Meeting booked", ""),
        (Paused(**ID), "Paused", ""),
        (Resumed(**ID), "Resumed", ""),
        (AlertAcknowledged(**ID), "Alert acknowledged", ""),
        (CompanyNews(**ID), "Somebody at the company answered", ""),
        (InformationAdded(**ID, profile=a_profile()), "Information added", ""),
        (InformationAdded(**ID, profile=a_profile(), by_lead=True), "The lead sent more information", ""),
    ],
)
def test_what_is_heard_is_told_in_one_clause(fact: Reported, words: str, because: str) -> None:
    """Past tense, and no name or address of the lead."""
    assert (fact.in_words, fact.because) == (words, because)


def test_who_reports_is_at_work_and_a_mail_system_is_not() -> None:
    """An alert that waits for its owner is done with only by a person."""
    assert OutcomeLogged(**ID, outcome=Outcome.BUSY).shows_somebody_at_work
    assert not Bounced(**ID).shows_somebody_at_work
