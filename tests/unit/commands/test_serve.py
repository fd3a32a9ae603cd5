"""`sevenfold publish` of a playbook with errors."""

from pathlib import Path

import pytest

from commands.exits import Exit
from starter import run


def test_a_playbook_that_does_not_lint_is_never_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Publishing answers with the findings and 1, before it opens any ledger."""
    monkeypatch.setenv("SEVENFOLD_HOME", str(tmp_path / "home"))

    assert run(["publish", str(tmp_path / "none")]) == Exit.FOUND

    said = capsys.readouterr().err
    assert "this folder does not exist" in said
    assert "none was not published; the current playbook stays" in said
    assert not (tmp_path / "home").exists()
