"""Each setting is written down where people look for it, and nothing else reads the environment."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from architecture.settings_table import default, settings_table, variable

from settings import Settings

ROOT = Path(__file__).parents[2]
NOT_PRODUCT = frozenset({"tests", "bench", "docs", "deploy", "cadences", "requirements", "build"})
PLACES = {
    "embedded/children.py": "a child of the stack inherits PATH, proxies and TEMPORAL_*",
}
"""Who may read the environment besides settings.py, and why."""
READERS = frozenset({"environ", "environb", "getenv", "getenvb"})


def example() -> dict[str, str | None]:
    """The variables of .env.example with the default that is commented out there; None is to be filled in."""
    found: dict[str, str | None] = {}
    for line in (ROOT / ".env.example").read_text().splitlines():
        if match := re.fullmatch(r"(#?)([A-Z][A-Z0-9_]*)=(.*)", line):
            commented, name, value = match.groups()
            assert name not in found, f".env.example has {name} twice"
            found[name] = value if commented else None
            assert commented or not value, f".env.example gives {name} a value: whoever copies it must choose one"
    return found


def product_files() -> Iterator[Path]:
    """Every Python file that is part of the product."""
    for path in ROOT.rglob("*.py"):
        room = path.relative_to(ROOT).parts[0]
        if not room.startswith(".") and room not in NOT_PRODUCT:
            yield path


def environment_reads(source: str) -> Iterator[int]:
    """The lines that reach for the process's environment."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="os"), attr=attribute) if attribute in READERS:
                yield node.lineno
            case ast.ImportFrom(module="os", names=names) if READERS & {name.name for name in names}:
                yield node.lineno


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_a_setting_says_what_it_is(name: str) -> None:
    """The description of each field is what the documents show."""
    assert Settings.model_fields[name].description, f"give Settings.{name} a description"


def test_the_settings_page_is_what_the_settings_say() -> None:
    """docs/settings.md is generated, and as new as settings.py."""
    page = (ROOT / "docs" / "settings.md").read_text()

    assert page == settings_table(), "settings.py has changed: run `make docs`"


def test_the_example_names_every_setting_and_no_other() -> None:
    """.env.example is complete, and a variable that was renamed is not left behind."""
    named = {name for name in example() if name.startswith("SEVENFOLD_")}

    assert named == {variable(name) for name in Settings.model_fields}


def test_the_example_shows_the_defaults() -> None:
    """What is commented out in .env.example is what holds without it."""
    shown = {name: value for name, value in example().items() if value is not None}
    expected = {variable(name): default(field) for name, field in Settings.model_fields.items()}

    assert {name: shown[name] for name in shown.keys() & expected.keys()} == {
        name: expected[name] for name in shown.keys() & expected.keys()
    }


def test_only_the_settings_read_the_environment() -> None:
    """Configuration has one door, so that it can be listed, checked and refused there."""
    readers = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in product_files()
        if str(path.relative_to(ROOT)) not in PLACES
        for line in environment_reads(path.read_text())
    }

    assert not readers, "read configuration through settings.Settings, or name the place and its reason here"


def test_the_places_that_may_read_the_environment_still_do() -> None:
    """An exception that nobody needs any more is taken back."""
    assert all(list(environment_reads((ROOT / place).read_text())) for place in PLACES)


@pytest.mark.parametrize(
    "source",
    ["import os\nos.environ['A']", "import os\nos.getenv('A')", "from os import environ", "from os import getenv"],
)
def test_a_read_of_the_environment_is_seen(source: str) -> None:
    """The check bites on each way to write it."""
    assert list(environment_reads(source))
