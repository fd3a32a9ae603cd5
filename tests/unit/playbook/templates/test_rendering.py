"""Rendering: what a lead typed is text and nothing else, and a worker is never held up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.channels import Channel
from domain.errors import InvalidInputError
from domain.terms.playbook import Message
from domain.terms.variables import VARIABLES, complete
from playbook.templates.rendering import LiquidRenderer
from playbook.templates.sample_leads import SAMPLE_LEADS


def mail(body: str, subject: str = "Hello") -> Message:
    """A message in Markdown."""
    return Message(name="intro", kind="md", subject=subject, body=body, first_line=4)


def test_markdown_gives_text_and_html() -> None:
    """Paragraphs, emphasis, lists and links, in both bodies."""
    body = "Hi **{{ lead.first_name }}**,\n\n1. one\n2. two\n\n[Our site]({{ sender.website }})\n"

    written = LiquidRenderer().render(mail(body), SAMPLE_LEADS["full"])

    assert written.text == "Hi Maximilian,\n\n1. one\n2. two\n\nOur site (https://northbeam.example)\n"
    assert written.html is not None
    assert "<strong>Maximilian</strong>" in written.html
    assert "<li>two</li>" in written.html
    assert '<a href="https://northbeam.example" style=' in written.html


def test_a_text_file_gives_text_only() -> None:
    """What is not Markdown is left as it was typed."""
    message = Message(name="nudge", kind="txt", body="Call {{ owner.name }} *now*\n\n\n\n[x](y)\n")

    written = LiquidRenderer().render(message, SAMPLE_LEADS["full"])

    assert (written.text, written.html) == ("Call Ana Whitfield *now*\n\n[x](y)\n", None)


def test_what_is_not_known_is_the_empty_string_and_takes_defaults() -> None:
    """Also when the caller leaves the variable out altogether."""
    body = "{{ lead.first_name | default: 'there' }}|{{ owner.phone }}|{{ lead.attributes.x | default: 'none' }}"

    written = LiquidRenderer().render(mail(body), {"lead": {"first_name": ""}})

    assert written.text == "there||none\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Hi\n{{ lead.nickname }}", "message intro.md, line 5, column 4: lead.nickname is undefined"),
        ("{{ 1 | divide: 0 }}", "message intro.md, line 4, column 8: unknown filter 'divide'"),
        ("{% for a in (1..5000) %}x{% endfor %}", "message intro.md, line 4, column"),
        ("{% for a in (1..900) %}{% for b in (1..900) %}x{% endfor %}{% endfor %}", "message intro.md, line 4, column"),
    ],
)
def test_an_error_names_message_line_and_column(body: str, expected: str) -> None:
    """Faults and floods alike, with lines counted from the top of the file."""
    with pytest.raises(InvalidInputError) as raised:
        LiquidRenderer().render(mail(body), SAMPLE_LEADS["full"])

    assert str(raised.value).startswith(expected)
    assert raised.value.field == "intro"


def test_an_error_in_the_subject_says_so() -> None:
    """The subject stands in the front matter."""
    with pytest.raises(InvalidInputError, match=r"message intro\.md, its subject: 'nobody' is undefined"):
        LiquidRenderer().render(mail("Hi", subject="{{ nobody }}"), SAMPLE_LEADS["full"])


def test_a_hostile_lead_makes_no_markup() -> None:
    """HTML, Markdown, template syntax and reading-order tricks stay what they are: characters, or nothing."""
    body = "{{ lead.last_name }} {{ lead.company }} {{ lead.product_interest }}\n\n{{ lead.message }}\n"

    written = LiquidRenderer().render(mail(body), SAMPLE_LEADS["hostile"])

    assert written.html is not None
    assert written.html.count("<p ") == 2
    assert not any(tag in written.html for tag in ("<script", "<b>", "<h1", "<ol", "<hr", "<strong", "<a "))
    assert "{{ sender.name }}" in written.text
    assert "\u202e" not in written.text


def test_a_name_that_holds_a_link_is_left_out() -> None:
    """Forms are filled in with other people's addresses to have such mail sent."""
    variables = {"lead": {"first_name": "Win at https://evil.example", "company": "www.evil.example"}}

    written = LiquidRenderer().render(mail("Hi {{ lead.first_name | default: 'there' }}{{ lead.company }}"), variables)

    assert written.text == "Hi there\n"


def test_a_subject_is_one_line() -> None:
    """No lead adds a header."""
    variables = {"lead": {"first_name": "A\r\nBcc: all@evil.example"}}

    written = LiquidRenderer().render(mail("x", subject="Hi {{ lead.first_name }}"), variables)

    assert written.subject == "Hi A Bcc: all@evil.example"


@given(st.text(max_size=80))
def test_any_value_comes_through_as_text(value: str) -> None:
    """Whatever is typed, HTML holds one paragraph with no element but line breaks inside."""
    written = LiquidRenderer().render(mail("a{{ lead.message }}b"), {"lead": {"message": value}})

    assert written.html is not None
    inside = written.html.partition('<p style="margin:0 0 1em">')[2].partition("</p>")[0].replace("<br />", "")
    assert "<" not in inside
    assert written.html.count("<p ") == 1


@given(st.sampled_from(sorted(VARIABLES)), st.sampled_from(sorted(SAMPLE_LEADS)))
def test_every_variable_that_is_listed_is_there_for_every_lead(name: str, sample: str) -> None:
    """The list that lint uses and what the renderer gives are the same."""
    root, _, part = name.partition(".")
    whole = complete(SAMPLE_LEADS[sample])

    assert (part in whole[root]) if part else root in whole


def test_the_short_form_is_for_texts() -> None:
    """One message, said at length and in short."""
    short = Message(name="ack", kind="txt", body="Hi")
    message = Message(name="ack", kind="md", body="Hello", short=short)

    assert message.on(Channel.SMS) is short
    assert message.on(Channel.EMAIL) is message
    assert message.on(None) is message
