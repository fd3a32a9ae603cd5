"""Facts heard from outside, from people and providers, each with an id chosen where it was first heard."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from domain.channels import Channel
from domain.lead.form import Interest
from domain.lead.profile import LeadProfile
from domain.outcomes import Outcome
from domain.terms.company import CompanyEvent
from domain.terms.scoring import SignalKind

PROVIDER_FACTS = frozenset(
    {"out_of_office", "bounced", "mail_unclear", "invite_answered", "interest_changed", "company_news"}
)
"""Nobody waits for the answer to these: they travel as signals."""


class Heard(BaseModel):
    """Base of facts from outside; every field but the id has a default so that an old or new sender is understood."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    at: AwareDatetime


class ReplyReceived(Heard):
    """A person wrote back; ``sender`` is ``other`` when it was not the lead's own address."""

    kind: Literal["reply_received"] = "reply_received"
    sender: Literal["lead", "other"] = "lead"
    hint: str = ""


class OutOfOffice(Heard):
    """An absence notice; ``until`` is the last day away or the return date it named."""

    kind: Literal["out_of_office"] = "out_of_office"
    until: date | None = None


class MailUnclear(Heard):
    """An automatic or unreadable answer that a person must look at (left the company, new mailbox)."""

    kind: Literal["mail_unclear"] = "mail_unclear"
    why: str = ""


class Bounced(Heard):
    """A touch came back; ``hard`` means that the address is dead."""

    kind: Literal["bounced"] = "bounced"
    channel: Channel = Channel.EMAIL
    hard: bool = True


class OptedOut(Heard):
    """The lead asked to be left alone: everywhere."""

    kind: Literal["opted_out"] = "opted_out"


class MeetingBooked(Heard):
    """A meeting is in the calendar."""

    kind: Literal["meeting_booked"] = "meeting_booked"


class InviteAnswered(Heard):
    """The answer to a calendar invitation."""

    kind: Literal["invite_answered"] = "invite_answered"
    answer: Literal["accepted", "declined", "tentative"] = "accepted"


class OutcomeLogged(Heard):
    """A person said what came of a task, or of a contact that no task asked for (``task_id`` empty)."""

    kind: Literal["outcome_logged"] = "outcome_logged"
    outcome: Outcome
    task_id: str = ""
    by: str = ""
    call_back_at: AwareDatetime | None = None


class Accepted(Heard):
    """Sales took the lead."""

    kind: Literal["accepted"] = "accepted"
    how: Literal["accepted", "opportunity", "follow_up"] = "accepted"
    by: str = ""
    follow_up_at: AwareDatetime | None = None


class Rejected(Heard):
    """Sales refused the lead, saying which of the two it is."""

    kind: Literal["rejected"] = "rejected"
    why: Literal["needs_qualification", "never_customer"] = "needs_qualification"
    by: str = ""


class Paused(Heard):
    """Someone held the lead; ``until`` empty means until told otherwise."""

    kind: Literal["paused"] = "paused"
    until: AwareDatetime | None = None
    by: str = ""


class Resumed(Heard):
    """Someone let the lead go on."""

    kind: Literal["resumed"] = "resumed"
    by: str = ""


class Disqualified(Heard):
    """Someone closed the lead for good."""

    kind: Literal["disqualified"] = "disqualified"
    by: str = ""


class AlertAcknowledged(Heard):
    """Somebody took an alert up; ``alert`` is its key."""

    kind: Literal["alert_acknowledged"] = "alert_acknowledged"
    alert: str = ""
    by: str = ""


class CompanyNews(Heard):
    """Somebody else at the company was heard from; ``lead`` is the other lead's id, never a name."""

    kind: Literal["company_news"] = "company_news"
    about: CompanyEvent = CompanyEvent.ANSWERED
    lead: str = ""


class InterestChanged(Heard):
    """Interest rose, or faded, to another level, as the ledger measures it; none when what showed it was no person's.

    Attributes:
        score: what it was at that instant.
        signal: what made it rise; none when time made it fade.
        is_retracted: earlier signals turned out to be a program's, and count no more.
        number: counts the lead's changes, for they may be heard in another order than they happened in.
    """

    kind: Literal["interest_changed"] = "interest_changed"
    level: Interest | None = None
    score: int = 0
    signal: SignalKind | None = None
    is_retracted: bool = False
    number: int = 0


class InformationAdded(Heard):
    """What was missing, or new, about the lead: its profile as it is now.

    Attributes:
        by_lead: the lead itself said it, in the form that asked for it; before there was one, nobody did.
    """

    kind: Literal["information_added"] = "information_added"
    profile: LeadProfile
    by_lead: bool = False
