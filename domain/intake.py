"""What the API, the inbox watcher and the command line tell the ledger, and what it answers."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from domain.cadence import Snapshot
from domain.facts import Reported
from domain.lead import LeadForm


class Arrival(Snapshot):
    """A lead on arrival, before it is known whether it is new.

    Attributes:
        lead_id: the id it will have if it is new.
        email_key: its address, casefolded; ``phone_key``: its number in E.164. Either may be empty.
        form_key: hash of everything in the form; the same form twice is the same lead.
        idempotency_key: what the sender chose, scoped to the sender; empty when none was given.
        zones: its time zone, or the candidates of its number.
    """

    lead_id: str
    form: LeadForm
    arrived_at: datetime
    email_key: str = ""
    phone_key: str = ""
    form_key: str
    idempotency_key: str = ""
    zones: tuple[str, ...] = ()
    playbook: str


class Reception(Snapshot):
    """The answer: the lead's id, and whether the form made it, was seen before, or is new interest of a known lead."""

    lead_id: str
    is_new: bool
    why: Literal["new", "same form", "known lead"]


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
