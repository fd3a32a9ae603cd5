"""Times of day as people scribble them, and the words around them."""

import re

import pytest

from domain.planning.note_phrases import (
    SPAN_CLOCKS,
    TIME_OF_DAY,
    is_away,
    is_turned,
    is_void,
    minutes_of,
    says_present,
    span_of,
)


@pytest.mark.parametrize(
    ("said", "minute"),
    [
        ("15:00", 15 * 60),
        ("3pm", 15 * 60),
        ("12 am", 0),
        ("noon", 12 * 60),
        ("about 9.30 a.m.", 9 * 60 + 30),
        ("10", 10 * 60),
        ("4 please", 16 * 60),
        ("3 calls", None),
        ("15 people", None),
    ],
)
def test_a_time_is_read_where_it_can_only_be_one(said: str, minute: int | None) -> None:
    """A bare 1 to 6 is of the afternoon, and a bare number that counts something is no time."""
    match = re.match(TIME_OF_DAY, said)
    assert match is not None

    assert minutes_of(match) == minute


def test_after_lunch_is_when_lunch_is_over() -> None:
    """At lunch is noon."""
    match = re.match(TIME_OF_DAY, "lunch")
    assert match is not None

    assert minutes_of(match) == 12 * 60
    assert minutes_of(match, after_lunch=True) == 13 * 60


@pytest.mark.parametrize(
    ("said", "is_guided", "span"),
    [
        ("2 to 4pm", False, (14 * 60, 16 * 60)),
        ("9 to 3pm", False, (9 * 60, 15 * 60)),
        ("10:00-12:00", False, (10 * 60, 12 * 60)),
        ("2 and 4", True, (14 * 60, 16 * 60)),
        ("2 and 4", False, None),
        ("16:00-15:00", False, None),
    ],
)
def test_a_span_shares_its_half_of_the_day(said: str, is_guided: bool, span: tuple[int, int] | None) -> None:
    """Two bare numbers need a guide, and no span ends before it begins."""
    match = re.match(SPAN_CLOCKS, said)
    assert match is not None

    assert span_of(match, is_guided=is_guided) == span


def found(note: str, phrase: str) -> "re.Match[str]":
    """A phrase within its note."""
    match = re.search(re.escape(phrase), note)
    assert match is not None
    return match


@pytest.mark.parametrize(
    ("note", "phrase", "turned"),
    [
        ("not before 10", "before 10", True),
        ("mondays off", "mondays", True),
        ("prefers mondays", "mondays", False),
        ("afternoons are bad", "afternoons", True),
    ],
)
def test_some_words_turn_a_phrase_into_its_opposite(note: str, phrase: str, *, turned: bool) -> None:
    """Before it, or after it."""
    assert is_turned(found(note, phrase)) is turned


@pytest.mark.parametrize(
    ("note", "void"),
    [
        ("tried at 15:00", True),
        ("tried, call back at 15:00", False),
        ("tried and said to call back at 15:00", False),
        ("board meeting at 15:00", True),
        ("15:00, no answer", True),
        ("best at 15:00", False),
    ],
)
def test_a_time_that_was_tried_or_is_of_something_else_is_no_wish(note: str, *, void: bool) -> None:
    """Unless a word between the two speaks of calls."""
    assert is_void(found(note, "15:00")) is void


def test_a_meeting_just_before_is_no_void_for_who_is_in_it() -> None:
    """``In a meeting until 15:00`` says when to call."""
    match = found("in a meeting until 15:00", "until 15:00")

    assert is_void(match)
    assert not is_void(match, engaged=True)


def test_until_is_when_somebody_comes_back_or_goes() -> None:
    """As the words before it say."""
    assert is_away("he is out ")
    assert is_away("in a meeting ")
    assert not is_away("available ")
    assert says_present("available ")
    assert not says_present("he is out ")
