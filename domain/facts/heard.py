"""Facts from outside, from people and providers. Whoever receives a fact first chooses its id."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from domain.channels import Channel
from domain.facts.happened import Heard, HeardTraits, Travels, Weight
from domain.lead.form import Interest
from domain.lead.profile import LeadProfile
from domain.outcomes import Outcome
from domain.terms.company import CompanyEvent
from domain.terms.scoring import SignalKind
from domain.text import at_text, plain


class ReplyReceived(Heard):
    """A person replied; ``sender`` is ``other`` if the reply did not come from the lead's own address."""

    traits = HeardTraits(travels=Travels.UPDATE, is_for_people=True, weight=Weight.TURN, shows_somebody_at_work=False)

    kind: Literal["reply_received"] = "reply_received"
    sender: Literal["lead", "other"] = "lead"
    hint: str = ""

    @property
    def in_words(self) -> str:
        return "The lead replied" if self.sender == "lead" else "Somebody other than the lead replied"


class OutOfOffice(Heard):
    """An absence notice; ``until`` is the last day away or the return date it named."""

    traits = HeardTraits(travels=Travels.SIGNAL, is_for_people=True, weight=Weight.LINE, shows_somebody_at_work=False)

    kind: Literal["out_of_office"] = "out_of_office"
    until: date | None = None

    @property
    def in_words(self) -> str:
        return f"Out of office until {self.until.isoformat()}" if self.until else "Out of office, no return date"


class MailUnclear(Heard):
    """An automatic or unreadable answer that a person must look at (left the company, new mailbox)."""

    traits = HeardTraits(travels=Travels.SIGNAL, is_for_people=False, weight=Weight.LINE, shows_somebody_at_work=False)

    kind: Literal["mail_unclear"] = "mail_unclear"
    why: str = ""

    @property
    def in_words(self) -> str:
        return "An email needs a person to read it"

    @property
    def because(self) -> str:
        return self.why


class Bounced(Heard):
    """A touch bounced; ``hard`` means that the address is dead."""

    traits = HeardTraits(travels=Travels.SIGNAL, is_for_people=True, weight=Weight.LINE, shows_somebody_at_work=False)

    kind: Literal["bounced"] = "bounced"
    channel: Channel = Channel.EMAIL
    hard: bool = True

    @property
    def in_words(self) -> str:
        what = plain(self.channel).capitalize()
        return f"{what} bounced: the address is dead" if self.hard else f"{what} delayed, or the mailbox is full"


class OptedOut(Heard):
    """The lead opted out of all contact."""

    traits = HeardTraits(travels=Travels.UPDATE, is_for_people=False, weight=Weight.TURN, shows_somebody_at_work=False)

    kind: Literal["opted_out"] = "opted_out"

    @property
    def in_words(self) -> str:
        return "The lead opted out"


class MeetingBooked(Heard):
    """A meeting is in the calendar."""

    traits = HeardTraits(travels=Travels.UPDATE, is_for_people=True, weight=Weight.TURN, shows_somebody_at_work=False)

    kind: Literal["meeting_booked"] = "meeting_booked"

    @property
    def in_words(self) -> str:
        return "Meeting booked"


class InviteAnswered(Heard):
    """The answer to a calendar invitation."""

    traits = HeardTraits(travels=Travels.SIGNAL, is_for_people=True, weight=Weight.LINE, shows_somebody_at_work=False)

    kind: Literal["invite_answered"] = "invite_answered"
    answer: Literal["accepted", "declined", "tentative"] = "accepted"

    @property
    def in_words(self) -> str:
        return f"Invitation answered: {self.answer}"


class OutcomeLogged(Heard):
    """A person reported the outcome of a task, or of a contact without a task (``task_id`` is empty)."""

    traits = HeardTraits(travels=Travels.UPDATE, is_for_people=True, weight=Weight.TURN, shows_somebody_at_work=True)

    kind: Literal["outcome_logged"] = "outcome_logged"
    outcome: Outcome
    task_id: str = ""
    by: str = ""
    call_back_at: AwareDatetime | None = None

    @property
    def in_words(self) -> str:
        return f"Reported: {plain(self.outcome.value)}"


class Accepted(Heard):
    """Sales accepted the lead."""

    traits = HeardTraits(travels=Travels.UPDATE, is_for_people=True, weight=Weight.TURN, shows_somebody_at_work=True)

    kind: Literal["accepted"] = "accepted"
    how: Literal["accepted", "opportunity", "follow_up"] = "accepted"
    by: str = ""
    follow_up_at: AwareDatetime | None = None

    @property
    def in_words(self) -> str:
        return "Accepted by sales" if self.how == "accepted" else f"Accepted by sales: {plain(self.how)}"


class Rejected(Heard):
    """Sales turned down the lead, for one of two reasons."""

    traits = HeardTraits(travels=Travels.UPDATE, is_for_people=True, weight=Weight.TURN, shows_somebody_at_work=True)

    kind: Literal["rejected"] = "rejected"
    why: Literal["needs_qualification", "never_customer"] = "needs_qualification"
    by: str = ""

    @property
    def in_words(self) -> str:
        return f"Turned down by sales: {plain(self.why)}"


class Paused(Heard):
    """Somebody paused the lead; without ``until`` the pause lasts until somebody resumes the lead."""

    traits = HeardTraits(travels=Travels.UPDATE, is_for_people=False, weight=Weight.LINE, shows_somebody_at_work=True)

    kind: Literal["paused"] = "paused"
    until: AwareDatetime | None = None
    by: str = ""

    @property
    def in_words(self) -> str:
        return f"Paused until {at_text(self.until)}" if self.until else "Paused"


class Resumed(Heard):
    """Somebody resumed the lead."""

    traits = HeardTraits(travels=Travels.UPDATE, is_for_people=False, weight=Weight.LINE, shows_somebody_at_work=False)

    kind: Literal["resumed"] = "resumed"
    by: str = ""

    @property
    def in_words(self) -> str:
        return "Resumed"


class Disqualified(Heard):
    """Somebody closed the lead for good."""

    traits = HeardTraits(travels=Travels.UPDATE, is_for_people=False, weight=Weight.TURN, shows_somebody_at_work=True)

    kind: Literal["disqualified"] = "disqualified"
    by: str = ""

    @property
    def in_words(self) -> str:
        return "Disqualified"


class AlertAcknowledged(Heard):
    """Somebody acknowledged an alert; ``alert`` is its key."""

    traits = HeardTraits(travels=Travels.UPDATE, is_for_people=False, weight=Weight.LINE, shows_somebody_at_work=True)

    kind: Literal["alert_acknowledged"] = "alert_acknowledged"
    alert: str = ""
    by: str = ""

    @property
    def in_words(self) -> str:
        return "Alert acknowledged"


class CompanyNews(Heard):
    """Somebody else at the company answered, booked or opted out; ``lead`` is the other lead's id."""

    traits = HeardTraits(travels=Travels.SIGNAL, is_for_people=False, weight=Weight.LINE, shows_somebody_at_work=False)

    kind: Literal["company_news"] = "company_news"
    about: CompanyEvent = CompanyEvent.ANSWERED
    lead: str = ""

    @property
    def in_words(self) -> str:
        about = self.about.in_words
        return f"{about[:1].upper()}{about[1:]}"


class InterestChanged(Heard):
    """Interest rose or faded to another level, as the ledger measures it.

    Attributes:
        level: the new level; None if the only signals were a program's.
        score: the score at that instant.
        signal: what made the interest rise; None if it faded with time.
        is_retracted: earlier signals turned out to be a program's and no longer count.
        number: counts the lead's changes, because they may arrive in another order than they happened in.
    """

    traits = HeardTraits(travels=Travels.SIGNAL, is_for_people=False, weight=Weight.LINE, shows_somebody_at_work=False)

    kind: Literal["interest_changed"] = "interest_changed"
    level: Interest | None = None
    score: int = 0
    signal: SignalKind | None = None
    is_retracted: bool = False
    number: int = 0

    @property
    def in_words(self) -> str:
        return f"Interest is {self.level.value if self.level else 'not known'} (score {self.score})"

    @property
    def because(self) -> str:
        if self.is_retracted:
            return "earlier signals came from a program, not from a person"
        return f"last signal: {self.signal.value}" if self.signal else "no new signals"


class InformationAdded(Heard):
    """Information about the lead was added or changed.

    Attributes:
        profile: the lead's profile as it is now.
        by_lead: the lead itself sent the information, in the form that asked for it.
    """

    traits = HeardTraits(travels=Travels.UPDATE, is_for_people=False, weight=Weight.LINE, shows_somebody_at_work=False)

    kind: Literal["information_added"] = "information_added"
    profile: LeadProfile
    by_lead: bool = False

    @property
    def in_words(self) -> str:
        return "The lead sent more information" if self.by_lead else "Information added"
