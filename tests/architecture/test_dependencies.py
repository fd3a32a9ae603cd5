"""What the code imports is what it says it needs: nothing comes by way of somebody else's dependency."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from house import ROOT

REQUIREMENTS = ROOT / "requirements"
NOT_PRODUCTION = frozenset({"tests", "bench", "docs", "build"})

ON_THE_LAPTOP = frozenset({"mail_devel", "pymap", "aiosmtpd"})
"""What the laptop's mail server is made of (``embedded/laptop_mail.py``): a process of its own, which no image runs."""

NEVER_IMPORTED = {
    "psycopg": "SQLAlchemy loads its drivers by the database's URL",
    "tzdata": "zoneinfo reads it where the system has no time zones",
}
"""What is declared for somebody else to load."""


def production() -> Iterator[Path]:
    """Every module that is shipped."""
    yield from ROOT.glob("*.py")
    for room in ROOT.glob("[a-z]*/"):
        if room.name not in NOT_PRODUCTION:
            yield from room.rglob("*.py")


def imported() -> dict[str, str]:
    """Every third-party module that production imports, with a file that does."""
    ours = {path.stem for path in ROOT.glob("*.py")} | {path.parent.name for path in ROOT.glob("[a-z]*/__init__.py")}
    found: dict[str, str] = {}
    for path in production():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in _modules_of(node):
                if name not in ours and name not in sys.stdlib_module_names:
                    found[name] = path.relative_to(ROOT).as_posix()
    return found


def declared(file: str) -> set[str]:
    """The distributions that a list of requirements names, as the index spells them."""
    lines = (REQUIREMENTS / file).read_text(encoding="utf-8").splitlines()
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines if not line.startswith(("#", "-")))
    return {_normal(name.group()) for name in names if name}


def test_what_production_imports_is_declared() -> None:
    """A module that only a dependency's dependency brings is gone on the day when that one does without."""
    distributions = packages_distributions()
    needed = declared("runtime.in")

    undeclared = {
        name: file
        for name, file in imported().items()
        if name not in ON_THE_LAPTOP and not {_normal(each) for each in distributions.get(name, ())} & needed
    }

    assert undeclared == {}


def test_what_is_declared_is_imported() -> None:
    """What nobody uses any more is audited and upgraded for nothing."""
    distributions = packages_distributions()
    used = {_normal(each) for name in imported() for each in distributions.get(name, ())}

    assert declared("runtime.in") - used == set(NEVER_IMPORTED)


def test_what_the_laptop_alone_needs_is_in_the_developments_list() -> None:
    """An exception that nothing imports any more, or that the engine itself got to need, is none."""
    of_development = declared("dev.in")

    for module in ON_THE_LAPTOP:
        assert module in imported()
        assert {_normal(each) for each in packages_distributions()[module]} <= of_development


def _modules_of(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [each.name.partition(".")[0] for each in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module.partition(".")[0]]
        case _:
            return []


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
