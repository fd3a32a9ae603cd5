"""What decisions need to know of a lead, and nothing that names it."""

from datetime import timedelta

import pytest
from builders import MONDAY, a_profile

from domain.channels import Address, Channel
from domain.lead.form import LeadForm
from domain.lead.profile import LeadProfile, profile_of

FORM = LeadForm(
    first_name="Dana",
    last_name="Reyes",
    email="dana@acme.example",
    phone="+14155550101",
    company="Acme",
    message="Call me",
    attributes={"plan": "gold", "diary": "private", "postal_address": "1 Road"},
)


def made(form: LeadForm) -> LeadProfile:
    """Its profile, where rules ask for the plan."""
    return profile_of(form, lead_id="lead1", arrived_at=MONDAY, zones=(), attribute_names=frozenset({"plan"}))


def test_a_profile_holds_nobodys_name_address_number_or_words() -> None:
    """It is kept in histories."""
    written = made(FORM).model_dump_json()

    assert not [
        said for said in ("Dana", "Reyes", "acme", "Acme", "4155550101", "Call me", "1 Road") if said in written
    ]


def test_only_attributes_that_rules_ask_for_travel() -> None:
    """The others stay in the ledger; which fields are known is told of all."""
    profile = made(FORM)

    assert profile.attributes == {"plan": "gold"}
    assert {"email", "phone", "postal_address", "first_name"} <= profile.known


def test_whoever_does_not_say_when_they_opted_in_did_so_on_arrival() -> None:
    """Response times are measured from there."""
    earlier = MONDAY - timedelta(minutes=5)

    assert made(FORM).opted_in_at == MONDAY
    assert made(FORM.model_copy(update={"opted_in_at": earlier})).opted_in_at == earlier


@pytest.mark.parametrize(("ago", "days"), [(timedelta(days=3, hours=23), 3), (timedelta(days=-1), 0), (None, None)])
def test_days_since_the_first_visit_are_whole_and_never_negative(ago: timedelta | None, days: int | None) -> None:
    """Some clocks are wrong, and often nobody noted it."""
    first_visit = None if ago is None else MONDAY - ago

    assert a_profile(first_visit=first_visit).days_since_first_visit == days


@pytest.mark.parametrize("channel", list(Channel))
def test_a_lead_has_a_channel_when_it_gave_its_address(channel: Channel) -> None:
    """And no other address will do; what needs none is there for everybody."""
    address = channel.way.address
    others = {other.value for other in Address if other is not address}

    assert a_profile(known={address.value} if address else set()).has(channel)
    assert a_profile(known=others).has(channel) is (address is None)
