"""What a further form of a person makes of the open lead."""

from datetime import timedelta
from typing import Any

import pytest
from builders import MONDAY
from hypothesis import given
from hypothesis import strategies as st

from domain.channels import Consent
from domain.intake.arrival import Arrival
from domain.intake.merging import MOST_ATTRIBUTES, asked_at, merged
from domain.lead.form import LeadForm, known_in
from reception import arrival_from

DAY = timedelta(days=1)


def came(days: int = 0, **form: Any) -> Arrival:
    """A form of Maya's that came so many days after Monday."""
    form = {"email": "maya@continental.example", **form}
    return arrival_from(
        LeadForm.model_validate(form), received_at=MONDAY + days * DAY, playbook="p", lead_id=f"l{days}"
    )


def test_what_was_empty_is_filled_in_and_nothing_else_of_the_person_changes() -> None:
    """Name, number, place and firm; the lead stays the lead it was."""
    before = came(first_name="Maya", company="Continental", country="US")
    further = came(
        1, first_name="M.", phone="+14155550123", company="continental", company_size=850, country="us", region="CA"
    )

    after = merged(before, further)

    form = after.form
    assert (form.first_name, form.phone, form.company, form.company_size) == (
        "Maya",
        "+14155550123",
        "Continental",
        850,
    )
    assert (form.country, form.region) == ("US", "CA")
    assert (after.lead_id, after.form_key, after.arrived_at) == (before.lead_id, before.form_key, before.arrived_at)
    assert (after.phone_key, after.zones) == ("+14155550123", ("America/Los_Angeles",))


def test_what_contradicts_is_not_mixed() -> None:
    """A province of Canada is none of a lead in the US, and another firm's size is not this one's."""
    before = came(company="Continental", country="US")

    after = merged(before, came(1, company="Other", company_size=9, country="CA", region="ON"))

    assert (after.form.company_size, after.form.region) == (None, "")


def test_the_newer_request_is_what_the_lead_wants_now() -> None:
    """Who read a paper and now wants a demo is triaged as wanting a demo; where they came from stays."""
    before = came(intent="content", source="webinar", campaign="winter")

    after = merged(before, came(7, intent="demo", source="website", campaign="spring"))

    assert (after.form.intent, after.form.source, after.form.campaign) == ("demo", "webinar", "spring")
    assert after.form.opted_in_at == MONDAY + 7 * DAY


def test_an_older_form_that_comes_late_asks_for_nothing_new() -> None:
    """Its opt-in is older than the lead's."""
    before = came(intent="demo")

    after = merged(before, came(7, intent="content", opted_in_at=(MONDAY - DAY).isoformat()))

    assert (after.form.intent, after.form.opted_in_at) == ("demo", None)


def test_an_import_asks_for_nothing() -> None:
    """The person did nothing; an approached lead who writes is one who asked."""
    imported = came(7, direction="outbound", intent="demo")

    assert asked_at(imported) is None
    assert merged(came(intent="content"), imported).form.intent == "content"
    assert merged(came(intent="content"), imported).form.direction == "inbound"
    assert merged(came(direction="outbound"), came(1, intent="demo")).form.direction == "inbound"


@pytest.mark.parametrize(
    ("before", "now", "opted_in_later", "after"),
    [
        (None, True, True, True),
        (True, None, True, True),
        (True, False, True, False),
        (True, False, False, False),
        (False, True, True, True),
        (False, True, False, False),
    ],
)
def test_a_no_holds_until_the_person_says_yes_later(
    before: bool | None, now: bool | None, opted_in_later: bool, after: bool
) -> None:
    """A yes that is older than the no, or speaks for nobody, changes nothing."""
    opted_in_at = MONDAY + DAY if opted_in_later else MONDAY - DAY
    further = came(7, consent={"sms": now}, opted_in_at=opted_in_at.isoformat())

    assert merged(came(consent={"sms": before}), further).form.consent == Consent(sms=after)


def test_attributes_are_added_while_there_is_room() -> None:
    """As many as a form may have, so that the lead can always be read again."""
    before = came(attributes={f"a{number}": number for number in range(MOST_ATTRIBUTES - 1)})

    after = merged(before, came(1, attributes={"a0": "other", "x": 1, "y": 2})).form.attributes

    assert (after["a0"], after["x"], len(after)) == (0, 1, MOST_ATTRIBUTES)


def test_an_extension_stays_with_its_number() -> None:
    """It is dialled after the number that it came with."""
    extension = came(1, phone="+1 415 555 0199 ext. 7")

    assert "phone_extension" not in merged(came(phone="+14155550123"), extension).form.attributes
    assert merged(came(), extension).form.attributes == {"phone_extension": "7"}


@given(
    old=st.fixed_dictionaries({"title": st.sampled_from(["", "VP"]), "company": st.sampled_from(["", "A", "B"])}),
    new=st.fixed_dictionaries({"title": st.sampled_from(["", "CEO"]), "company": st.sampled_from(["", "A", "B"])}),
)
def test_merging_loses_nothing_and_can_be_done_again(old: dict[str, Any], new: dict[str, Any]) -> None:
    """What was known stays known, the result is a form, and the same form adds nothing a second time."""
    before, further = came(0, **old), came(1, **new)

    after = merged(before, further)

    assert LeadForm.model_validate(after.form.model_dump()) == after.form
    assert merged(after, further) == after
    assert known_in(before.form) <= known_in(after.form)
