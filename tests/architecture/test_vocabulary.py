"""One word, one meaning: the public names of the domain keep to the glossary."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

HOMES = {
    "Report": ("domain/facts/", "domain/incoming/", "domain/lead/learned.py"),
    "Dispatch": ("domain/wire/",),
    "Deadline": ("domain/decide/", "domain/remember/", "domain/facts/keys.py"),
    "Clock": ("activities/clock.py",),
    "Interest": ("domain/lead/", "domain/triage/", "domain/facts/", "domain/remember/", "domain/terms/"),
    "Merged": ("domain/intake/",),
    "Timeline": ("domain/wire/", "domain/ports.py"),
    "Recipients": ("domain/letters/",),
    "Carried": ("domain/wire/",),
    "Refusal": ("domain/remember/", "domain/facts/"),
    "Escalated": ("domain/facts/", "domain/remember/"),
    "Claim": ("domain/gate/",),
}
"""Where a word of the glossary may be part of a public name; a name with it elsewhere means something else by it."""

GONE = ("told", "telling", "climb", "set_aside", "left_alone", "passed_on", "taken_up", "new_interest")
"""Words that had several meanings, or one that nobody guessed; they come back in no public name."""


def public_names() -> Iterator[tuple[str, str]]:
    """Each public name that a module of the domain defines, with the module's path."""
    for path in sorted((ROOT / "domain").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for name in names_of(node):
                if not name.startswith("_"):
                    yield name, path.relative_to(ROOT).as_posix()


def names_of(node: ast.stmt) -> list[str]:
    """The names that a statement at the top of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def words_in(name: str) -> list[str]:
    """``PromiseRow`` and ``promise_rows`` as their words, in lower case."""
    return [word.casefold() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def test_no_two_public_names_of_the_domain_are_alike() -> None:
    """Two modules that need the same name mean two things by it, or one of them should import it."""
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for name, path in public_names():
        homes[name].add(path)

    assert {name: sorted(paths) for name, paths in homes.items() if len(paths) > 1} == {}


@pytest.mark.parametrize("word", sorted(HOMES))
def test_a_word_is_used_where_it_has_its_meaning(word: str) -> None:
    """And the glossary says what that is."""
    strangers = [
        f"{path}: {name}"
        for name, path in public_names()
        if word.casefold() in words_in(name) and not path.startswith(HOMES[word])
    ]

    assert strangers == []
    assert re.search(rf"\*\*[^*]*{word[:6]}", GLOSSARY, re.IGNORECASE), f"docs/glossary.md does not explain {word}"


@pytest.mark.parametrize("word", GONE)
def test_a_word_that_went_does_not_come_back(word: str) -> None:
    """Not even as a part of a name."""
    assert [f"{path}: {name}" for name, path in public_names() if word in name.casefold()] == []


def test_a_second_meaning_is_found() -> None:
    """The rule bites: a report in a wing that has none is a stranger."""
    assert words_in("ReportKind") == ["report", "kind"]
    assert words_in("promise_rows") == ["promise", "rows"]
    assert not "domain/hours/report.py".startswith(HOMES["Report"])
