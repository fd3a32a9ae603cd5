"""Imports run downwards only; the contracts stand in ``pyproject.toml``."""

import tomllib
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]
CONFIGURATION = ROOT / "pyproject.toml"
NOT_ROOMS = frozenset({"tests", "bench", "docs", "deploy", "requirements", "cadences"})


def test_every_import_contract_is_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The rooms' layers, the purity of the domain, and who may know Temporal."""
    monkeypatch.chdir(ROOT)

    status = lint_imports(config_filename=str(CONFIGURATION), no_cache=True)

    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_room_is_under_contract() -> None:
    """A new folder of code cannot stand outside."""
    rooms = {init.parent.name for init in ROOT.glob("[a-z]*/__init__.py")} - NOT_ROOMS

    assert rooms == set(tomllib.loads(CONFIGURATION.read_text())["tool"]["importlinter"]["root_packages"])
