"""Lint of what was learned: its variables are known, and what colleagues wrote for each other stays with them."""

from pathlib import Path

import pytest
from playbook_folders import FOOTER, PlaybookFolder

HEAD = "---\nsubject: Hello\n---\n"


def test_what_was_learned_may_be_quoted_in_a_mail(tmp_path: Path) -> None:
    """Pains, answers to questions of any name, and the best time to call."""
    folder = PlaybookFolder(tmp_path)
    pains = "{% if learned.pains %}{{ learned.pains.last }} of {{ learned.pains.size }}{% endif %}"
    answers = "{{ learned.answers.team_size }} {{ learned.answers['Who decides?'] }}"
    each = "{% for each in learned.answers %}{{ each.first }} {{ each.last }}{% endfor %}"
    folder.write("messages/mail.md", f"{HEAD}Hi. {pains} {answers} {each} {{{{ learned.best_time }}}}\n\n{FOOTER}\n")

    assert folder.lines() == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Hi {{ learned.pain }}",
            "messages/mail.md:4:7  {{ learned.pain }} does not exist — did you mean 'learned.pains'?",
        ),
        ("Hi {{ learned }}", "messages/mail.md:4:7  {{ learned }} is a group of values: use one of them"),
        (
            "Hi {% for call in package.calls %}{{ call.note }}{% endfor %}",
            "messages/mail.md:4:19  {{ package.calls }} is internal: use it in scripts only",
        ),
    ],
)
def test_a_variable_that_is_not_there_or_not_for_leads_is_told(tmp_path: Path, body: str, expected: str) -> None:
    """With the place and the remedy; what a colleague noted in private reaches no lead by a slip."""
    folder = PlaybookFolder(tmp_path)
    folder.write("messages/mail.md", f"{HEAD}{body}\n\n{FOOTER}\n")

    assert folder.lines()[0].startswith(expected)


def test_a_package_in_a_subject_is_told_there(tmp_path: Path) -> None:
    """The subject of a mail is read by the lead, too."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("messages/mail.md", "subject: Hello", "subject: 'Hello {{ package.rule }}'")

    assert folder.lines()[0].startswith("messages/mail.md:2:10  in the subject: {{ package.rule }} is internal")


def test_a_script_may_show_the_package(tmp_path: Path) -> None:
    """The hand-over is for sales, a call's script for the rep."""
    folder = PlaybookFolder(tmp_path)
    calls = "{% for call in package.calls %}{{ call.at }} {{ call.by }}: {{ call.outcome }} {{ call.note }}{% endfor %}"
    for name in ("hand-over", "script"):
        folder.write(f"messages/{name}.txt", f"{calls}Hi.\n")

    assert folder.lines() == []


def said(folder: PlaybookFolder, name: str) -> list[str]:
    """The findings of one message, from the line on."""
    return [line.removeprefix(f"messages/{name}:") for line in folder.lines() if f"messages/{name}:" in line]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Hi\n{{ lead.first_nam }}", "5:4  {{ lead.first_nam }} does not exist — did you mean 'lead.first_name'?"),
        ("{{ led.email }}", "4:4  {{ led.email }} does not exist — did you mean 'lead.email'?"),
        ("{{ lead }}", "4:4  {{ lead }} is a group of values: use one of them, such as lead.first_name"),
        (
            "{% if false %}{{ owner.fax }}{% endif %}",
            "4:18  {{ owner.fax }} does not exist — did you mean 'owner.name'?",
        ),
        ("Hi\n\n  {{ lead.email | upcas }}", "6:19  unknown filter 'upcas' — did you mean 'upcase'?"),
        ("{% if lead.email %}", "5:1  expected tag endif, found end of expression"),
        ("a\n{% iff x %}", "5:4  unknown tag 'iff' — did you mean 'if'?"),
        (
            "{% include 'footer' %}",
            ("4:4  unknown tag 'include'; expected one of assign, break, case, comment, continue, for, if, unless"),
        ),
        ("{{ lead.email", "4:1  expected '}}', found end of file"),
        ("{{ 'now' | date: '%Y' }}", "4:12  unknown filter 'date'"),
        (
            "{% for n in notes %}{{ n.colour }}{% endfor %}",
            "4:1  for a full lead: message mail.md, line 4, column 24: n.colour is undefined",
        ),
        ("", "5:1  the message is empty: write its text"),
        (
            "Hi {{ lead.first_name }},",
            "4:1  this reads badly when a value is missing: 'Hi ,'; use '| default: \"…\"' or an if",
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

    assert said(folder, "mail.md")[0].startswith("3:10  in the subject: {{ lead.name }} does not exist")


def test_every_variable_that_is_listed_may_be_used(tmp_path: Path) -> None:
    """Lists, attributes of any name, and the size of things."""
    folder = PlaybookFolder(tmp_path)
    notes = "{% for note in notes %}{{ note.at }} {{ note.by }} {{ note.text }}{% endfor %} {{ notes.size }}"
    lead = "{{ missing | join: ' and ' }} {{ lead.attributes.shoe_size | default: 'none' }} {{ touch.number }}"
    last = "{% if history.size > 0 %}{{ history.first }}{% endif %}"
    folder.write("messages/mail.md", f"{HEAD}{notes} {lead} {last} {FOOTER}\n")

    assert folder.lines() == []


FOOTER_NEEDED = "the postal address and the way out: add {{ sender.postal_address }} and {{ unsubscribe_url }}"


@pytest.mark.parametrize(
    ("name", "is_error", "expected"),
    [
        ("monthly", True, f"every bulk email shows {FOOTER_NEEDED}"),
        ("mail", False, f"every email of a cadence shows {FOOTER_NEEDED}"),
    ],
)
def test_commercial_mail_names_us_and_the_way_out(tmp_path: Path, name: str, is_error: bool, expected: str) -> None:
    """Bulk mail must, in every branch; personal mail should; an answer to a request need not."""
    folder = PlaybookFolder(tmp_path)
    folder.write(f"messages/{name}.md", f"{HEAD}Hi{{% if lead.company != '' %}} {FOOTER}{{% endif %}}\n")
    folder.write("messages/ack.md", f"{HEAD}Hi\n")

    findings = folder.findings()

    assert {(each.is_error, each.message.partition(" to '")[0]) for each in findings} == {(is_error, expected)}


def test_a_text_says_how_to_stop_and_fits_in_two_pieces(tmp_path: Path) -> None:
    """Length is counted after rendering for a lead with long names; characters outside the alphabet are named."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "by: [email]", "by: [sms, email]")
    folder.write("messages/ack.txt", "Hi {{ lead.first_name | default: 'there' }} ✓ " + "word " * 40 + "\n")

    assert [(each.is_error, each.message) for each in folder.findings()] == [
        (False, "a text must say how to opt out: add 'Reply STOP to opt out'"),
        (False, "with long names this is 4 segments (215 characters, because of '✓'); shorten it to 2"),
    ]
