"""The lead's profile: what decisions read, safe to keep in a workflow's history."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field, PlainSerializer

from domain.channels import Channel
from domain.lead.form import Interest, LeadForm, LeadTraits, Scalar, known_in
from domain.places import Place


class LeadProfile(LeadTraits):
    """What decisions need to know about a lead: the traits of its form, and more. Nothing in it is personal.

    Attributes:
        zones: the lead's own time zone, or all candidates by its phone number; empty if nothing is known.
        first_visit: when the lead was first seen, on the site or elsewhere; None if not known.
        is_known_account: the company is somebody's account, or sales has accepted a lead of the company before.
        earlier_leads: how many leads of the person or their company came before this one.
        interest: the level by the ledger's last measurement; None while it is not known. ``score`` is the score then.
        known: names of the form's fields that were filled in, by which triage knows what is missing.
        attributes: only the attributes that the playbook's conditions name.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    lead_id: str
    arrived_at: datetime
    opted_in_at: datetime
    zones: tuple[str, ...] = ()
    is_known_account: bool = False
    earlier_leads: int = 0
    interest: Interest | None = None
    score: int | None = None
    known: Annotated[frozenset[str], PlainSerializer(sorted, return_type=list[str])] = frozenset()
    attributes: dict[str, Scalar] = Field(default_factory=dict)

    @property
    def days_since_first_visit(self) -> int | None:
        """Whole days between the first visit and the request; None if the first visit is not known."""
        return None if self.first_visit is None else max((self.opted_in_at - self.first_visit).days, 0)

    def place(self, calendar: str) -> Place:
        """Where the lead is, with the calendar that applies."""
        return Place(calendar=calendar, zones=self.zones, country=self.country, region=self.region)

    def has(self, channel: Channel) -> bool:
        """Whether the lead gave the address that this channel needs."""
        return channel.way.address is None or channel.way.address in self.known


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
    """The profile of a form: its traits, the names of known fields, and the attributes that conditions name."""
    return LeadProfile(
        lead_id=lead_id,
        arrived_at=arrived_at,
        opted_in_at=form.opted_in_at or arrived_at,
        zones=zones,
        is_known_account=is_known_account,
        earlier_leads=earlier_leads,
        known=known_in(form),
        attributes={name: value for name, value in form.attributes.items() if name in attribute_names},
        **{name: getattr(form, name) for name in LeadTraits.model_fields},
    )
