"""Unit tests mirror the house: whoever edits ``domain/hours/calendars.py`` finds its test without searching."""

import ast
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


TESTED_BY_STORIES = frozenset(
    {
        "domain/decide/agenda.py",
        "domain/decide/items.py",
        "domain/decide/next_step.py",
        "domain/decide/stages.py",
        "domain/decide/tasks.py",
        "domain/journey/steps.py",
        "domain/remember/apply.py",
        "domain/remember/beginnings.py",
        "domain/remember/deadlines.py",
        "domain/remember/company.py",
        "domain/remember/interest.py",
        "domain/remember/outcomes.py",
        "domain/remember/promises_kept.py",
        "domain/remember/promises_made.py",
        "domain/remember/steps.py",
        "domain/remember/touches.py",
        "domain/remember/turns.py",
    }
)
"""Modules of the domain that only stories and laws try. The list may only shrink: what gets a test leaves it."""


def does_something(module: Path) -> bool:
    """Whether a function of it has more than a docstring or ``...``: shapes and ports have not."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return any(not isinstance(statement, ast.Expr) for function in functions for statement in function.body)


def test_every_module_of_the_domain_that_does_something_has_its_test() -> None:
    """All but those on a list that may only shrink."""
    tested = {subject_of(path) for path in mirrored()}
    untested = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "domain").rglob("*.py")
        if path not in tested and does_something(path)
    }

    assert untested - TESTED_BY_STORIES == set(), "write tests/unit/domain/…/test_<module>.py"
    assert TESTED_BY_STORIES - untested == set(), "these have a test now, or are gone: take them off the list"
