"""Files and functions stay small enough to read at a sitting, and a room's ``__init__`` only says what lives there."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 400
LONGEST_FUNCTION = 50


def modules() -> Iterator[Path]:
    """Every Python file of the project."""
    for pattern in ("*.py", "[a-z]*/**/*.py"):
        yield from ROOT.glob(pattern)


def named(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_too_long() -> None:
    """Four hundred lines at most; a file is one noun."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}

    assert [f"{named(path)}: {length} lines" for path, length in lengths.items() if length > LONGEST_FILE] == []


def test_no_function_is_too_long() -> None:
    """Fifty lines at most, from its ``def`` to its end."""
    too_long = [
        f"{named(path)}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    ]

    assert too_long == []


def test_a_room_only_says_what_lives_in_it() -> None:
    """One docstring, and no code to import by accident."""
    for path in ROOT.glob("[a-z]*/**/__init__.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body

        assert len(body) == 1, f"{named(path)} holds code"
        assert ast.get_docstring(ast.Module(body, [])), f"{named(path)} does not say what lives there"
