"""Lint of messages: they exist, parse, ask for what there is, and fit what they are sent on."""

from pathlib import Path

import pytest
from playbook_folders import FOOTER, PlaybookFolder

HEAD = "---\nsubject: Hello\n---\n"


def said(folder: PlaybookFolder, name: str) -> list[str]:
    """The findings of one message, from the line on."""
    return [line.removeprefix(f"messages/{name}:") for line in folder.lines() if f"messages/{name}:" in line]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Hi\n{{ lead.first_nam }}", "5:4  no lead has {{ lead.first_nam }} — did you mean 'lead.first_name'?"),
        ("{{ led.email }}", "4:4  no lead has {{ led.email }} — did you mean 'lead.email'?"),
        ("{{ lead }}", "4:4  {{ lead }} is not one value: ask for one of its parts, such as lead.first_name"),
        ("{% if false %}{{ owner.fax }}{% endif %}", "4:18  no lead has {{ owner.fax }} — did you mean 'owner.name'?"),
        ("Hi\n\n  {{ lead.email | upcas }}", "6:19  there is no filter 'upcas' — did you mean 'upcase'?"),
        ("{% if lead.email %}", "5:1  expected tag endif, found end of expression"),
        ("a\n{% iff x %}", "5:4  there is no tag 'iff' — did you mean 'if'?"),
        (
            "{% include 'footer' %}",
            ("4:4  there is no tag 'include'; expected one of assign, break, case, comment, continue, for, if, unless"),
        ),
        ("{{ lead.email", "4:1  expected '}}', found end of file"),
        ("{{ 'now' | date: '%Y' }}", "4:12  there is no filter 'date'"),
        (
            "{% for n in notes %}{{ n.colour }}{% endfor %}",
            "4:1  for a full lead: message mail.md, line 4, column 24: n.colour is undefined",
        ),
        ("", "5:1  the message is empty"),
        (
            "Hi {{ lead.first_name }},",
            "4:1  a gap shows where the lead gave nothing: 'Hi ,'; use '| default: \"…\"' or an if",
        ),
    ],
)
def test_a_fault_of_a_template_is_told_at_its_line_in_the_file(tmp_path: Path, body: str, expected: str) -> None:
    """Lines count from the top of the file, front matter included."""
    folder = PlaybookFolder(tmp_path)
    folder.write("messages/mail.md", f"{HEAD}{body}\n")

    found = said(folder, "mail.md")

    assert any(line.startswith(expected) for line in found), found


def test_a_fault_of_a_subject_is_told_at_the_subject(tmp_path: Path) -> None:
    """The front matter is where it is mended."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("messages/mail.md", "subject: Hello", "title: x\nsubject: 'Hello {{ lead.name }}'")

    assert said(folder, "mail.md")[0].startswith("3:10  in the subject: no lead has {{ lead.name }}")


def test_every_variable_that_is_listed_may_be_used(tmp_path: Path) -> None:
    """Lists, attributes of any name, and the size of things."""
    folder = PlaybookFolder(tmp_path)
    notes = "{% for note in notes %}{{ note.at }} {{ note.by }} {{ note.text }}{% endfor %} {{ notes.size }}"
    lead = "{{ missing | join: ' and ' }} {{ lead.attributes.shoe_size | default: 'none' }} {{ touch.number }}"
    last = "{% if history.size > 0 %}{{ history.first }}{% endif %}"
    folder.write("messages/mail.md", f"{HEAD}{notes} {lead} {last} {FOOTER}\n")

    assert folder.lines() == []


def test_a_mail_without_a_subject_is_named_once(tmp_path: Path) -> None:
    """The message is used three times and lacks one subject."""
    folder = PlaybookFolder(tmp_path)
    folder.write("messages/mail.md", f"Hi, {FOOTER}\n")

    assert folder.lines() == ["messages/mail.md:1:1  a mail needs a subject: begin the file with ---, subject: …, ---"]


@pytest.mark.parametrize(
    ("name", "is_error", "expected"),
    [
        ("monthly", True, "a bulk mail must show {{ sender.postal_address }} and {{ unsubscribe_url }}"),
        ("mail", False, "a mail nobody asked for must show {{ sender.postal_address }} and {{ unsubscribe_url }}"),
    ],
)
def test_commercial_mail_names_us_and_the_way_out(tmp_path: Path, name: str, is_error: bool, expected: str) -> None:
    """Bulk mail must, in every branch; personal mail should; an answer to a request need not."""
    folder = PlaybookFolder(tmp_path)
    folder.write(f"messages/{name}.md", f"{HEAD}Hi{{% if lead.company != '' %}} {FOOTER}{{% endif %}}\n")
    folder.write("messages/ack.md", f"{HEAD}Hi\n")

    findings = folder.findings()

    assert {(each.is_error, each.message.partition(":")[0]) for each in findings} == {(is_error, expected)}


def test_a_text_needs_a_short_form_of_its_own(tmp_path: Path) -> None:
    """A mail's body is no text message."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "by: [email]", "by: [sms, email]")

    assert folder.pointed("inbound.yaml") == ["ack → a text needs messages/ack.txt; there is only ack.md"]


def test_a_text_says_how_to_stop_and_fits_in_two_pieces(tmp_path: Path) -> None:
    """Length is counted after rendering for a lead with long names; characters outside the alphabet are named."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "by: [email]", "by: [sms, email]")
    folder.write("messages/ack.txt", "Hi {{ lead.first_name | default: 'there' }} ✓ " + "word " * 40 + "\n")

    assert [(each.is_error, each.message) for each in folder.findings()] == [
        (False, "a long lead makes this text 4 pieces (215 characters, because of '✓'); say it in 2"),
        (False, "a text says how to stop: 'Reply STOP to opt out'"),
    ]


def test_a_message_that_names_its_channel_is_used_on_no_other(tmp_path: Path) -> None:
    """A call script that lands in a mail is caught."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("messages/mail.md", "subject: Hello", "subject: Hello\nchannel: call")

    assert folder.pointed("inbound.yaml")[0] == "mail → 'mail' is meant for call and used as email"


def test_the_engine_needs_its_own_script(tmp_path: Path) -> None:
    """The task that asks whether a touch arrived has a script in every playbook."""
    folder = PlaybookFolder(tmp_path)
    (tmp_path / "messages/check-delivery.txt").unlink()

    assert folder.lines() == [
        "agreement.yaml:1:1  there is no message 'check-delivery' in messages/ (the engine shows it by itself)"
    ]
