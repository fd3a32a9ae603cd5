"""A lead as it arrives, and the few facts about it that decisions need.

``LeadForm`` is what a form, an import or a CRM sends: it holds a person's data and lives in the ledger only.
``LeadProfile`` is what travels with the lead's workflow: no name, address, number or free text.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from domain.channels import Address, Consent
from domain.lead.learned import Learned
from domain.snapshot import Snapshot

Scalar = str | int | float | bool


Text = Annotated[str, Field(max_length=300)]


class Direction(StrEnum):
    """Who came to whom: they asked (inbound), or we approached them (outbound)."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Intent(StrEnum):
    """What the lead asked for on arrival."""

    DEMO = "demo"
    PRICING = "pricing"
    CALL = "call"
    IMMEDIATE_NEED = "immediate_need"
    CONTENT = "content"
    EVENT = "event"
    OTHER = "other"


class FunnelStage(StrEnum):
    """How far along its own purchase the lead is."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class LeadOrigin(StrEnum):
    """Where the lead met us: on the web and by mail, or at a fair, on the telephone, across a table."""

    ONLINE = "online"
    OFFLINE = "offline"


class Need(StrEnum):
    """What the product is to the lead: an answer to a problem just discovered, or to one that hurts already."""

    NEW_PROBLEM = "new_problem"
    EXISTING_NEED = "existing_need"


class LeadForm(BaseModel):
    """What arrives. A lead needs one way to be reached and nothing else."""

    # JSON has no NaN and no infinity, though many writers of it do: PostgreSQL would not keep them.
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)

    source: Text = ""
    origin: LeadOrigin | None = None
    direction: Direction = Direction.INBOUND
    intent: Intent = Intent.OTHER
    first_name: Text = ""
    last_name: Text = ""
    title: Text = ""
    email: Annotated[str, Field(max_length=254, pattern=r"^$|^[^@\s<>,;]+@[^@\s<>,;]+\.?[^@\s<>,;]+$")] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    social_url: Annotated[
        str,
        Field(
            max_length=300,
            pattern=r"^$|^https://(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:[/?#][^\s<>\"]*)?$",
            description="their page on LinkedIn or the like, https only",
        ),
    ] = ""
    company: Text = ""
    company_domain: Text = ""
    company_size: Annotated[int, Field(ge=0)] | None = None
    industry: Text = ""
    country: Annotated[str, Field(pattern=r"^$|^[A-Za-z]{2}$", description="ISO 3166-1 alpha-2, as in US")] = ""
    region: Annotated[str, Field(max_length=10, description="state or province code, as in CA")] = ""
    time_zone: Annotated[str, Field(description="IANA name, as in America/New_York")] = ""
    locale: Annotated[str, Field(max_length=35)] = ""
    funnel_stage: FunnelStage | None = None
    need: Need | None = None
    product_interest: Text = ""
    message: Annotated[str, Field(max_length=10_000)] = ""
    campaign: Text = ""
    device: Text = ""
    first_visit: AwareDatetime | None = None
    opted_in_at: AwareDatetime | None = None
    consent: Consent = Consent()
    generated_by: Annotated[
        str, Field(max_length=100, description="the teleprospector who generated an outbound lead")
    ] = ""
    external_id: Annotated[str, Field(max_length=200, description="the sender's own id for this lead")] = ""
    attributes: dict[str, Scalar] = Field(default_factory=dict, max_length=50)

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not any(given(self, address) for address in Address):
            *first, last = (written_as(address) for address in Address)
            raise ValueError(f"a lead needs one way to be reached: give {', '.join(first)} or {last}")
        return self


class LeadRecord(Snapshot):
    """A lead as the ledger knows it: the only place with its name and addresses.

    Attributes:
        notes: what people wrote, newest last: ``at``, ``by``, ``text``.
        history: one line for each thing done so far, oldest first.
        learned: pains, answers and the best time to call, which messages may quote.
    """

    lead_id: str
    form: LeadForm
    arrived_at: AwareDatetime
    owner: str = ""
    notes: tuple[dict[str, str], ...] = ()
    history: tuple[str, ...] = ()
    learned: Learned = Learned()


class Interest(StrEnum):
    """How much interest a lead's digital body language shows; ``lost`` is what there was once and has faded."""

    STRONG = "strong"
    LITTLE = "little"
    LOST = "lost"


FIXED_ON_ARRIVAL = frozenset({"direction", "source", "origin", "opted_in_at", "consent", "generated_by", "external_id"})
"""What a later message must not change: where the lead came from, and what it agreed to (that needs its own proof)."""


def given(form: LeadForm, address: Address) -> str:
    """What the form gives as this address, or the empty string: a field of the form, else one of its attributes."""
    value = getattr(form, address) if address in LeadForm.model_fields else form.attributes.get(address)
    return str(value or "")


def written_as(address: Address) -> str:
    """Where a form has this address: ``phone``, ``attributes.postal_address``."""
    return address.value if address in LeadForm.model_fields else f"attributes.{address}"


def reached_at(form: LeadForm) -> str:
    """The first address that the form gives: what a lead is called who gave no name."""
    return next((found for address in Address if (found := given(form, address))), "")


def known_in(form: LeadForm) -> frozenset[str]:
    """Names of the fields that were filled in; an address that is an attribute counts as one."""
    known = {name for name in LeadForm.model_fields if getattr(form, name) not in ("", None)}
    known |= {address.value for address in Address if given(form, address)}
    return frozenset(known - {"consent", "attributes"})
