"""Profile."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field, PlainSerializer

from domain.channels import Channel
from domain.lead.form import Interest, LeadForm, LeadTraits, Scalar, known_in
from domain.places import Place


class LeadProfile(LeadTraits):
    """What decisions need to know of a lead; safe to keep in a workflow's history: the traits of its form, and more.

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
    zones: tuple[str, ...] = ()
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

    def place(self, calendar: str) -> Place:
        """Where the lead is, and the calendar by which it is served."""
        return Place(calendar=calendar, zones=self.zones, country=self.country, region=self.region)

    def has(self, channel: Channel) -> bool:
        """Whether the lead gave what this channel needs."""
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
        **{name: getattr(form, name) for name in LeadTraits.model_fields},
    )
