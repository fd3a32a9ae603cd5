"""What reps note of the best time to call, and what it means."""

from itertools import pairwise
from typing import Any

import pytest
from house import SCENARIOS
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from domain.hours.openings import WEEKDAYS
from domain.planning.call_notes import read_note, read_wish

TABLE: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(SCENARIOS / "call_times.yaml")


@pytest.mark.parametrize("row", TABLE["notes"], ids=lambda row: row["note"] or "nothing")
def test_the_table_of_notes(row: dict[str, str]) -> None:
    """Each row of tests/scenarios/call_times.yaml: what a note means, in canonical words."""
    assert str(read_note(row["note"])) == row["means"]


@pytest.mark.parametrize(
    ("said", "means"),
    [("10-12", "10:00-12:00"), ("16:00", "16:00-17:00"), ("morning", "before 12:00"), ("Tuesday", "Tue"), ("", "")],
)
def test_words_that_are_known_to_be_of_the_best_time_need_no_other_sign(said: str, means: str) -> None:
    """Where a rep was asked for the best time, a bare answer is one."""
    assert str(read_wish(said)) == means


SCRAPS = ["not", "call", "Tue", "-", "/", "after", "3", "15:00", "4pm", "lunch", "until", "and", "mornings", ","]


@given(text=st.text(max_size=300) | st.lists(st.sampled_from(SCRAPS), max_size=40).map(" ".join))
def test_every_note_can_be_read(text: str) -> None:
    """Whatever people write: days in the order of the week, and hours in that of the day, none of them twice."""
    read = read_note(text)

    assert list(read.days) == sorted(set(read.days), key=WEEKDAYS.index)
    assert list(read.hours) == sorted(read.hours, key=lambda opening: opening.opens)
    assert all(before.closes <= after.opens for before, after in pairwise(read.hours))
