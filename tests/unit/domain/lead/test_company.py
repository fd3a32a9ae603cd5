"""Of which company a lead is, and whether two are of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.lead.company import Company, are_same, company_of, domain_in
from domain.lead.form import LeadForm


@pytest.mark.parametrize(
    ("form", "company"),
    [
        ({"company": " ACME   Inc. ", "email": "a@gmail.com"}, Company("", "acme inc.")),
        ({"email": "a@Acme.Example"}, Company("acme.example", "")),
        ({"email": "a@gmail.com", "company_domain": "https://www.acme.example/about"}, Company("acme.example", "")),
        ({"email": "a@work.example", "company_domain": "n/a"}, Company("work.example", "")),
        ({"phone": "+14155550100"}, Company("", "")),
        *(({"company": said, "phone": "+14155550100"}, Company()) for said in ("N/A", "-", "Self-employed", "none.")),
        ({"company": "None", "email": "a@none.example"}, Company("none.example", "")),
    ],
)
def test_a_company_is_known_by_its_domain_and_its_name(form: dict[str, str], company: Company) -> None:
    """A mailbox that anybody can have says nothing, nor does what people write who have no company to name."""
    assert company_of(LeadForm.model_validate(form)) == company


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Company("acme.example", "acme"), Company("acme.example", "acme group"), True),
        (Company("acme.example", "acme"), Company("", "acme"), True),
        (Company("delta.example", "delta"), Company("deltafaucet.example", "delta"), False),
        (Company("", "acme"), Company("", "acme"), True),
        (Company(), Company(), False),
        (Company("acme.example"), Company(), False),
    ],
)
def test_two_leads_are_of_one_company_or_not(one: Company, other: Company, same: bool) -> None:
    """By domain where both have one, else by name."""
    assert are_same(one, other) is same
    assert are_same(other, one) is same


@given(st.text(max_size=60))
def test_any_text_may_stand_where_a_domain_is_asked(text: str) -> None:
    """What comes out is a domain, and itself again, or nothing."""
    found = domain_in(text)

    assert domain_in(found) == found
