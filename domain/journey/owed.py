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
    """An alert that its recipient has to acknowledge.

    After the last rung a watch has no deadline. It stays, so that the next owner's alert does not start at the first
    rung again.

    Attributes:
        rung: how many deadlines have passed without an acknowledgment.
        due_at: when the next rung is reached; None until the planner has fixed it.
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
        alerts: alerts still to be sent, in this order.
        promises: what the agreement promises this lead; deadlines run beside the agenda.
        watch: the alert that waits to be acknowledged.
        company_news: news still to be sent to the company's other leads, even when this lead has ended.
    """

    alerts: tuple[AlertDue, ...] = ()
    promises: tuple[Promise, ...] = ()
    watch: Watch | None = None
    company_news: tuple[NewsOwed, ...] = ()
