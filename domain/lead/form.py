"""A lead as it arrives from a form, an import or a CRM. It holds personal data and is kept in the ledger only.

Every field carries its description (``LeadField``). The fields that decisions may read are in
``domain/lead/traits.py``. ``LeadProfile``, which travels with the lead's workflow, has only those fields of the form.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from domain.channels import Address
from domain.lead.field import FieldQuestion, LeadField, Of, described
from domain.lead.learned import Learned
from domain.lead.traits import Direction, FunnelStage, Intent, Interest, LeadOrigin, LeadTraits, Need, Scalar, Text
from domain.snapshot import Snapshot
from domain.text import plain

__all__ = [
    "FIELDS",
    "FIXED_ON_ARRIVAL",
    "Direction",
    "FunnelStage",
    "Intent",
    "Interest",
    "LeadContact",
    "LeadForm",
    "LeadOrigin",
    "LeadRecord",
    "LeadTraits",
    "Need",
    "Scalar",
    "Text",
    "asked_for",
    "given",
    "known_in",
    "reached_at",
    "value_in_words",
    "written_as",
]


class LeadContact(BaseModel):
    """Who the lead is, how to reach it, and what it wrote: kept in the ledger, never in a workflow's history."""

    model_config = ConfigDict(frozen=True)

    first_name: Annotated[
        Text,
        LeadField(
            "given name", Of.PERSON, FieldQuestion("your first name", autofill="given-name"), sample="Maximilian"
        ),
    ] = ""
    last_name: Annotated[
        Text,
        LeadField(
            "family name",
            Of.PERSON,
            FieldQuestion("your last name", autofill="family-name"),
            sample="Featherstonehaugh",
        ),
    ] = ""
    email: Annotated[
        str,
        Field(max_length=254, pattern=r"^$|^[^@\s<>,;]+@[^@\s<>,;]+\.?[^@\s<>,;]+$"),
        LeadField(
            "email address",
            Of.PERSON,
            FieldQuestion(
                "your email address",
                keyboard="email",
                autofill="email",
                hint="for example ana@northbeam.example",
                remedy="This is not a valid email address. Please enter one, for example ana@northbeam.example.",
            ),
            label="Email",
            sample="maximilian.featherstonehaugh@continental-logistics.example",
        ),
    ] = ""
    phone: Annotated[
        str,
        Field(max_length=40),
        LeadField(
            "phone number",
            Of.PERSON,
            FieldQuestion(
                "a phone number",
                keyboard="tel",
                autofill="tel",
                hint="with + and the country code, for example +1 415 555 0123",
                remedy="This number cannot be called. "
                "Please enter it with + and the country code, for example +1 415 555 0123.",
            ),
            label="Phone",
            sample="+1 415 555 0123",
        ),
    ] = ""
    social_url: Annotated[
        str,
        Field(max_length=300, pattern=r"^$|^https://(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:[/?#][^\s<>\"]*)?$"),
        LeadField(
            "their page on LinkedIn or the like, https only",
            Of.PERSON,
            FieldQuestion(
                "your page on LinkedIn or the like",
                keyboard="url",
                autofill="url",
                hint="for example https://www.linkedin.com/in/ana",
                remedy="Please copy the whole address of your page, for example https://www.linkedin.com/in/ana.",
            ),
            label="Profile page",
            sample="https://www.linkedin.com/in/maximilian-featherstonehaugh",
        ),
    ] = ""
    company: Annotated[
        Text,
        LeadField(
            "company's name",
            Of.COMPANY,
            FieldQuestion("your company's name", autofill="organization"),
            sample="Continental Logistics Group",
        ),
    ] = ""
    company_domain: Annotated[
        Text,
        LeadField(
            "company's domain, as in northbeam.example",
            Of.COMPANY,
            FieldQuestion("your company's website", hint="for example northbeam.example"),
            sample="continental-logistics.example",
        ),
    ] = ""
    time_zone: Annotated[str, LeadField("IANA time zone, as in America/New_York", Of.PERSON)] = ""
    message: Annotated[
        str,
        Field(max_length=10_000),
        LeadField(
            "what the lead wrote",
            Of.OWN_RULE,
            FieldQuestion("what we can do for you"),
            label="Message",
            sample="Our forecast is off by 20% every quarter.\nCan you help before June?",
        ),
    ] = ""
    opted_in_at: Annotated[
        AwareDatetime | None, LeadField("when the lead said that we may get in touch", Of.OWN_RULE, is_fixed=True)
    ] = None
    external_id: Annotated[
        str, Field(max_length=200), LeadField("the sender's own id for this lead", Of.PERSON, is_fixed=True)
    ] = ""
    attributes: Annotated[
        dict[str, Scalar], Field(max_length=50), LeadField("whatever else the form sent, by name", Of.OWN_RULE)
    ] = Field(default_factory=dict)


class LeadForm(LeadTraits, LeadContact):
    """The form of a lead. It needs one way to reach the lead and nothing else."""

    # JSON has no NaN and no infinity, but many JSON writers do; PostgreSQL would reject them.
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not any(given(self, address) for address in Address):
            *first, last = (written_as(address) for address in Address)
            raise ValueError(f"a lead needs one way to be reached: please add {', '.join(first)} or {last}")
        return self


_POSTAL_ADDRESS: Final = LeadField("postal address", Of.OWN_RULE, FieldQuestion("your postal address", longest=1_000))

FIELDS: Final[Mapping[str, LeadField]] = MappingProxyType({**described(LeadForm), "postal_address": _POSTAL_ADDRESS})
"""All fields of a form by name, and the postal address, which is one of the form's ``attributes``."""

FIXED_ON_ARRIVAL: Final = frozenset(name for name, field in FIELDS.items() if field.is_fixed)
"""Fields that a later form must not change: where the lead came from, and what it agreed to."""


def value_in_words(value: object) -> str:
    """A field's value as people read it."""
    if isinstance(value, StrEnum):
        return plain(value.value)
    return "" if value is None else str(value)


def asked_for(name: str) -> str:
    """The words in which a person is asked for a field: ``your job title``."""
    field = FIELDS.get(name)
    return field.question.words if field is not None and field.question is not None else plain(name)


class LeadRecord(Snapshot):
    """A lead as the ledger knows it, with its name and addresses.

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


def given(form: LeadForm, address: Address) -> str:
    """The form's value for this address, from a field or an attribute; empty if there is none."""
    value = getattr(form, address) if address in LeadForm.model_fields else form.attributes.get(address)
    return str(value or "")


def written_as(address: Address) -> str:
    """Where a form has this address: ``phone``, ``attributes.postal_address``."""
    return address.value if address in LeadForm.model_fields else f"attributes.{address}"


def reached_at(form: LeadForm) -> str:
    """The first address that the form gives; it stands for the name of a lead who gave none."""
    return next((found for address in Address if (found := given(form, address))), "")


def known_in(form: LeadForm) -> frozenset[str]:
    """Names of the fields that were filled in, including addresses that are attributes."""
    known = {name for name in LeadForm.model_fields if getattr(form, name) not in ("", None)}
    known |= {address.value for address in Address if given(form, address)}
    return frozenset(known - {"consent", "attributes"})
