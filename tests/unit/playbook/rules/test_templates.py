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
            "messages/mail.md:4:7  no lead has {{ learned.pain }} — did you mean 'learned.pains'?",
        ),
        ("Hi {{ learned }}", "messages/mail.md:4:7  {{ learned }} is not one value: ask for one of its parts"),
        (
            "Hi {% for call in package.calls %}{{ call.note }}{% endfor %}",
            "messages/mail.md:4:19  {{ package.calls }} is for scripts that our own people read",
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

    assert folder.lines()[0].startswith("messages/mail.md:2:10  in the subject: {{ package.rule }} is for scripts")


def test_a_script_may_show_the_package(tmp_path: Path) -> None:
    """The hand-over is for sales, a call's script for the rep."""
    folder = PlaybookFolder(tmp_path)
    calls = "{% for call in package.calls %}{{ call.at }} {{ call.by }}: {{ call.outcome }} {{ call.note }}{% endfor %}"
    for name in ("hand-over", "script"):
        folder.write(f"messages/{name}.txt", f"{calls}Hi.\n")

    assert folder.lines() == []
