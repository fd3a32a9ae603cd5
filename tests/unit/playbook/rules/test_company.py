"""Lint of what the leads of a company do together."""

from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder


@pytest.mark.parametrize(
    ("company", "expected"),
    [
        (
            "{pause_for: 1 day}",
            "company → this section has no effect: set answers, books or opted_out to 'pause' or 'tell', or delete it",
        ),
        (
            "{answers: tell, pause_for: 1 day}",
            "pause_for → nothing pauses: set answers, books or opted_out to 'pause', or delete the length",
        ),
        (
            "{answers: pause, pause_for: 0 minutes}",
            "0 minutes → this pause ends at once: give it a length, such as '10 business days'",
        ),
        ("{answers: hold}", "hold → 'hold' is not one of pause, tell, go on"),
        ("{replies: pause}", "replies → unknown key 'replies'"),
        ("{answers: pause, books: tell, opted_out: go on, pause_for: 10 business days}", ""),
    ],
)
def test_a_company_section_that_says_nothing_is_refused(tmp_path: Path, company: str, expected: str) -> None:
    """It does something, its pauses last, and its words are known."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("agreement.yaml", "not_interested:", f"company: {company}\nnot_interested:")

    found = folder.pointed("agreement.yaml")

    assert any(_same(each, expected) for each in found) if expected else found == []


def _same(found: str, expected: str) -> bool:
    word, _, message = expected.partition(" → ")
    return found.startswith(f"{word.split()[0]} → ") and message in found
