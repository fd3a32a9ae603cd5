"""What the ledger takes from the API, the inbox watcher and the command line, and what it answers."""

from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from domain.channels import Address
from domain.facts.hearing import Hearing
from domain.lead.form import LeadForm
from domain.snapshot import Snapshot


def email_key_of(address: str) -> str:
    """The key of an email address, one for all spellings of a mailbox: lower case, without a tag (``maya+news@``).

    For comparison only; mail goes to the address as given. Dots stay, because only some hosts ignore them: elsewhere
    ``ab@`` and ``a.b@`` are two people.
    """
    name, at, host = address.casefold().rpartition("@")
    return f"{name.partition('+')[0] or name}{at}{host}"


def page_key_of(url: str) -> str:
    """The key of a page, the same for all spellings: lower case, without ``www.``, final slash and query."""
    split = urlsplit(url.casefold())
    return f"{split.netloc.removeprefix('www.')}{split.path.rstrip('/')}"


def address_key_of(address: Address, value: str) -> str:
    """The key by which the ledger recognizes an address; empty for kinds that many people share."""
    match address:
        case Address.EMAIL:
            return email_key_of(value)
        case Address.PHONE:
            return value
        case Address.SOCIAL_URL:
            return page_key_of(value)
        case Address.POSTAL_ADDRESS:
            return ""


class Acquaintance(Snapshot):
    """What the ledger knows about the person and the company of a new lead.

    Attributes:
        earlier_leads: how many leads of the person or the company came before, up to a limit.
        was_accepted: sales accepted an earlier lead of the company.
    """

    earlier_leads: int = 0
    was_accepted: bool = False


class Arrival(Snapshot):
    """A lead on arrival, before it is known whether it is new.

    Attributes:
        lead_id: the id that the lead will have if it is new.
        email_key: its address as ``email_key_of`` writes it. This and ``phone_key`` (the number in E.164) identify
            the person; either may be empty.
        form_key: hash of everything in the form.
        idempotency_key: the sender's own key, scoped to the sender; empty if none was given.
        zones: its time zone, or all candidates by its phone number.
        acquaintance: what the ledger knows from before.
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
    acquaintance: Acquaintance = Acquaintance()

    @property
    def addresses(self) -> tuple[str, ...]:
        """The keys by which the ledger recognizes the form's addresses; empty for those that the form lacks."""
        return self.email_key, self.phone_key, address_key_of(Address.SOCIAL_URL, self.form.social_url)


Why = Literal["new", "duplicate", "merged", "not restarted"]
"""What became of a form."""


class IntakeResult(Snapshot):
    """The answer: the lead that the form belongs to now, and why.

    Attributes:
        is_new: whether this arrival created the lead, so that its workflow has to be started.
        why: a ``new`` lead; a ``duplicate`` of an earlier form; a further form, ``merged`` into the person's open
            lead; or a form of somebody whose lead has ended and is ``not restarted``.
        reason: in words; empty if there is nothing to add.
        merged: the recorded fact that a form was merged, to be delivered to the lead's workflow.
    """

    lead_id: str
    is_new: bool
    why: Why
    reason: str = ""
    merged: "Hearing | None" = None
