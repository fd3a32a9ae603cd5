"""Unit tests mirror the house: whoever edits ``domain/hours/calendars.py`` finds its test without searching."""

from pathlib import Path

import pytest
from house import ROOT

UNIT = ROOT / "tests" / "unit"
WHOLE_CORE = frozenset({"stories", "laws"})
"""Folders whose tests are about the core as a whole and not about one module."""


def mirrored() -> list[Path]:
    """Every test module that is about one production module."""
    return sorted(path for path in UNIT.rglob("*.py") if path.relative_to(UNIT).parts[0] not in WHOLE_CORE)


def subject_of(test: Path) -> Path:
    """The production module that a test module is named after."""
    return ROOT / test.relative_to(UNIT).with_name(test.name.removeprefix("test_"))


@pytest.mark.parametrize("test", mirrored(), ids=lambda path: str(path.relative_to(UNIT)))
def test_a_unit_test_is_named_after_the_module_that_it_tests(test: Path) -> None:
    """The same path below ``tests/unit``, with ``test_`` before the name."""
    assert test.name.startswith("test_")
    assert subject_of(test).is_file(), f"there is no {subject_of(test).relative_to(ROOT)}"
