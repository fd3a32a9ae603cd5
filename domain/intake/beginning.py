"""How a new lead's journey begins, with what is known about its company and its person."""

from typing import NamedTuple

from domain.intake.arrival import Arrival
from domain.journey.state import Journey
from domain.lead.company import company_of, is_account
from domain.lead.profile import LeadProfile, profile_of
from domain.remember.beginnings import begin
from domain.terms.playbook import Playbook
from domain.triage.triage import route, triage


def journey_of(arrival: Arrival, playbook: Playbook) -> Journey:
    """The journey of a lead as it arrived, by the playbook of its arrival."""
    return arrive(profile_for(arrival, asked_by(playbook)), playbook)


def arrive(profile: LeadProfile, playbook: Playbook) -> Journey:
    """The journey of a lead on this playbook: triaged, and routed to a cadence."""
    agreement = playbook.agreement
    taken = route(agreement, profile, triage(agreement, profile).qualification)
    name = taken.cadence if taken is not None else agreement.routes[0].cadence
    return begin(profile, agreement, playbook.cadences[name])


EARLIER_COUNTED = 50
"""Earlier leads are counted up to this number: rules ask for a few, and a company may have thousands."""


class Asked(NamedTuple):
    """What the rules of some playbooks need in addition to a lead's form.

    Attributes:
        attribute_names: the form's own attributes that conditions name.
        accounts: domains of the companies that somebody in the team knows.
        of_the_firm: whether any rule asks about the company's history.
    """

    attribute_names: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    of_the_firm: bool = False

    def together(self, other: "Asked") -> "Asked":
        """What either of the two needs."""
        return Asked(
            self.attribute_names | other.attribute_names,
            self.accounts | other.accounts,
            self.of_the_firm or other.of_the_firm,
        )


def asked_by(*playbooks: Playbook) -> Asked:
    """What any of these playbooks needs."""
    asked = Asked()
    for playbook in playbooks:
        own = Asked(playbook.attribute_names, playbook.team.accounts, playbook.asks_of_the_firm)
        asked = asked.together(own)
    return asked


def profile_for(arrival: Arrival, asked: Asked) -> LeadProfile:
    """The profile of a lead as it arrived, with what the ledger and the team know about its company."""
    known = arrival.acquaintance
    return profile_of(
        arrival.form,
        lead_id=arrival.lead_id,
        arrived_at=arrival.arrived_at,
        zones=arrival.zones,
        attribute_names=asked.attribute_names,
        is_known_account=known.was_accepted or is_account(company_of(arrival.form), asked.accounts),
        earlier_leads=known.earlier_leads,
    )
