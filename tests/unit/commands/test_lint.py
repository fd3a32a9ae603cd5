"""`sevenfold lint`: each finding with its place, and the exit code that says whether the playbook can be published."""

import json
from pathlib import Path

import pytest
from house import CADENCES
from playbook_folders import PlaybookFolder

from commands.exits import Exit
from starter import run


def test_a_playbook_without_errors_can_be_published(capsys: pytest.CaptureFixture[str]) -> None:
    """Lint says so and leaves with 0."""
    assert run(["lint", str(CADENCES)]) == Exit.OK

    assert "can be published" in capsys.readouterr().out


def test_each_error_of_a_playbook_is_a_line_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lint prints ``file:line:column  message`` and leaves with 1; publishing it is refused in the same words."""
    folder = PlaybookFolder(tmp_path / "book")
    agreement = folder.folder / "agreement.yaml"
    agreement.write_text(agreement.read_text(encoding="utf-8") + "surprise: 1\n", encoding="utf-8")

    assert run(["lint", str(folder.folder)]) == Exit.FOUND

    place = f"{agreement}:{len(agreement.read_text(encoding='utf-8').splitlines())}:1  "
    assert place in capsys.readouterr().out


def test_findings_are_json_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One document, with every part of a finding under its name."""
    assert run(["lint", str(tmp_path / "none"), "--json"]) == Exit.FOUND

    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["line"], finding["severity"], finding["message"]) == (1, "error", "this folder does not exist")
