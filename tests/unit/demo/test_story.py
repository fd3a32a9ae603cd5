"""The demo's story: when it begins, how fast it goes, and what it clears away first."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from shipped import shipped_playbook

from commands.exits import Exit
from demo.story import CURTAIN, begins_at, clear, paced
from domain.errors import RefusedError
from domain.terms.playbook import Playbook
from starter import run

NOW = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
"""A Thursday; the Monday after the next lies before a holiday."""


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    """The one that is shipped."""
    return shipped_playbook()


def test_the_story_begins_on_a_coming_monday_when_the_office_opens(playbook: Playbook) -> None:
    """Two weeks of it last as long as was asked for."""
    pace = paced(playbook, seconds=60, now=NOW)

    assert pace.story_start == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # 9:00 in Boston
    assert pace.story(NOW + CURTAIN) == pace.story_start
    assert pace.story(NOW + CURTAIN + timedelta(seconds=60)) - pace.story_start == timedelta(days=14)


def test_a_monday_on_which_the_office_is_closed_is_passed_over(playbook: Playbook) -> None:
    """Labor Day 2026 is a Monday."""
    pace = paced(playbook, seconds=60, now=datetime(2026, 9, 3, 12, 0, tzinfo=UTC))

    assert pace.story_start == datetime(2026, 9, 14, 13, 0, tzinfo=UTC)


def test_leads_of_a_stack_that_came_up_late_arrive_at_the_next_opening(playbook: Playbook) -> None:
    """Not in the middle of the story's night."""
    pace = paced(playbook, seconds=60, now=NOW)
    calendar = playbook.calendars["office-us"]

    assert begins_at(pace, calendar, NOW) == pace.real_start
    late = begins_at(pace, calendar, pace.real(datetime(2026, 11, 24, 3, 0, tzinfo=UTC)))
    assert abs(pace.story(late) - datetime(2026, 11, 24, 14, 0, tzinfo=UTC)) < timedelta(minutes=1)


def test_a_demo_clears_what_a_demo_left_and_nothing_else(tmp_path: Path) -> None:
    """A ledger that no demo made is refused, with the remedy."""
    clear(tmp_path)
    (tmp_path / "ledger.db").touch()
    (tmp_path / "outbox").mkdir()

    clear(tmp_path)
    assert not (tmp_path / "ledger.db").exists()
    assert not (tmp_path / "outbox").exists()

    real = tmp_path / "real"
    real.mkdir()
    (real / "ledger.db").touch()
    with pytest.raises(RefusedError, match="has a ledger that is not from a demo"):
        clear(real)


@pytest.mark.parametrize("setting", ["SMTP_URL", "DATABASE_URL"])
def test_the_demo_refuses_to_play_with_real_servers(
    setting: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Made-up leads must not reach a ledger, or a mail server, that somebody depends on."""
    monkeypatch.setenv(f"SEVENFOLD_{setting}", "smtp://mail.example:25")

    assert run(["demo", "--once", "--home", str(tmp_path)]) == Exit.USAGE

    assert f"SEVENFOLD_{setting} is set" in capsys.readouterr().err
