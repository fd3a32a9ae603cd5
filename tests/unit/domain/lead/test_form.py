"""A lead as it arrives: what is accepted, and what counts as known."""

from typing import Any

import pytest
from pydantic import ValidationError

from domain.lead.form import LeadForm, known_in


@pytest.mark.parametrize(
    "way", [{"email": "a@b.example"}, {"phone": "+1"}, {"attributes": {"postal_address": "1 Road"}}]
)
def test_one_way_to_be_reached_is_enough(way: dict[str, Any]) -> None:
    """And nothing else is asked."""
    assert known_in(LeadForm.model_validate(way)) >= way.keys() - {"attributes"}


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({"first_name": "Ana"}, "give email, phone or attributes.postal_address"),
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
