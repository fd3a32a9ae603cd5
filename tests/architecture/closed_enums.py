"""Finds where the members of a closed enum are listed: tables keyed by them, and matches that name them all."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from house import ROOT

NOT_THE_PRODUCT = frozenset({"tests", "bench", "docs"})
PARTIAL = re.compile(r"#\s*partial: \w")
"""The comment that declares a table partial, with the reason, on the line on which the table opens."""

Members = Mapping[str, frozenset[str]]
"""The member names of each enum, by the name of its class."""


class Listing(NamedTuple):
    """Members of one enum that are listed in one place.

    Attributes:
        place: file and line.
        is_table: a dict that is keyed by them, or the enum itself where each member carries its row; otherwise a match
            without a case for the rest.
        is_partial: the table is declared partial, with a reason.
    """

    place: str
    enum: str
    named: frozenset[str]
    is_table: bool
    is_partial: bool


@cache
def sources() -> Mapping[str, str]:
    """The text of every Python file of the product, by its path."""
    files = (path for pattern in ("*.py", "[a-z]*/**/*.py") for path in ROOT.glob(pattern))
    texts = {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in files}
    return {path.as_posix(): text for path, text in texts.items() if path.parts[0] not in NOT_THE_PRODUCT}


@cache
def closed_enums() -> Members:
    """The enums of the domain."""
    return {
        name: members
        for path, text in sources().items()
        if path.startswith("domain/")
        for name, members in enums_in(text)
    }


def enums_in(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The enums that a file defines, with their members."""
    for node in ast.parse(text).body:
        match node:
            case ast.ClassDef(name=name, bases=[ast.Name(id="StrEnum")], body=body):
                targets = (each.targets[0] for each in body if isinstance(each, ast.Assign))
                yield name, frozenset(target.id for target in targets if isinstance(target, ast.Name))


def listings_in(path: str, text: str, enums: Members) -> Iterator[Listing]:
    """Every table and match of a file that lists members of one of these enums and nothing else."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Dict(keys=keys):
                listed = [_member(key, enums) for key in keys if not _is_none(key)]
            case ast.ClassDef(name=name, bases=[ast.Name(id="StrEnum")], body=body) if name in enums and _have_rows(
                body
            ):
                listed = [(name, member) for member in enums[name]]
            case ast.Match(cases=cases):
                listed = [member for case in cases for member in _named_by(case, enums)]
            case _:
                continue
        members = [each for each in listed if each is not None]
        if len(members) == len(listed) and len({enum for enum, _ in members}) == 1:
            yield Listing(
                place=f"{path}:{node.lineno}",
                enum=members[0][0],
                named=frozenset(member for _, member in members),
                is_table=not isinstance(node, ast.Match),
                is_partial=bool(PARTIAL.search(lines[node.lineno - 1])),
            )


def _have_rows(body: list[ast.stmt]) -> bool:
    """Whether the members are written as ``UP = "up", Row(...)``, so that none can lack its row."""
    return all(isinstance(each.value, ast.Tuple) for each in body if isinstance(each, ast.Assign))


def _is_none(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and key.value is None


def _member(node: ast.expr | None, enums: Members) -> tuple[str, str] | None:
    """``Stage.WORKING``, or ``Stage.WORKING.value``, as the enum and its member."""
    match node:
        case ast.Attribute(value=ast.Attribute() as inner, attr="value"):
            return _member(inner, enums)
        case ast.Attribute(value=ast.Name(id=enum), attr=member) if member in enums.get(enum, ()):
            return enum, member
        case _:
            return None


def _named_by(case: ast.match_case, enums: Members) -> list[tuple[str, str] | None]:
    """The members that a case names. A case that the type checker proves to be impossible names none."""
    match case.body:
        case [ast.Expr(value=ast.Call(func=ast.Name(id="assert_never")))]:
            return []
        case _:
            return _in_pattern(case.pattern, enums)


def _in_pattern(pattern: ast.pattern, enums: Members) -> list[tuple[str, str] | None]:
    """The members in a pattern; None for one that takes anything else. Of a union, other classes are no concern."""
    match pattern:
        case ast.MatchOr(patterns=patterns):
            return [member for each in patterns for member in _in_pattern(each, enums)]
        case ast.MatchValue(value=value):
            return [_member(value, enums)]
        case ast.MatchSingleton() | ast.MatchClass() | ast.MatchAs(pattern=ast.MatchClass()):
            return []
        case _:
            return [None]
