"""Liquid: which variables a template asks for, and links that are tracked in HTML and true in plain text."""

from typing import Any

import pytest

from domain.errors import InvalidInputError
from domain.outgoing.links import TrackedLinks, read_link
from domain.terms.playbook import Message
from playbook.templates.liquid import variables_in
from playbook.templates.rendering import LiquidRenderer
from playbook.templates.sample_leads import SAMPLE_LEADS


def test_variables_are_found_in_branches_that_are_seldom_taken() -> None:
    """With line and column, and without those that the template makes itself."""
    found = list(variables_in("{% assign x = 1 %}{{ x }}\n{% if a %}{{ lead.email }}{% endif %}"))

    assert sorted((".".join(each.path), each.spot.line, each.spot.column) for each in found) == [
        ("a", 2, 7),
        ("lead.email", 2, 14),
    ]


LINK = "[our page]({{ sender.website | append: '/pricing_a' | track }})"
PAGE = "https://northbeam.example/pricing_a"


def links() -> TrackedLinks:
    return TrackedLinks("l1.1.intro", "secret", "https://leads.example", "https://northbeam.example")


def mail(body: str, kind: Any = "md") -> Message:
    return Message(name="intro", kind=kind, subject="Hello", body=body, first_line=4)


def test_html_has_the_tracked_link_and_text_the_true_address() -> None:
    """Whoever reads plain text sees where a link leads before following it."""
    written = LiquidRenderer().render(mail(LINK), SAMPLE_LEADS["full"], links())

    assert written.text == f"our page ({PAGE})\n"
    assert written.html is not None
    tracked = written.html.partition('href="')[2].partition('"')[0]
    assert read_link(tracked.removeprefix("https://leads.example/l/"), "secret") == ("l1.1.intro", PAGE)
    assert PAGE not in written.html


def test_the_same_mail_is_the_same_bytes() -> None:
    """A mail that is built again after a crash is the one that was built before."""
    first, second = (LiquidRenderer().render(mail(LINK), SAMPLE_LEADS["full"], links()) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("kind", ["md", "txt"])
def test_without_counting_a_link_is_a_link(kind: str) -> None:
    """For a person's letter, a text, and a playbook that measures nothing."""
    written = LiquidRenderer().render(mail(LINK, kind), SAMPLE_LEADS["full"])

    assert PAGE in written.text
    assert "/l/" not in f"{written.text}{written.html}"


def test_what_a_lead_typed_gets_no_signature_of_ours() -> None:
    """A form is no way to have us vouch for an address."""
    lead = {**SAMPLE_LEADS["full"]["lead"], "attributes": {"page": "https://evil.example/login"}}
    body = "[here]({{ lead.attributes.page | track }})"

    written = LiquidRenderer().render(mail(body), {**SAMPLE_LEADS["full"], "lead": lead}, links())

    assert "/l/" not in str(written.html)


def test_a_link_that_is_refused_names_its_place() -> None:
    """As any slip in a template does."""

    def refusing(address: str) -> str:
        raise InvalidInputError(f"not {address}")

    with pytest.raises(InvalidInputError, match=r"intro\.md, line 5, column \d+: track: not https://northbeam"):
        LiquidRenderer().render(mail(f"Hi\n{LINK}"), SAMPLE_LEADS["full"], refusing)
