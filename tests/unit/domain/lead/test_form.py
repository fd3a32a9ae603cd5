"""A lead as it arrives: what is accepted, its addresses, and what counts as known."""

from typing import Any

import pytest
from pydantic import ValidationError

from domain.channels import Address
from domain.lead.field import Of
from domain.lead.form import (
    FIELDS,
    LeadContact,
    LeadForm,
    LeadTraits,
    Need,
    asked_for,
    given,
    known_in,
    value_in_words,
    written_as,
)

EXAMPLES = {
    Address.EMAIL: "mara@continental.example",
    Address.PHONE: "+1 415 555 0123",
    Address.POSTAL_ADDRESS: "1 Dock Road, Oakland",
    Address.SOCIAL_URL: "https://www.linkedin.com/in/mara-quill",
}


def a_form_with(address: Address) -> LeadForm:
    """A form that gives this address and nothing else."""
    group, _, name = written_as(address).rpartition(".")
    field = {name: EXAMPLES[address]}
    return LeadForm.model_validate({group: field} if group else field)


@pytest.mark.parametrize("address", list(Address))
def test_each_address_is_enough_to_be_a_lead_and_is_known(address: Address) -> None:
    """Whether it is a field of the form or one of its attributes."""
    form = a_form_with(address)

    assert given(form, address) == EXAMPLES[address]
    assert address.value in known_in(form)
    assert not any(given(form, other) for other in Address if other is not address)


def test_a_form_without_any_address_is_refused() -> None:
    """It says which there are."""
    with pytest.raises(ValidationError, match=r"please add email, phone, attributes\.postal_address or social_url"):
        LeadForm(first_name="Mara")


@pytest.mark.parametrize(
    "url",
    [
        "http://www.linkedin.com/in/mara",
        "www.linkedin.com/in/mara",
        "https://linkedin",
        "https://linkedin.com@evil.example/mara",
        "https://linkedin.com/in/mara quill",
        "https://linkedin.com/<script>",
        "javascript:alert(1)",
        f"https://linkedin.com/{'a' * 300}",
    ],
)
def test_a_page_is_an_https_address_of_300_characters_at_most(url: str) -> None:
    """Anything else would be a link that a rep had better not follow."""
    with pytest.raises(ValidationError, match="social_url"):
        LeadForm(social_url=url)


@pytest.mark.parametrize(
    "url", ["https://mastodon.social/@mara", "https://xing.com/profile/Mara?tab=a", "  https://x.com/mara "]
)
def test_a_page_may_be_anywhere(url: str) -> None:
    """Spaces around it are nobody's meaning."""
    assert LeadForm(social_url=url).social_url == url.strip()


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({"first_name": "Ana"}, "please add email, phone, attributes.postal_address or social_url"),
        ({"email": "a b@c.example"}, "email"),
        ({"email": "a@b.example, c@d.example"}, "email"),
        ({"email": "a@b.example", "country": "USA"}, "country"),
        ({"email": "a@b.example", "company_size": -1}, "company_size"),
        ({"email": "a@b.example", "attributes": {"x": float("nan")}}, "attributes"),
        ({"email": "a@b.example", "opted_in_at": "2026-03-02T15:00:00"}, "opted_in_at"),
        ({"email": "a@b.example", "surname": "B"}, "surname"),
    ],
)
def test_a_form_that_cannot_be_kept_or_answered_is_refused_at_its_field(form: dict[str, Any], fault: str) -> None:
    """A misspelt field, too: what was meant would be lost without a word."""
    with pytest.raises(ValidationError, match=fault):
        LeadForm.model_validate(form)


def test_what_was_filled_in_is_known() -> None:
    """By the names of fields; a default is no answer where it is empty, and an address by post counts as one."""
    form = LeadForm.model_validate(
        {"email": " a@b.example ", "company_size": 0, "title": "  ", "attributes": {"postal_address": "1 Road"}}
    )

    assert form.email == "a@b.example"
    assert {"email", "company_size", "postal_address"} <= known_in(form)
    assert not {"title", "phone", "consent", "attributes"} & known_in(form)


def test_every_field_has_one_rule_for_a_further_form() -> None:
    """Those with a rule of their own are the ones that ``merging`` names."""
    own = {name for name, field in FIELDS.items() if field.of is Of.OWN_RULE}

    assert own == {"message", "opted_in_at", "direction", "consent", "attributes", "postal_address"}


def test_a_workflow_learns_nothing_personal() -> None:
    """Names, addresses and free text are no traits, and every field of the form is one or the other."""
    personal = {"first_name", "last_name", "email", "phone", "social_url", "message"}

    assert personal <= LeadContact.model_fields.keys()
    assert LeadTraits.model_fields.keys().isdisjoint(LeadContact.model_fields)
    assert LeadForm.model_fields.keys() == LeadContact.model_fields.keys() | LeadTraits.model_fields.keys()


@pytest.mark.parametrize(
    ("name", "words"),
    [("title", "your job title"), ("postal_address", "your postal address"), ("first_visit", "first visit")],
)
def test_a_field_is_asked_for_in_words(name: str, words: str) -> None:
    """What nobody can be asked for is named all the same."""
    assert asked_for(name) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(Need.NEW_PROBLEM, "new problem"), (None, ""), (120, "120"), ("a_b@x.example", "a_b@x.example")],
)
def test_a_value_is_told_in_words(value: object, words: str) -> None:
    """One of a few words reads plainly; what the lead gave stays as it is."""
    assert value_in_words(value) == words
