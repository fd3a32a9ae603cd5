"""What is owed: alerts to our people, promises to the lead, news to the company's other leads."""

from datetime import datetime

from domain.journey.promise import Promise
from domain.snapshot import Compact, Snapshot
from domain.terms.alerts import About
from domain.terms.company import NewsOwed


class AlertDue(Snapshot):
    """An alert that is owed to a person or a role."""

    key: str
    to: str
    about: About
    reason: str


class Watch(Snapshot):
    """The alert that its owner has to take up; ``rung`` counts how often they let it lie.

    ``due_at`` is when the next rung is reached, none until the planner has fixed it. Above the last rung it only
    remembers that the ladder was escalated.
    """

    key: str
    alert: str
    to: str
    since: datetime
    rung: int = 0
    due_at: datetime | None = None


class Owed(Compact):
    """What is owed.

    Attributes:
        alerts: still to be sent, in this order.
        promises: what the agreement owes this lead; its clocks run beside the agenda.
        watch: the alert that waits for its owner.
        company_news: what the company's other leads are still to be told, even when this one has ended.
    """

    alerts: tuple[AlertDue, ...] = ()
    promises: tuple[Promise, ...] = ()
    watch: Watch | None = None
    company_news: tuple[NewsOwed, ...] = ()
