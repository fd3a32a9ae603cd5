"""What people see in a terminal: lines broken between words, lists that fit, tasks with their script."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.leads import lead_cells
from commands.terminal import briefly, broken
from commands.why import on_paper

TASK: dict[str, Any] = {
    "task_id": "t1",
    "kind": "manual_email",
    "lead_name": "Rosa Diaz",
    "company": "Delta",
    "assignee": "ana",
    "due_at": None,
    "reason": "touch 1 of 8",
    "script": "Hi Rosa,\n\nwhich of the two is it?\n",
    "voicemail": "",
}
LISTED: dict[str, Any] = {
    "lead_id": "l1",
    "name": "Otto",
    "company": "Corner Shop",
    "stage": "closed",
    "is_paused": False,
    "qualification": "not_qualified",
    "owner": "",
    "cadence": "inbound-standard",
    "next": None,
    "disposition": "not_qualified",
    "ended_at": "2026-03-06T21:50:00+00:00",
}


def test_a_long_line_goes_on_below_what_follows_its_label() -> None:
    """So that labels and instants stand alone on the left."""
    assert broken("  because  one two three four five six", 24) == "  because  one two three\n           four five six"


@given(st.text(alphabet="ab ,.:", min_size=1, max_size=200), st.integers(20, 200))
def test_breaking_a_line_keeps_every_word(line: str, width: int) -> None:
    """Whatever the line, and however narrow the terminal."""
    assert broken(line, width).split() == line.split()


def test_a_task_on_paper_has_its_script_and_no_empty_voicemail() -> None:
    """What to say is readable, not a string of JSON."""
    lines = list(on_paper(TASK))

    assert lines[0] == "t1  manual email: Rosa Diaz, Delta"
    assert "  by       ana, without a deadline" in lines
    assert "    which of the two is it?" in lines
    assert "  voicemail" not in lines


@pytest.mark.parametrize(("year", "shown"), [(datetime.now(UTC).year, "10:02Z"), (2019, "2019 10:02Z")])
def test_an_instant_in_a_list_has_its_year_when_it_is_not_this_one(year: int, shown: str) -> None:
    """Lists are for today; what lies years back must not look like it."""
    assert briefly(datetime(year, 11, 22, 10, 2, tzinfo=UTC)).split(" ", 3)[3] == shown


def test_a_lead_that_was_never_worked_shows_no_cadence() -> None:
    """Its workflow names the one it would have been in, which would mislead."""
    assert lead_cells(LISTED) == [
        "l1",
        "Otto, Corner Shop",
        "closed",
        "",
        "ended: not qualified",
        "Fri 06 Mar 21:50Z" if datetime.now(UTC).year == 2026 else "Fri 06 Mar 2026 21:50Z",
        "not qualified",
        "",
        "",
    ]
