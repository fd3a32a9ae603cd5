"""What alerts are about, who receives them, and the escalation when nobody acknowledges one."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from domain.hours.spans import Span
from domain.snapshot import Compact
from domain.terms.conditions import Condition


class RungAction(StrEnum):
    """What one rung of the ladder does."""

    REMIND = "remind"
    REASSIGN = "reassign"
    MANAGER = "manager"

    @property
    def in_words(self) -> str:
        """What was done, as a clause that follows what did not happen."""
        match self:
            case RungAction.REMIND:
                return "reminder sent"
            case RungAction.REASSIGN:
                return "reassigned"
            case RungAction.MANAGER:
                return "manager told"


class Rung(Compact):
    """One rung: how long after the rung before it is reached (from the start for the first), and what it does."""

    after: Span
    then: RungAction


OWNER = "owner"
"""In an alert route: the person or role that the alert is for."""


class Means(StrEnum):
    """How alerts are sent. The console lists all alerts in any case."""

    EMAIL = "email"
    SLACK = "slack"

    @property
    def posts_to_webhook(self) -> bool:
        """Whether alerts are posted to a webhook rather than sent to people's own addresses."""
        match self:
            case Means.EMAIL:
                return False
            case Means.SLACK:
                return True


class About(StrEnum):
    """What an alert is about."""

    NEW_LEAD = "new_lead"
    NOBODY_AVAILABLE = "nobody_available"
    TASK_OVERDUE = "task_overdue"
    TASK_REASSIGNED = "task_reassigned"
    HANDED_OVER = "handed_over"
    HAND_OVER_OVERDUE = "hand_over_overdue"
    ESCALATED = "escalated"
    REPLIED = "replied"
    REPLY_UNCLEAR = "reply_unclear"
    PAUSE_ENDED = "pause_ended"
    SENDER_REFUSED = "sender_refused"
    COMPANY_NEWS = "company_news"
    CAME_BACK = "came_back"
    INTEREST = "interest"
    PROMISE_BREACHED = "promise_breached"
    NOT_ACKNOWLEDGED = "not_acknowledged"


class AboutRow(NamedTuple):
    """What an alert of one kind is.

    Attributes:
        title: its first words.
        waits: the recipient has to acknowledge the alert or act on the lead; otherwise the alert escalates.
    """

    title: str
    waits: bool = False


ALERTS: Final[Mapping[About, AboutRow]] = MappingProxyType(
    {
        About.NEW_LEAD: AboutRow("New lead for you", waits=True),
        About.NOBODY_AVAILABLE: AboutRow("Nobody could take this lead"),
        About.TASK_OVERDUE: AboutRow("Overdue: this lead is waiting for you"),
        About.TASK_REASSIGNED: AboutRow("A lead was reassigned to you", waits=True),
        About.HANDED_OVER: AboutRow("Handed over to you: accept it, or say why not"),
        About.HAND_OVER_OVERDUE: AboutRow("Overdue: accept this lead, or say why not"),
        About.ESCALATED: AboutRow("Escalated: nobody acted on this lead"),
        About.REPLIED: AboutRow("News from your lead"),
        About.REPLY_UNCLEAR: AboutRow("Please read an email about your lead"),
        About.PAUSE_ENDED: AboutRow("A pause ended"),
        About.SENDER_REFUSED: AboutRow("A touch could not be sent: action needed"),
        About.PROMISE_BREACHED: AboutRow("Promise missed: please act on this lead"),
        About.NOT_ACKNOWLEDGED: AboutRow("Still waiting: please claim this lead"),
        About.COMPANY_NEWS: AboutRow("News from your lead's company"),
        About.CAME_BACK: AboutRow("Your lead came back"),
        About.INTEREST: AboutRow("Your lead shows strong interest"),
    }
)


class AlertRoute(Compact):
    """Who receives some alerts, and how.

    Attributes:
        when: a condition on the lead (its class is the field ``priority``); None fits all.
        about: what the alerts are about; empty fits all.
        to: ``owner``, roles, and ids of people.
        slack: name of the incoming webhook; its address is a secret of the installation.
    """

    when: Condition | None = None
    about: tuple[About, ...] = ()
    to: tuple[str, ...] = (OWNER,)
    by: tuple[Means, ...] = (Means.EMAIL,)
    slack: str = ""


class AlertTerms(Compact):
    """How people are alerted, and what happens if the owner does not acknowledge an alert.

    Attributes:
        ladder: the escalation while the owner neither acknowledges the alert of a new or reassigned lead nor acts on
            the lead, counted in the owner's opening hours. Empty: alerts need no acknowledgment.
        routes: who receives which alerts, and how; the first that fits applies. An alert that no route fits goes to
            its addressee by email.
    """

    ladder: tuple[Rung, ...] = ()
    routes: tuple[AlertRoute, ...] = ()
