"""The documentation page: the OpenAPI document as one page that loads nothing from other servers."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from api.edge.problems import Kind
from api.edge.templates import written

Row = tuple[str, ...]


class Operation(NamedTuple):
    """What is shown of one operation.

    Attributes:
        parameters: name, place (query, path, header) and description of each parameter.
        fields: name, "required" or empty, type and description of each field of the body.
        examples: examples of the body, as JSON.
        answers: status and meaning of each answer.
    """

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Row, ...]
    fields: tuple[Row, ...]
    examples: tuple[str, ...]
    answers: tuple[Row, ...]


class Group(NamedTuple):
    """The operations with the same tag."""

    name: str
    operations: list[Operation]


def docs_page(document: Mapping[str, Any]) -> str:
    """The page for an OpenAPI document."""
    info = document["info"]
    return written(
        "docs.html",
        title=info["title"],
        version=info["version"],
        description=info.get("description", ""),
        groups=_groups(document),
        problems=[kind.value for kind in Kind],
    )


def _groups(document: Mapping[str, Any]) -> list[Group]:
    groups: list[Group] = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            name = next(iter(operation.get("tags", [])), "")
            if not groups or groups[-1].name != name:
                groups.append(Group(name, []))
            groups[-1].operations.append(_operation(document, method, path, operation))
    return groups


def _operation(document: Mapping[str, Any], method: str, path: str, operation: Mapping[str, Any]) -> Operation:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    schema = _resolve(document, content["schema"]) if content else {}
    return Operation(
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        parameters=tuple((each["name"], each["in"], each.get("description", "")) for each in _parameters(operation)),
        fields=tuple(_fields(document, schema)),
        examples=tuple(json.dumps(each, indent=2, ensure_ascii=False) for each in schema.get("examples", ())),
        answers=tuple((status, answer["description"]) for status, answer in operation["responses"].items()),
    )


def _parameters(operation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    parameters: list[Mapping[str, Any]] = operation.get("parameters", [])
    return parameters


def _fields(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Row]:
    required = set(schema.get("required", ()))
    for name, field in schema.get("properties", {}).items():
        yield name, "required" if name in required else "", _kind(document, field), field.get("description", "")


def _kind(document: Mapping[str, Any], field: Mapping[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(_kind(document, one) for one in field["anyOf"] if one.get("type") != "null")
    field = _resolve(document, field)
    if "enum" in field:
        return ", ".join(str(value) for value in field["enum"])
    return str(field.get("format") or field.get("type", ""))


def _resolve(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema
