"""What the API, the inbox watcher and the command line tell the ledger, and what it answers."""

from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from domain.channels import Address
from domain.facts.hearing import Hearing
from domain.lead.form import LeadForm
from domain.snapshot import Snapshot


def email_key_of(address: str) -> str:
    """What two addresses of one mailbox have in common: no regard to case, nor to a tag (``maya+news@`` is ``maya@``).

    For comparison only; mail goes to the address as given. Dots stay: only some hosts ignore them, and elsewhere
    ``ab@`` and ``a.b@`` are two people.
    """
    name, at, host = address.casefold().rpartition("@")
    return f"{name.partition('+')[0] or name}{at}{host}"


def page_key_of(url: str) -> str:
    """What the ways to write one page have in common: no regard to case, ``www.``, a last slash, or a query."""
    split = urlsplit(url.casefold())
    return f"{split.netloc.removeprefix('www.')}{split.path.rstrip('/')}"


def address_key_of(address: Address, value: str) -> str:
    """By what the ledger knows an address of this kind again; empty for one that many people share."""
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
    """What the ledger knows of a lead's company and person from before.

    Attributes:
        earlier_leads: how many leads of the person, or of the company, came before this one; up to a limit.
        was_accepted: sales accepted one of the company's.
    """

    earlier_leads: int = 0
    was_accepted: bool = False


class Arrival(Snapshot):
    """A lead on arrival, before it is known whether it is new.

    Attributes:
        lead_id: the id it will have if it is new.
        email_key: its address as ``email_key_of`` makes it; ``phone_key``: its number in E.164. Either may be empty:
            these two say who is the same person.
        form_key: hash of everything in the form.
        idempotency_key: what the sender chose, scoped to the sender; empty when none was given.
        zones: its time zone, or the candidates of its number.
        acquaintance: as the ledger told it.
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
        """By what the ledger knows the form's addresses again; empty where it has none."""
        return self.email_key, self.phone_key, address_key_of(Address.SOCIAL_URL, self.form.social_url)


Why = Literal["new", "duplicate", "merged", "not restarted"]
"""What became of a form."""


class IntakeResult(Snapshot):
    """The answer: the lead that the form belongs to now, and why.

    Attributes:
        is_new: whether this very arrival made the lead, so that its workflow is to be started.
        why: ``new`` lead; ``same form`` as one before; new interest of a ``known lead`` that is open; or the form of
            somebody whose lead has ended and does ``not again`` begin.
        reason: in words; empty where there is nothing to say.
        merged: the fact that a form merged into an open lead means: on record, and to be told to its workflow.
    """

    lead_id: str
    is_new: bool
    why: Why
    reason: str = ""
    merged: "Hearing | None" = None
