"""A lead as it arrives, and the few facts about it that decisions need.

``LeadForm`` is what a form, an import or a CRM sends: it holds a person's data and lives in the ledger only.
``LeadProfile`` is what travels with the lead's workflow: no name, address, number or free text.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, model_validator

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


class Interest(StrEnum):
    """How much interest a lead's digital body language shows; ``lost`` is what there was once and has faded."""

    STRONG = "strong"
    LITTLE = "little"
    LOST = "lost"


class Channel(StrEnum):
    """A way to reach a person. The machine sends email and sms; people do the rest as tasks."""

    EMAIL = "email"
    SMS = "sms"
    CALL = "call"
    VOICEMAIL = "voicemail"
    POST = "post"
    MANUAL_EMAIL = "manual_email"


MACHINE_CHANNELS = frozenset({Channel.EMAIL, Channel.SMS})
VOICE_CHANNELS = frozenset({Channel.CALL, Channel.VOICEMAIL})
MAIL_CHANNELS = frozenset({Channel.EMAIL, Channel.MANUAL_EMAIL})
PHONE_CHANNELS = VOICE_CHANNELS | {Channel.SMS}


def dead_with(channel: Channel) -> frozenset[Channel]:
    """What a dead channel takes with it: all mail goes to one address, a number that takes no texts may be called."""
    return MAIL_CHANNELS if channel in MAIL_CHANNELS else frozenset({channel})


class Consent(BaseModel):
    """What the lead said yes or no to; ``None`` is not asked.

    Email and voice are open to somebody who asked us to get in touch until they say no; a text needs a yes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: bool | None = None
    sms: bool | None = None
    voice: bool | None = None

    def allows(self, channel: Channel) -> bool:
        """Whether consent permits this channel."""
        if channel is Channel.SMS:
            return self.sms is True
        if channel in VOICE_CHANNELS:
            return self.voice is not False
        if channel in MAIL_CHANNELS:
            return self.email is not False
        return True


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
        if not (self.email or self.phone or self.attributes.get("postal_address")):
            raise ValueError("a lead needs one way to be reached: give email, phone or attributes.postal_address")
        return self


FIXED_ON_ARRIVAL = frozenset({"direction", "source", "origin", "opted_in_at", "consent", "generated_by", "external_id"})
"""What a later message must not change: where the lead came from, and what it agreed to (that needs its own proof)."""


class LeadProfile(BaseModel):
    """What decisions need to know of a lead; safe to keep in a workflow's history.

    Attributes:
        zones: the lead's own time zone, or every candidate of its phone number; empty when nothing is known.
        first_visit: when they were seen first, on the site or elsewhere; None when nobody noted it.
        is_known_account: the company is somebody's account, or sales accepted a lead of it before.
        earlier_leads: how many leads of the person, or of their company, came before this one.
        interest: as the ledger measured it last; None while nothing can be said of it. ``score`` is what it was then.
        known: names of the form's fields that were filled in, so that triage can tell what is missing.
        attributes: only those attributes that the playbook's conditions name.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    lead_id: str
    arrived_at: datetime
    opted_in_at: datetime
    direction: Direction = Direction.INBOUND
    source: str = ""
    origin: LeadOrigin | None = None
    intent: Intent = Intent.OTHER
    title: str = ""
    company_size: int | None = None
    industry: str = ""
    country: str = ""
    region: str = ""
    zones: tuple[str, ...] = ()
    locale: str = ""
    funnel_stage: FunnelStage | None = None
    need: Need | None = None
    product_interest: str = ""
    campaign: str = ""
    device: str = ""
    first_visit: datetime | None = None
    consent: Consent = Consent()
    generated_by: str = ""
    is_known_account: bool = False
    earlier_leads: int = 0
    interest: Interest | None = None
    score: int | None = None
    known: Annotated[frozenset[str], PlainSerializer(sorted, return_type=list[str])] = frozenset()
    attributes: dict[str, Scalar] = Field(default_factory=dict)

    @property
    def days_since_first_visit(self) -> int | None:
        """Whole days between the first visit and the request; None when the first visit is not known."""
        return None if self.first_visit is None else max((self.opted_in_at - self.first_visit).days, 0)

    def has(self, channel: Channel) -> bool:
        """Whether the lead gave what this channel needs."""
        if channel in MAIL_CHANNELS:
            return "email" in self.known
        if channel is Channel.POST:
            return "postal_address" in self.known
        return "phone" in self.known


PROFILE_FIELDS = (
    "direction",
    "source",
    "origin",
    "intent",
    "title",
    "company_size",
    "industry",
    "country",
    "region",
    "locale",
    "funnel_stage",
    "need",
    "product_interest",
    "campaign",
    "device",
    "first_visit",
    "consent",
    "generated_by",
)


def known_in(form: LeadForm) -> frozenset[str]:
    """Names of the fields that were filled in; a postal address counts as one."""
    known = {name for name in LeadForm.model_fields if getattr(form, name) not in ("", None)}
    if form.attributes.get("postal_address"):
        known.add("postal_address")
    return frozenset(known - {"consent", "attributes"})


def profile_of(
    form: LeadForm,
    *,
    lead_id: str,
    arrived_at: datetime,
    zones: tuple[str, ...],
    attribute_names: frozenset[str],
    is_known_account: bool = False,
    earlier_leads: int = 0,
) -> LeadProfile:
    """The profile of a form: its decision fields, the names of what is known, and the attributes rules ask for."""
    return LeadProfile(
        lead_id=lead_id,
        arrived_at=arrived_at,
        opted_in_at=form.opted_in_at or arrived_at,
        zones=zones,
        is_known_account=is_known_account,
        earlier_leads=earlier_leads,
        known=known_in(form),
        attributes={name: value for name, value in form.attributes.items() if name in attribute_names},
        **{name: getattr(form, name) for name in PROFILE_FIELDS},
    )
