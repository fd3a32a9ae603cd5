"""Hearing."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from domain.facts.unions import Reported
from domain.snapshot import Snapshot

REQUEST = "request"
"""Where a hearing's ``extra`` keeps the hash of the request that it came with, if it came with one."""


class Hearing(Snapshot):
    """A fact as it was recorded, before anybody was told.

    Attributes:
        note: free text that came with it (a rep's note, a stripped reply); it never leaves the ledger.
        extra: the sender's own words, for the record (a reason code, a provider's id).
    """

    lead_id: str
    fact: Reported
    note: str = ""
    by: str = ""
    extra: dict[str, Any] = Field(default_factory=dict)


class Delivery(Snapshot):
    """What became of a recorded fact when the lead's workflow was told of it."""

    state: Literal["pending", "applied", "refused", "too_late"]
    answer: str = ""


Afterwards = Callable[[Callable[[str, Delivery, datetime], Awaitable[None]], str, Delivery, datetime], None]
"""Takes a call that may be made a moment later: the signature of FastAPI's ``BackgroundTasks.add_task``."""
