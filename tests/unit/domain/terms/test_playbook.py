"""A playbook as published: its messages, and what its conditions ask about."""

import pytest
from builders import a_cadence, a_playbook, a_touch, an_agreement

from domain.channels import Channel
from domain.errors import NotFoundError
from domain.terms.agreement import Qualification, TriageRule
from domain.terms.conditions import Condition
from domain.terms.playbook import Message

SHORT = Message(name="intro", kind="txt", body="Hi")
LONG = Message(
    name="intro", kind="md", subject="Your {{ lead.company }}", body="Hello {{ lead.first_name }}", short=SHORT
)


def test_a_text_has_the_short_form_and_every_other_channel_the_long_one() -> None:
    """Where there is a short one."""
    playbook = a_playbook(messages={"intro": LONG, "plain": SHORT})

    assert playbook.message("intro", Channel.SMS) is SHORT
    assert playbook.message("intro", Channel.EMAIL) is LONG
    assert playbook.message("intro") is LONG
    assert playbook.message("plain", Channel.SMS) is SHORT


def test_a_message_that_is_not_there_is_named_with_the_playbooks_version() -> None:
    """A lead runs on the version it started with, so the newest folder may well have it."""
    with pytest.raises(NotFoundError, match="playbook playbook1 has no message 'intro'"):
        a_playbook().message("intro")


def test_a_message_knows_its_file_and_what_it_may_ask_for() -> None:
    """In its subject as in its body."""
    assert LONG.file == "intro.md"
    assert LONG.mentions(["company"])
    assert LONG.mentions(["unknown", "first_name"])
    assert not LONG.mentions(["postal_address"])


def test_attributes_that_any_condition_names_travel_with_a_lead() -> None:
    """Of triage, of cadences and of touches."""
    rule = TriageRule(name="gold", when=Condition(field="attributes.plan", is_="gold"), then=Qualification.HIGH)
    everybody = TriageRule(name="everybody", then=Qualification.LOW)
    touch = a_touch("one", only_if=Condition(field="attributes.region", known=True))
    playbook = a_playbook(a_cadence(touch), agreement=an_agreement(triage=(rule, everybody)))

    assert playbook.attribute_names == {"plan", "region"}
    assert not playbook.asks_of_the_firm


def test_a_playbook_says_that_it_asks_for_the_firm() -> None:
    """Its history is read for those only that do."""
    rule = TriageRule(name="known", when=Condition(field="is_known_account", is_=True), then=Qualification.HIGH)

    assert a_playbook(agreement=an_agreement(triage=(rule,))).asks_of_the_firm
