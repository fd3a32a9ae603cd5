"""The documentation page: the OpenAPI document as one page of HTML that needs nothing from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from api.edge.problems import Kind

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2733;background:#fff}
code,pre{font:14px/1.4 ui-monospace,monospace}pre{background:#f2f5f8;padding:.75rem;overflow:auto;border-radius:4px}
details{border:1px solid #c9d3dc;border-radius:4px;margin:.5rem 0;padding:.5rem .75rem}summary{cursor:pointer}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #dfe6ec}
.method{display:inline-block;min-width:4rem;font-weight:700}
"""


def docs_page(document: Mapping[str, Any]) -> str:
    """The page for an OpenAPI document."""
    title = escape(document["info"]["title"])
    body = "\n".join(
        [
            f"<h1>{title} {escape(document['info']['version'])}</h1>",
            f"<p>{escape(document['info'].get('description', ''))}</p>",
            '<p>The same for machines: <a href="/openapi.json">openapi.json</a>.</p>',
            *_operations(document),
            "<h2>Problems</h2>",
            "<p>Every refusal is <code>application/problem+json</code> (RFC 9457); <code>type</code> points here.</p>",
            _problems(),
        ]
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>{body}</body></html>'
    )


def _operations(document: Mapping[str, Any]) -> Iterator[str]:
    last = ""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            group = next(iter(operation.get("tags", [])), "")
            if group != last:
                yield f"<h2>{escape(group)}</h2>"
                last = group
            yield _operation(document, method, path, operation)


def _operation(document: Mapping[str, Any], method: str, path: str, operation: Mapping[str, Any]) -> str:
    summary = escape(operation.get("summary", ""))
    parts = [
        f'<summary><span class="method">{method.upper()}</span> <code>{escape(path)}</code> {summary}</summary>',
        f"<p>{escape(operation.get('description', ''))}</p>",
    ]
    if operation.get("parameters"):
        parts.append(_table(("parameter", "where", "what"), _parameters(operation["parameters"])))
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content:
        parts += _body(document, content)
    parts.append(_table(("status", "means"), ((s, r["description"]) for s, r in operation["responses"].items())))
    return f"<details>{''.join(parts)}</details>"


def _parameters(parameters: list[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    for parameter in parameters:
        yield parameter["name"], parameter["in"], parameter.get("description", "")


def _body(document: Mapping[str, Any], content: Mapping[str, Any]) -> Iterator[str]:
    schema = _resolve(document, content["schema"])
    required = set(schema.get("required", ()))
    rows = (
        (name, "required" if name in required else "", _kind(document, field), field.get("description", ""))
        for name, field in schema.get("properties", {}).items()
    )
    yield _table(("field", "", "type", "what"), rows)
    for example in schema.get("examples", ()):
        yield f"<pre>{escape(json.dumps(example, indent=2, ensure_ascii=False))}</pre>"


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


def _table(heads: tuple[str, ...], rows: Any) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _problems() -> str:
    rows = "".join(
        f'<tr id="{kind.value.slug}"><td><code>{kind.value.slug}</code></td><td>{kind.value.status}</td>'
        f"<td>{escape(kind.value.title)}</td><td>{escape(kind.value.remedy)}</td></tr>"
        for kind in Kind
    )
    return f"<table><thead><tr><th>type</th><th>status</th><th>means</th><th>do</th></tr></thead>{rows}</table>"
