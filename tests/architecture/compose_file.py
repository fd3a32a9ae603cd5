"""Reads a Compose file as the specification says: variables put in, extensions left out, no key twice."""

import re
from collections.abc import Mapping
from typing import Any

from architecture.compose_rules import ComposeFile
from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node

VARIABLE = re.compile(
    r"""
    \$ (?:
        (?P<escaped> \$ )
      | (?P<plain> \w+ )
      | \{ (?P<name> \w+ ) (?: (?P<operator> :?[-?] ) (?P<word> [^}$]* ) )? \}
      | (?P<bad> .? )
    )
    """,
    re.VERBOSE,
)


class MissingVariableError(Exception):
    """A variable that the file requires has no value; carries the file's own words."""


def variables(text: str) -> dict[str, set[str | None]]:
    """Each variable the text names, with the defaults it is given there; None is for no default."""
    found: dict[str, set[str | None]] = {}
    for match in VARIABLE.finditer(text):
        if name := match["plain"] or match["name"]:
            given = match["word"] if (match["operator"] or "").endswith("-") else None
            found.setdefault(name, set()).add(given)
    return found


def required_variables(text: str) -> frozenset[str]:
    """The variables without which the file is refused."""
    return frozenset(match["name"] for match in VARIABLE.finditer(text) if (match["operator"] or "").endswith("?"))


def interpolated(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables put in.

    Raises:
        MissingVariableError: one that is required has no value.
    """

    def value(match: re.Match[str]) -> str:
        if match["escaped"]:
            return "$"
        if match["bad"] is not None:
            raise ValueError(f"a lone $ at {match.start()}: write $$ for a dollar")
        name, operator = match["plain"] or match["name"], match["operator"] or ""
        given = values.get(name)
        absent = given is None or (operator.startswith(":") and not given)
        if absent and operator.endswith("?"):
            raise MissingVariableError(f"{name}: {match['word']}")
        if absent:
            return match["word"] or "" if operator.endswith("-") else ""
        return given or ""

    return VARIABLE.sub(value, text)


def raw(text: str) -> dict[str, Any]:
    """The file as YAML, merges done, variables as they are written; keys that stand twice are refused."""
    _refuse_twice(_reader().compose(text))
    loaded = _reader().load(text)
    return {key: value for key, value in loaded.items() if not key.startswith("x-")}


def _reader() -> YAML:
    """A reader of YAML, which keeps state: a new one for each text."""
    return YAML(typ="safe", pure=True)


def read(text: str, values: Mapping[str, str]) -> ComposeFile:
    """The file as `docker compose` would take it with these values."""
    return ComposeFile.model_validate(_put_in(raw(text), values))


def _put_in(node: Any, values: Mapping[str, str]) -> Any:
    match node:
        case str():
            return interpolated(node, values)
        case list():
            return [_put_in(item, values) for item in node]
        case dict():
            return {key: _put_in(value, values) for key, value in node.items()}
        case _:
            return node


def _refuse_twice(node: Node | None) -> None:
    if isinstance(node, MappingNode):
        keys = [key.value for key, _ in node.value]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"line {node.start_mark.line + 1}: {', '.join(sorted(twice))} stands twice")
    if isinstance(node, CollectionNode):
        for child in node.value:
            for part in child if isinstance(child, tuple) else (child,):
                _refuse_twice(part)
