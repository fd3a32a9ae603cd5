"""A fact as it is recorded when it arrives, and what became of it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from domain.facts.unions import Reported
from domain.snapshot import Snapshot

REQUEST = "request"
"""Key in a hearing's ``extra`` for the hash of the request that brought the fact, if a request did."""


class Hearing(Snapshot):
    """A fact as it is recorded, before it reaches the lead's workflow.

    Attributes:
        note: free text that came with the fact (a rep's note, a stripped reply). It never leaves the ledger.
        extra: the sender's own words, for the record (a reason code, a provider's id).
    """

    lead_id: str
    fact: Reported
    note: str = ""
    by: str = ""
    extra: dict[str, Any] = Field(default_factory=dict)


class Delivery(Snapshot):
    """What became of a recorded fact on its way to the lead's workflow."""

    state: Literal["pending", "applied", "refused", "too_late"]
    answer: str = ""


Afterwards = Callable[[Callable[[str, Delivery, datetime], Awaitable[None]], str, Delivery, datetime], None]
"""Schedules a call for after the response: the signature of FastAPI's ``BackgroundTasks.add_task``."""
