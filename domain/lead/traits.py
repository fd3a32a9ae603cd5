"""What decisions may read about a lead, and the closed sets of values of such fields.

A field is here if it may travel in a workflow's history, and in ``domain/lead/form.py`` if it is personal.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from domain.channels import Consent
from domain.lead.field import FieldQuestion, LeadField, Of

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
    """Where the first contact was: online (web, email) or offline (trade fair, phone, in person)."""

    ONLINE = "online"
    OFFLINE = "offline"


class Need(StrEnum):
    """The need that the product meets: a problem that the lead just discovered, or a need it already had."""

    NEW_PROBLEM = "new_problem"
    EXISTING_NEED = "existing_need"


class Interest(StrEnum):
    """How much interest a lead's signals show; ``lost`` means that there was interest and it has faded."""

    STRONG = "strong"
    LITTLE = "little"
    LOST = "lost"


class LeadTraits(BaseModel):
    """What decisions may read about a lead, in its form and in the profile that travels with its workflow.

    No name, address, phone number or free text. Conditions may read texts, numbers and closed sets of values.
    """

    model_config = ConfigDict(frozen=True)

    source: Annotated[Text, LeadField("where the lead came from", Of.PERSON, sample="website", is_fixed=True)] = ""
    origin: Annotated[
        LeadOrigin | None,
        LeadField(
            "online or offline: where the first contact was",
            Of.REQUEST,
            label="First contact",
            sample="online",
            is_fixed=True,
        ),
    ] = None
    direction: Annotated[
        Direction, LeadField("inbound (they asked) or outbound (we approached them)", Of.OWN_RULE, is_fixed=True)
    ] = Direction.INBOUND
    intent: Annotated[
        Intent,
        LeadField(
            "demo, pricing, call, immediate_need, content, event or other",
            Of.REQUEST,
            FieldQuestion("what you would like from us"),
            sample="demo",
        ),
    ] = Intent.OTHER
    title: Annotated[
        Text,
        LeadField(
            "job title",
            Of.PERSON,
            FieldQuestion("your job title", autofill="organization-title"),
            label="Title",
            sample="Vice President of Revenue Operations",
        ),
    ] = ""
    company_size: Annotated[
        Annotated[int, Field(ge=0)] | None,
        LeadField(
            "how many people work at the company",
            Of.COMPANY,
            FieldQuestion(
                "how many people work at your company",
                keyboard="number",
                hint="a whole number; an estimate is fine",
                remedy="Please enter a whole number, for example 120.",
            ),
        ),
    ] = None
    industry: Annotated[
        Text, LeadField("industry", Of.COMPANY, FieldQuestion("your industry"), sample="Transportation")
    ] = ""
    country: Annotated[
        str,
        Field(pattern=r"^$|^[A-Za-z]{2}$"),
        LeadField(
            "country, ISO 3166-1 alpha-2, as in US",
            Of.PLACE,
            FieldQuestion(
                "the country you are in",
                autofill="country",
                hint="two letters, for example US",
                remedy="Please enter the two-letter country code, for example US.",
                longest=2,
            ),
            sample="US",
        ),
    ] = ""
    region: Annotated[
        str,
        Field(max_length=10),
        LeadField(
            "state or province code, as in CA",
            Of.PLACE,
            FieldQuestion(
                "your state or province", autofill="address-level1", hint="state or province code, for example CA"
            ),
            sample="CA",
        ),
    ] = ""
    locale: Annotated[str, Field(max_length=35), LeadField("language and place, as in de-AT", Of.PERSON)] = ""
    funnel_stage: Annotated[
        FunnelStage | None,
        LeadField(
            "top, middle or bottom: how far along its own purchase the lead is",
            Of.REQUEST,
            FieldQuestion("how far along your decision is"),
            label="Funnel",
            sample="middle",
        ),
    ] = None
    need: Annotated[
        Need | None,
        LeadField(
            "new_problem or existing_need: what our product is to the lead",
            Of.REQUEST,
            FieldQuestion("whether you have just found this problem, or need it solved now"),
            label="Need",
            sample="existing_need",
        ),
    ] = None
    product_interest: Annotated[
        Text,
        LeadField(
            "what the lead is interested in",
            Of.REQUEST,
            FieldQuestion("what you are interested in"),
            label="Interest",
            sample="forecast accuracy",
        ),
    ] = ""
    campaign: Annotated[
        Text,
        LeadField(
            "the campaign that brought the lead", Of.REQUEST, label="Campaign", sample="spring-forecasting-webinar"
        ),
    ] = ""
    device: Annotated[
        Text, LeadField("the device the form was sent from", Of.REQUEST, label="Device", sample="desktop")
    ] = ""
    first_visit: Annotated[AwareDatetime | None, LeadField("when the lead was first seen", Of.PERSON)] = None
    consent: Annotated[
        Consent, LeadField("what the lead said yes or no to, by channel", Of.OWN_RULE, is_fixed=True)
    ] = Consent()
    generated_by: Annotated[
        str,
        Field(max_length=100),
        LeadField("the teleprospector who generated an outbound lead", Of.PERSON, is_fixed=True),
    ] = ""
