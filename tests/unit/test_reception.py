"""A form as it was sent becomes an arrival."""

import json
import re
from datetime import timedelta

import pytest
from builders import MONDAY
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.channels import Consent
from domain.errors import InvalidInputError
from domain.lead.form import Intent, LeadForm
from domain.outgoing.tokens import SEND_ID
from reception import CLOCK_SKEW, arrival_from, form_key, new_lead_id

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20).map(str.strip)


@given(name=TEXT, company=TEXT, seats=st.integers(0, 1000), sms=st.none() | st.booleans())
def test_the_same_form_has_one_key_in_whatever_order_it_came(
    name: str, company: str, seats: int, sms: bool | None
) -> None:
    """The key depends on what was said, not on how the JSON was written."""
    fields = {
        "email": "a@b.example",
        "first_name": name,
        "company": company,
        "attributes": {"seats": seats, "plan": "team"},
        "consent": {"sms": sms},
    }
    turned = {**dict(reversed(fields.items())), "attributes": {"plan": "team", "seats": seats}}

    assert form_key(LeadForm.model_validate(fields)) == form_key(LeadForm.model_validate(turned))


@given(name=TEXT, other=TEXT)
def test_different_forms_have_different_keys(name: str, other: str) -> None:
    """Two people at one address are two forms."""
    keys = {form_key(LeadForm(email="a@b.example", first_name=text)) for text in (name, other)}

    assert len(keys) == len({name, other})


def test_a_default_that_is_written_out_changes_nothing() -> None:
    """A sender that sends every field means the same as one that leaves the empty ones out."""
    spelled = LeadForm(email="a@b.example", first_name="", intent=Intent.OTHER, consent=Consent())

    assert form_key(spelled) == form_key(LeadForm(email="a@b.example"))


def test_ids_are_fit_for_mail_addresses_and_differ() -> None:
    """Fourteen lower-case letters and digits, never the same twice."""
    ids = {new_lead_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert all(re.fullmatch(r"l[a-z2-7]{13}", lead_id) and SEND_ID.fullmatch(lead_id) for lead_id in ids)


@pytest.mark.parametrize(
    ("form", "zones"),
    [
        ({"email": "a@b.example"}, ()),
        ({"phone": "+14155550123"}, ("America/Los_Angeles",)),
        ({"phone": "+14155550123", "time_zone": "Europe/Paris"}, ("Europe/Paris",)),
    ],
)
def test_zones_are_given_or_the_numbers_or_unknown(form: dict[str, str], zones: tuple[str, ...]) -> None:
    """Nothing is guessed beyond what the number says."""
    arrival = arrival_from(LeadForm.model_validate(form), received_at=MONDAY, playbook="p")

    assert arrival.zones == zones


def test_a_national_number_is_read_in_the_leads_country() -> None:
    """What people write at home is made a number that can be dialled from anywhere."""
    arrival = arrival_from(LeadForm(phone="030 901820", country="de"), received_at=MONDAY, playbook="p")

    assert (arrival.phone_key, arrival.form.phone, arrival.form.country) == ("+4930901820", "+4930901820", "DE")


@pytest.mark.parametrize("field", ["opted_in_at", "first_visit"])
def test_what_happened_cannot_lie_in_the_future(field: str) -> None:
    """A sender's clock may run a little ahead, and no more: response times count from this instant."""
    ahead = LeadForm.model_validate({"email": "a@b.example", field: MONDAY + CLOCK_SKEW})
    too_far = LeadForm.model_validate({"email": "a@b.example", field: MONDAY + CLOCK_SKEW + timedelta(seconds=1)})

    assert arrival_from(ahead, received_at=MONDAY, playbook="p").arrived_at == MONDAY
    with pytest.raises(InvalidInputError, match="future") as refused:
        arrival_from(too_far, received_at=MONDAY, playbook="p")
    assert refused.value.field == field


def test_instants_are_kept_in_utc() -> None:
    """The same instant, whatever offset it came with."""
    form = LeadForm.model_validate({"email": "a@b.example", "opted_in_at": "2026-03-02T09:50:00-05:00"})

    arrival = arrival_from(form, received_at=MONDAY, playbook="p")

    assert arrival.form.opted_in_at is not None
    assert arrival.form.opted_in_at.isoformat() == "2026-03-02T14:50:00+00:00"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_a_number_that_json_does_not_have_is_refused(number: str) -> None:
    """Some writers of JSON make it all the same; not every database keeps it."""
    form = json.loads(f'{{"email": "a@b.example", "attributes": {{"score": {number}}}}}')

    with pytest.raises(ValidationError, match=r"attributes\.score"):
        LeadForm.model_validate(form)
