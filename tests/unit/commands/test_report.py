"""`sevenfold report`: what is asked for, and what is shown."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from api_answers import PROMISE
from rich.console import Console

from commands.exits import Exit
from commands.report import length, listed, read_since, tallied
from domain.errors import InvalidInputError
from starter import run

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
TALLY: dict[str, Any] = {
    "kind": "first_attempt",
    "qualification": "high",
    "met": 9,
    "breached": 1,
    "running": 2,
    "paused": 0,
    "void": 3,
    "red": 1,
    "kept": 0.9,
    "median_seconds": 250,
    "p90_seconds": 3600,
}


def shown(made: Any) -> str:
    """A table as a wide terminal without colours has it."""
    wide = Console(width=250, markup=False, highlight=False)
    with wide.capture() as printed:
        wide.print(made)
    return printed.get()


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("7d", timedelta(days=7)),
        ("36h", timedelta(hours=36)),
        ("90m", timedelta(minutes=90)),
        ("2w", timedelta(weeks=2)),
        ("2 weeks", timedelta(weeks=2)),
        ("2026-03-09T10:00+00:00", timedelta(hours=2)),
    ],
)
def test_since_is_an_instant_or_so_long_ago(text: str, ago: timedelta) -> None:
    """As people say it."""
    assert read_since(text, NOW) == NOW - ago


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("yesterday", "please give a date and time"),
        ("2026-03-09T10:00", "with time zone"),
        ("7 dayz", "did you mean 'day'.*or use a short form such as 7d"),
        ("7y", "or use a short form such as 7d"),
        ("3 business days", "write '7 days'"),
        ("99999w", "longer than five years"),
    ],
)
def test_any_other_since_is_refused(text: str, message: str) -> None:
    """With how to write it."""
    with pytest.raises(InvalidInputError, match=message):
        read_since(text, NOW)


@pytest.mark.parametrize("command", ["promises", "turned-down"])
def test_a_since_that_cannot_be_read_is_wrong_usage(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Before any server is asked."""
    assert run(["report", command, "--since", "soon", "--api", "http://127.0.0.1:1"]) == Exit.USAGE

    assert "'soon': please give a date and time with time zone" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (0, "0 s"),
        (4, "4 s"),
        (250, "4 min 10 s"),
        (3600, "1 h"),
        (93_601, "1 d 2 h"),
        (86_400 + 59, "1 d"),
    ],
)
def test_lengths_are_in_their_two_largest_units(seconds: int | None, text: str) -> None:
    """Nobody compares seconds of days."""
    assert length(seconds) == text


def test_a_list_says_what_became_of_each() -> None:
    """One in the red zone says so where there are no colours, and is red where there are."""
    broken = PROMISE | {"state": "breached", "is_red": True, "owner": ""}

    made = listed([PROMISE, broken])

    running, red = shown(made).splitlines()[1:]
    assert "Nora, Brightworks" in running
    assert "running" in running
    assert "missed (red)" in red
    assert "nobody yet" in red
    assert [row.style for row in made.rows] == [None, "red"]


def test_numbers_say_the_share_and_how_long_it_took() -> None:
    """A row of which something is in the red zone is red."""
    made = tallied([TALLY, TALLY | {"kept": None, "red": 0, "median_seconds": None}], "class", "qualification")

    first, second = (" ".join(line.split()) for line in shown(made).splitlines()[1:])
    assert first == "first attempt high 90% 9 1 2 0 3 1 4 min 10 s 1 h"
    assert second == "first attempt high 9 1 2 0 3 0 1 h"
    assert [row.style for row in made.rows] == ["red", None]
