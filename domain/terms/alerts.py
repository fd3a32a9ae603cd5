"""What alerts are about, who is told, and the ladder when nobody takes one up."""

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
        """What it does, as a clause that follows what was waited for."""
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
"""In an alert's route: whoever the alert is for."""


class Means(StrEnum):
    """How people are told; what the console lists, it lists anyway."""

    EMAIL = "email"
    SLACK = "slack"

    @property
    def posts_to_webhook(self) -> bool:
        """Whether it needs the address of a webhook, rather than the people's own."""
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
        title: its first words, for whoever is told.
        waits: its owner has to acknowledge it, or do something about the lead; else the ladder is climbed.
    """

    title: str
    waits: bool = False


ALERTS: Final[Mapping[About, AboutRow]] = MappingProxyType(
    {
        About.NEW_LEAD: AboutRow("New lead for you", waits=True),
        About.NOBODY_AVAILABLE: AboutRow("Nobody could take this lead"),
        About.TASK_OVERDUE: AboutRow("Overdue: this lead is waiting for you"),
        About.TASK_REASSIGNED: AboutRow("A lead was passed on to you", waits=True),
        About.HANDED_OVER: AboutRow("Handed over to you: accept it, or say why not"),
        About.HAND_OVER_OVERDUE: AboutRow("Overdue: accept this lead, or say why not"),
        About.ESCALATED: AboutRow("Escalated: nobody acted on this lead"),
        About.REPLIED: AboutRow("Your lead was heard from"),
        About.REPLY_UNCLEAR: AboutRow("A mail needs your eye"),
        About.PAUSE_ENDED: AboutRow("A pause ended"),
        About.SENDER_REFUSED: AboutRow("A touch could not leave: action needed"),
        About.PROMISE_BREACHED: AboutRow("Promise broken: this lead was due something"),
        About.NOT_ACKNOWLEDGED: AboutRow("Still waiting: take this lead up"),
        About.COMPANY_NEWS: AboutRow("Your lead's company was heard from"),
        About.CAME_BACK: AboutRow("Your lead came back"),
        About.INTEREST: AboutRow("Your lead shows strong interest"),
    }
)


class AlertRoute(Compact):
    """Who is told of some alerts, and by what.

    Attributes:
        when: the lead's origin (any field of it, its class being the ``priority``); none fits all.
        about: what the alerts are about; empty fits all.
        to: ``owner``, roles, and ids of people.
        slack: name of the incoming webhook, whose address is a secret of the installation.
    """

    when: Condition | None = None
    about: tuple[About, ...] = ()
    to: tuple[str, ...] = (OWNER,)
    by: tuple[Means, ...] = (Means.EMAIL,)
    slack: str = ""


class AlertTerms(Compact):
    """How people are told, and what follows when the owner does not take an alert up.

    Attributes:
        ladder: climbed while an alert of a new lead, or of a lead passed on, is not acknowledged and nothing else is
            heard of its owner; counted in the owner's open time. Empty: alerts need no answer.
        routes: who else is told, and by what; the first that fits an alert counts. Without one that fits, whoever the
            alert is for is told by mail.
    """

    ladder: tuple[Rung, ...] = ()
    routes: tuple[AlertRoute, ...] = ()
