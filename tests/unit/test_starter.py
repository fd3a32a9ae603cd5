"""The command line as people type it: the exit code that a refusal leaves with."""

import pytest

from commands.exits import Exit
from starter import run


def test_a_setting_that_is_refused_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the variable that people set; that is wrong usage."""
    monkeypatch.setenv("SEVENFOLD_MAX_CACHED_WORKFLOWS", "none")

    assert run(["migrate"]) == Exit.USAGE

    assert "SEVENFOLD_MAX_CACHED_WORKFLOWS:" in capsys.readouterr().err


def test_an_api_that_is_away_leaves_with_3(capsys: pytest.CaptureFixture[str]) -> None:
    """And says how to start it."""
    assert run(["leads", "--api", "http://127.0.0.1:1"]) == Exit.AWAY

    assert "start it with `sevenfold up`" in capsys.readouterr().err


def test_an_unknown_option_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, as everywhere."""
    assert run(["leads", "--stagee", "working"]) == Exit.USAGE

    assert "--stage" in capsys.readouterr().err
