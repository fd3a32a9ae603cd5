"""The documents are a contract: what they name exists, what they show works, and what people meet is described."""

import re
import shutil
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

import pytest
import typer
from pydantic import BaseModel

import starter
from api.app import create_app
from api.edge.keys import Role, Scope
from api.edge.problems import Kind
from commands.exits import Exit
from domain.channels import OUTCOMES_OF, TASKS, Channel
from domain.dispositions import Disposition
from domain.facts.unions import Done, Failure, Reported
from domain.journey.run import TouchResult
from domain.journey.state import Stage
from domain.journey.steps import Step
from domain.lead.form import written_as
from domain.outcomes import CALL_OUTCOMES, LIVE_CONTACT, OUTCOMES, WITHOUT_A_TASK, Outcome
from domain.terms.agreement import Qualification
from domain.terms.alerts import About
from domain.terms.conditions import FIELD_NAMES
from domain.terms.variables import VARIABLES
from embedded.temporal_server import SEARCH_ATTRIBUTES
from playbook.grammar.agreement import AgreementFile
from playbook.grammar.cadence import CadenceFile
from playbook.grammar.calendar import CalendarFile
from playbook.grammar.message import FrontMatter
from playbook.grammar.team import TeamFile
from playbook.linting import lint
from playbook.templates.liquid import FILTERS
from settings import Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
PRODUCT = ("*.py", "api/**/*.py", "channels/*.py", "embedded/*.py", "activities/*.py", "workflows/*.py")

FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\(([^)\s]+)\)")
EVENT = re.compile(r"\blog\.(?:info|warning|error|exception)\(\s*\"(\w+)\"")
PLACEHOLDER = re.compile(r"\$?[A-Z][A-Z_]*|\{[a-z_]+\}")


def read(page: str) -> str:
    """The text of a page below docs/."""
    return (DOCS / page).read_text()


def name_of(page: Path) -> str:
    """A page as people name it."""
    return str(page.relative_to(ROOT))


def blocks(text: str, info: str = "") -> Iterator[str]:
    """The fenced blocks, or those of one kind."""
    return (body for kind, body in FENCE.findall(text) if not info or kind == info)


def code_in(text: str) -> Iterator[str]:
    """Every piece of code: the lines of fenced blocks, and what stands between backticks."""
    for block in blocks(text):
        yield from block.splitlines()
    yield from SPAN.findall(FENCE.sub("", text))


def anchors(page: Path) -> frozenset[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text()), re.MULTILINE)
    plain = (re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", heading).lower() for heading in headings)
    return frozenset(re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    """A relative link names a file that is there, and a heading in it."""
    for link in LINK.findall(FENCE.sub("", page.read_text())):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page

        assert target.exists(), f"{name_of(page)} links to {link}: there is no such file"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{name_of(page)} links to {link}: there is no such heading"


def test_every_page_is_on_the_map() -> None:
    """docs/index.md leads to every page, so that none is forgotten."""
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in LINK.findall(read("index.md"))}

    missing = [name_of(page) for page in PAGES if page.is_relative_to(DOCS) and page.name != "index.md"]
    missing = [name for name in missing if ROOT / name not in linked]
    assert not missing, f"give each of these a line in docs/index.md: {', '.join(missing)}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_target_that_is_named_exists(page: Path) -> None:
    """`make X` is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    named = {found for code in code_in(page.read_text()) for found in re.findall(r"^\s*make ([a-z-]+)", code)}
    assert named <= targets


@cache
def commands() -> dict[str, Any]:
    """The commands of `sevenfold`, by name."""
    return dict(cast("Any", typer.main.get_command(starter.app)).commands)


def meant(name: str, rest: str) -> list[Any]:
    """The command, and the one within it that follows its name, which must be there."""
    command = commands()[name]
    within = dict(getattr(command, "commands", {}))
    inner = re.match(r"\s+([a-z][a-z-]*)", rest)
    if not within or inner is None:
        return [command]
    assert inner[1] in within, f"there is no command `sevenfold {name} {inner[1]}`"
    return [command, within[inner[1]]]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_that_is_named_exists_with_its_options(page: Path) -> None:
    """`sevenfold X --y` is a command with that option."""
    for code in code_in(page.read_text()):
        for name, rest in re.findall(r"(?:^|[\s$;])sevenfold ([a-z][a-z-]*)([^;#]*)", code):
            assert name in commands(), f"{name_of(page)}: there is no command `sevenfold {name}`"
            known = {option for command in meant(name, rest) for each in command.params for option in each.opts}
            options = set(re.findall(r"(?<=\s)--[a-z-]+", rest))
            assert options <= known, f"{name_of(page)}: `sevenfold {name}` has no {options - known}"


@cache
def operations() -> frozenset[tuple[str, str]]:
    """Method and path of every operation of the API."""
    app = create_app(Settings(), cast("Any", None), cast("Any", None), reach_temporal=cast("Any", None))
    paths = app.openapi()["paths"]
    return frozenset((method.upper(), path) for path, methods in paths.items() for method in methods)


UNLISTED = frozenset({("GET", "/docs"), ("GET", "/openapi.json")})
"""Operations that describe the API and are not described by it."""


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_that_is_named_is_the_apis(page: Path) -> None:
    """A path of the API exists, with the method that is named before it."""
    known = operations() | UNLISTED
    shapes = {(method, PLACEHOLDER.sub("*", path)) for method, path in known}
    for code in code_in(page.read_text()):
        for method, path in re.findall(r"(?:\b(GET|POST) |localhost:\d+)((?:/v1)?/[a-z1$A-Z_{}./-]+)", code):
            shape = PLACEHOLDER.sub("*", path)
            methods = {each for each, other in shapes if other == shape}
            assert methods, f"{name_of(page)}: the API has no {path}"
            assert not method or method in methods, f"{name_of(page)}: {path} is not for {method}"


def test_every_operation_is_described() -> None:
    """docs/api.md names every operation."""
    text = read("api.md")

    assert not {f"{method} {path}" for method, path in operations() if f"`{method} {path}`" not in text}


FILES = {"cadence": "{}.yaml", "agreement": "agreement.yaml", "team": "team.yaml", "calendar": "calendars/{}.yaml"}
"""Where a block of each kind stands in a playbook; its first key holds its name."""

SHOWN = [
    pytest.param(kind, text, id=f"{name_of(page)}-{number}")
    for page in PAGES
    for kind in FILES
    for number, text in enumerate(blocks(page.read_text(), f"yaml {kind}"))
]


@pytest.mark.parametrize(("kind", "text"), SHOWN)
def test_every_file_that_is_shown_lints(kind: str, text: str, tmp_path: Path) -> None:
    """A YAML block that says which file it is takes that file's place in the shipped playbook without an error."""
    folder = shutil.copytree(ROOT / "cadences", tmp_path / "cadences")
    name = text.partition(":")[2].partition("\n")[0].strip()
    (folder / FILES[kind].format(name)).write_text(text)

    assert not [str(finding) for finding in lint(folder) if finding.is_error]


def kinds_of(union: Any) -> Iterator[str]:
    """The `kind` of each member of a discriminated union."""
    return (member.model_fields["kind"].default for member in get_args(get_args(union)[0]))


def keys_of(*models: type[BaseModel]) -> Iterator[str]:
    """Every key that people write in these files."""
    for model in models:
        for name, field in model.model_fields.items():
            yield field.alias or name
            yield from keys_of(*_models_in(field.annotation))


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation.__module__.startswith("playbook."):  # conditions have a section of their own
            yield annotation
        return
    for inner in get_args(annotation):
        yield from _models_in(inner)


def undescribed(words: Iterable[str], text: str) -> set[str]:
    """The words that stand nowhere between backticks."""
    spans = {*SPAN.findall(text), *(word for block in blocks(text) for word in re.findall(r"[\w.]+", block))}
    parts = {part for span in spans for part in (span, *re.findall(r"[\w.]+", span))}
    return {str(word) for word in words} - parts - spans


GLOSSARY: list[type[StrEnum]] = [Stage, Disposition, TouchResult, Qualification, Failure]


@pytest.mark.parametrize("words", GLOSSARY, ids=lambda words: words.__name__)
def test_the_glossary_has_every_word(words: type[StrEnum]) -> None:
    """Stages, dispositions, states and classes are explained."""
    assert not undescribed(words, read("glossary.md"))


@pytest.mark.parametrize("union", [Reported, Done, Step], ids=["heard", "done", "steps"])
def test_the_glossary_has_every_fact_and_step(union: Any) -> None:
    """What can happen, and what can be done about it, is explained."""
    assert not undescribed(kinds_of(union), read("glossary.md"))


def test_reps_learn_what_each_outcome_does() -> None:
    """Outcomes, tasks and alerts are explained to those who meet them, and each task's row lists its outcomes."""
    text = read("reps.md")

    assert not undescribed([*Outcome, *TASKS, *About], text)
    for kind, outcomes in OUTCOMES_OF.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{kind.value}` |"))
        assert "as a call" in row or set(SPAN.findall(row)) - {kind.value} == {each.value for each in outcomes}


def test_reps_learn_what_may_be_reported_without_a_task() -> None:
    """The line lists what the table of outcomes allows."""
    (line,) = re.findall(r"any outcome of a call, and (.*)", read("reps.md"))

    assert set(SPAN.findall(line)) == WITHOUT_A_TASK - CALL_OUTCOMES


@pytest.mark.parametrize("outcome", [each for each in Outcome if OUTCOMES[each].needs])
def test_reps_learn_which_outcome_needs_an_instant(outcome: Outcome) -> None:
    """Its row in the table of outcomes names the option."""
    option = f"`--{str(OUTCOMES[outcome].needs).replace('_', '-')}`"
    rows = [line for line in read("reps.md").splitlines() if line.startswith("| ") and f"`{outcome.value}`" in line]

    assert any(option in row for row in rows)


def test_the_glossary_says_which_outcomes_count_as_contact() -> None:
    """Speed-to-contact counts the outcomes in which the lead was spoken to."""
    (row,) = (line for line in read("glossary.md").splitlines() if line.startswith("| **speed-to-contact** |"))

    assert set(SPAN.findall(row)) == LIVE_CONTACT


def test_marketing_ops_find_every_key_variable_and_filter() -> None:
    """What may be written in a playbook is described."""
    text = read("marketing-ops.md")

    assert not undescribed(keys_of(CadenceFile, AgreementFile, TeamFile, CalendarFile, FrontMatter), text)
    assert not undescribed([*FIELD_NAMES, *VARIABLES, *FILTERS], text + read("fields.md"))


def known_of(channel: Channel) -> str:
    """The cells that a channel's row decides: who sends, what it needs, whose consent, whether law limits its hours."""
    way = channel.way
    needs = f"`{written_as(way.address)}`" if way.address is not None else "nothing"
    consent = f"`{way.consent}`: {'after a yes' if way.needs_yes else 'until a no'}" if way.consent else "none"
    return f"| {way.sent_by} | {needs} | {consent} | {'yes' if way.lawful_hours else 'no'} |"


@pytest.mark.parametrize("channel", list(Channel))
def test_marketing_ops_find_every_channel_as_its_row_says(channel: Channel) -> None:
    """The document and the table of channels agree."""
    rows = [line for line in read("marketing-ops.md").splitlines() if line.startswith(f"| `{channel.value}: ")]
    wanted = f"| `{channel.value}: MESSAGE` | what happens {known_of(channel)}"

    assert len(rows) == 1, f"docs/marketing-ops.md needs the row {wanted}"
    assert rows[0].endswith(known_of(channel)), f"docs/marketing-ops.md says otherwise than {wanted}"


def test_operators_find_what_they_are_shown() -> None:
    """Log events, search attributes and exit codes are explained."""
    text = read("operations.md")
    sources = (path.read_text() for pattern in PRODUCT for path in ROOT.glob(pattern))
    events = {event for source in sources for event in EVENT.findall(source)}

    assert events
    assert not undescribed([*events, *(name for name, _ in SEARCH_ATTRIBUTES)], text)
    assert all(re.search(rf"[:;] {code.value} ", text) for code in Exit)


def test_callers_find_every_problem_role_and_scope() -> None:
    """What the API may answer, and who may ask, is described."""
    text = read("api.md")

    assert not undescribed([*(kind.value.slug for kind in Kind), *Role, *Scope], text)


def test_the_guarantees_name_tests_that_exist() -> None:
    """Each law in the README is proved by a test that is there."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", (ROOT / "README.md").read_text())

    assert len(named) >= 7
    for file, test in named:
        assert re.search(rf"^(?:async )?def {test}\(", (ROOT / file).read_text(), re.MULTILINE), f"{file}::{test}"


def test_every_file_that_is_named_exists() -> None:
    """A path of this project between backticks is there."""
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    for page in PAGES:
        for code in SPAN.findall(FENCE.sub("", page.read_text())):
            room, slash, _ = code.partition("/")
            if slash and room in rooms and re.fullmatch(r"[\w./*-]+", code):
                assert any(ROOT.glob(code.rstrip("/"))), f"{name_of(page)} names {code}"
