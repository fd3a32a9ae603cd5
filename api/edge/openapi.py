"""The OpenAPI document: the framework's, with our problem document in place of its own error bodies."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.edge.problems import DOCUMENTED, Problem

_FOREIGN = ("HTTPValidationError", "ValidationError")


def document_of(app: FastAPI) -> dict[str, Any]:
    """The document, built on first use."""
    if app.openapi_schema is None:
        app.openapi_schema = _made(app)
    return app.openapi_schema


def _made(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = document["components"]["schemas"]
    for name in _FOREIGN:
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs") | {"Problem": problem}
    for operation in (operation for methods in document["paths"].values() for operation in methods.values()):
        if "422" in operation["responses"]:
            operation["responses"]["422"] = DOCUMENTED[422]
    return document
