"""Activities raise errors of ours and know nothing of Temporal's: one interceptor maps them, and none runs without."""

import ast
from collections.abc import Iterator
from pathlib import Path

from house import ROOT

from activities.clock import SystemClock
from channels.memory import MemoryChatChannel, MemoryEmailChannel
from ledger.ledger import Ledger
from settings import Settings
from worker import activity_list, composer_of

ROOM = {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "activities").glob("*.py"))}
EDGE = "interceptors.py"
WITHOUT_THE_EDGE = {"bench/floor.py"}
"""The floor that the engine is measured against: a bare workflow, whose activity does nothing."""


def activities() -> Iterator[tuple[str, ast.AsyncFunctionDef]]:
    """Every activity by its qualified name."""
    for tree in ROOM.values():
        for owner in tree.body:
            if isinstance(owner, ast.ClassDef):
                for method in owner.body:
                    if isinstance(method, ast.AsyncFunctionDef) and _is_activity(method):
                        yield f"{owner.name}.{method.name}", method


def workers() -> Iterator[tuple[str, str]]:
    """Every call that makes a worker with activities, with the file it stands in."""
    for pattern in ("*.py", "[a-z]*/**/*.py"):
        for path in ROOT.glob(pattern):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and _makes_a_worker(call):
                    yield path.relative_to(ROOT).as_posix(), ast.unparse(call)


def test_only_the_edge_knows_temporals_errors() -> None:
    """An activity that maps errors itself is the first of many to forget the wait that the other side asked for."""
    knowing = [name for name, tree in ROOM.items() if {"ApplicationError", "temporalio.exceptions"} & _names(tree)]

    assert knowing == [EDGE]


def test_no_activity_catches_all_of_our_errors() -> None:
    """What comes of an error is decided where it is known what it means, or else at the edge."""
    catching = [
        name
        for name, method in activities()
        for handler in ast.walk(method)
        if isinstance(handler, ast.ExceptHandler)
        and (handler.type is None or {"SevenfoldError", "Exception"} & _names(handler.type))
    ]

    assert catching == []


def test_every_activity_is_registered(tmp_path: Path) -> None:
    """A workflow that calls another would wait for ever."""
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.db'}")
    registered = activity_list(
        ledger,
        composer=composer_of(ledger, Settings()),
        carriers={},
        email=MemoryEmailChannel(),
        chat=MemoryChatChannel(),
        clock=SystemClock(),
    )

    assert sorted(each.__qualname__ for each in registered) == sorted(name for name, _ in activities())


def test_every_worker_runs_its_activities_behind_the_edge() -> None:
    """In production, in the demo, and in tests: an activity that a test sees without it is not the one that runs."""
    found = {name: made for name, made in workers() if name not in WITHOUT_THE_EDGE}

    assert list(found) == ["worker.py"]
    assert "*EDGE" in found["worker.py"]


def test_permission_is_asked_in_one_place() -> None:
    """A touch of a machine and one of a person are judged alike, by one question that both claims ask."""
    assert [name for name, tree in ROOM.items() if "may_leave" in _names(tree)] == ["permission.py"]


def _makes_a_worker(call: ast.Call) -> bool:
    is_worker = ast.unparse(call.func).rpartition(".")[2] == "Worker"
    return is_worker and any(each.arg == "activities" for each in call.keywords)


def _is_activity(method: ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(each).startswith("activity.defn") for each in method.decorator_list)


def _names(tree: ast.AST) -> set[str]:
    """Every name and module that is spoken of."""
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                names.add(name)
            case ast.ImportFrom(module=str(module)):
                names.add(module)
    return names
