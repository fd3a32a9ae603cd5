"""Turns pydantic's errors about a file into findings that say what to write instead, at the right place."""

import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from playbook.files.positions import Path
from playbook.files.yaml import Document
from playbook.findings import Finding, did_you_mean
from playbook.grammar.cadence import CHANNEL_KEYS

_KINDS = {
    "string_type": "a text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "float_type": "a number",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "date_type": "a date such as 2026-12-25",
    "date_parsing": "a date such as 2026-12-25",
    "date_from_datetime_parsing": "a date such as 2026-12-25",
}
_BOUNDS = {
    "greater_than": "more than",
    "greater_than_equal": "at least",
    "less_than": "less than",
    "less_than_equal": "at most",
}


def explain(document: Document, model: type[BaseModel], error: ValidationError) -> list[Finding]:
    """One finding for each error. The alternatives of one value count as one error."""
    findings: dict[tuple[int, int], Finding] = {}
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # each wrong item has its own finding
        path = _written_path(document, detail["loc"])
        message = _message(detail, model, path)
        finding = document.finding(message, path, on_key=_is_about_key(detail))
        findings.setdefault((finding.line, finding.column), finding)
    return list(findings.values())


def _is_about_key(detail: ErrorDetails) -> bool:
    return detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)


def _written_path(document: Document, location: Path) -> Path:
    """The location without pydantic's own marks (the branch of a union, ``[key]``)."""
    path: Path = ()
    for part in location:
        if (*path, part) in document.positions.values:
            path = (*path, part)
    return path


def _message(detail: ErrorDetails, model: type[BaseModel], path: Path) -> str:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(str(path[-1]), keys_at(model, path[:-1]))
    if kind == "missing":
        return f"{detail['loc'][-1]!r} is missing"
    if kind in ("enum", "literal_error"):
        choices = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        return f"{value!r} is not one of {', '.join(choices)}{_nearest(value, choices)}"
    if kind == "value_error":
        return str(context.get("error", detail["msg"]))
    if kind == "string_pattern_mismatch":
        return f"{value!r} is not a name: use lower-case letters, digits and dashes, as in 'first-call'"
    if kind in ("too_short", "string_too_short"):
        return f"{path[-1]!r} is empty"
    if bound := _BOUNDS.get(kind):
        (limit,) = (each for name, each in context.items() if name in ("gt", "ge", "lt", "le"))
        return f"expected a number that is {bound} {limit:g}, found {value}"
    if expected := _KINDS.get(kind):
        return f"expected {expected}, found {_shown(value)}"
    return f"{detail['msg']}, found {_shown(value)}"


def _unknown_key(word: str, keys: frozenset[str]) -> str:
    hint = did_you_mean(word, keys) or _keys_with(word, keys)
    if not hint and keys.issuperset(CHANNEL_KEYS):
        hint = f"; channels are {', '.join(CHANNEL_KEYS)}"
    return f"unknown key {word!r}" + (hint or "; keys are " + ", ".join(sorted(keys)))


def _keys_with(word: str, keys: frozenset[str]) -> str:
    """The keys that have the word as one of their words: ``only_if`` for ``if``."""
    near = sorted(key for key in keys if word.lower() in key.split("_"))
    return f" — did you mean {' or '.join(map(repr, near))}?" if near else ""


def _nearest(value: object, choices: list[str]) -> str:
    hint = did_you_mean(value, choices) if isinstance(value, str) else ""
    return hint if "did you mean" in hint else ""


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, list):
        return "a list"
    text = repr(value) if isinstance(value, str) else str(value)
    return f"{text} (put it in quotes to make it text)" if not isinstance(value, str) else text


def keys_at(model: type[BaseModel], path: Path) -> frozenset[str]:
    """The keys that the grammar knows at that path."""
    models = {model}
    for part in path:
        models = {found for each in models for found in _below(each, part)}
    return frozenset(field.alias or name for each in models for name, field in each.model_fields.items())


def _below(model: type[BaseModel], part: str | int) -> Iterator[type[BaseModel]]:
    if isinstance(part, int):
        yield model  # a list's item: the model is its element type already
        return
    for name, field in model.model_fields.items():
        if part == (field.alias or name):
            yield from _models_in(field.annotation)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is Annotated:
        yield from _models_in(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType, tuple, list, dict):
        for argument in get_args(annotation):
            yield from _models_in(argument)
