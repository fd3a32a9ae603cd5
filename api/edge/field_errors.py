"""Turns pydantic's errors into: which field is wrong, and what was expected."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel


class FieldError(BaseModel):
    """One field that is wrong.

    Attributes:
        pointer: JSON Pointer (RFC 6901) as a URI fragment, for a field of the body; ``parameter`` names a query, path
            or header parameter instead.
        detail: what is wrong.
        expected: what would be right, if known.
    """

    pointer: str | None = None
    parameter: str | None = None
    detail: str
    expected: str | None = None

    @property
    def where(self) -> str:
        """The field in words."""
        return self.parameter or (self.pointer or "#").removeprefix("#/").replace("/", ".") or "the body"


def pointer_to(path: Iterable[object]) -> str:
    """The pointer to a place in the body."""
    return "#" + "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def errors_of(error: RequestValidationError, route: object) -> tuple[FieldError, ...]:
    """All fields that are wrong in a request, one entry each, in the order found."""
    model = _body_model(route)
    found: dict[str, FieldError] = {}
    for problem in error.errors():
        read = _read(problem, error.body, model)
        found.setdefault(read.parameter or read.pointer or "", read)
    return tuple(found.values())


def _read(problem: Mapping[str, Any], body: Any, model: type[BaseModel] | None) -> FieldError:
    source, *path = problem["loc"]
    if source != "body":
        name = ".".join(str(part) for part in path[:1])
        return FieldError(parameter=name, detail=_detail(problem), expected=_expected(problem))
    place = _in_body(path, body, is_absent=problem["type"] == "missing")
    if problem["type"] == "extra_forbidden":
        return _unknown(place, model)
    if place == path:
        return FieldError(pointer=pointer_to(place), detail=_detail(problem), expected=_expected(problem))
    # For a union pydantic reports each type, with the type's name in the path; those parts are not part of the body.
    return FieldError(pointer=pointer_to(place), detail="this type of value is not allowed here", expected=_SCALAR)


_SCALAR = "text, a number, true or false"


def _in_body(path: Sequence[str | int], body: Any, *, is_absent: bool) -> list[str | int]:
    """The part of a path that exists in the body."""
    place: list[str | int] = []
    for part in path:
        is_there = (isinstance(body, Mapping) and part in body) or (
            isinstance(body, list) and isinstance(part, int) and part < len(body)
        )
        if not is_there:
            return [*place, part] if is_absent else place
        place.append(part)
        body = body[part]
    return place


def _unknown(place: Sequence[str | int], model: type[BaseModel] | None) -> FieldError:
    known = _fields_at(model, place[:-1])
    near = get_close_matches(str(place[-1]).lower(), known, n=1)
    guess = f"; did you mean {near[0]!r}?" if near else ""
    return FieldError(
        pointer=pointer_to(place),
        detail=f"unknown field{guess}",
        expected=f"one of {', '.join(known)}" if known else None,
    )


def _fields_at(model: type[BaseModel] | None, path: Sequence[str | int]) -> list[str]:
    for part in path:
        field = model.model_fields.get(str(part)) if model else None
        model = _model_in(field.annotation) if field else None
    return list(model.model_fields) if model else []


def _body_model(route: object) -> type[BaseModel] | None:
    if not isinstance(route, APIRoute) or route.body_field is None:
        return None
    return _model_in(route.body_field.field_info.annotation)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None


_DETAILS: Mapping[str, str] = {
    "missing": "missing",
    "string_pattern_mismatch": "wrong format",
    "timezone_aware": "the time zone is missing",
}
"""Errors that pydantic words for programmers."""


def _detail(problem: Mapping[str, Any]) -> str:
    text = str(problem["msg"]).removeprefix("Value error, ")
    return _DETAILS.get(problem["type"], text[:1].lower() + text[1:])


_EXPECTATIONS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "enum": lambda ctx: f"one of {_plain_list(ctx['expected'])}",
    "literal_error": lambda ctx: f"one of {_plain_list(ctx['expected'])}",
    "string_type": lambda _: "text",
    "string_too_long": lambda ctx: f"at most {ctx['max_length']} characters",
    "string_too_short": lambda ctx: f"at least {ctx['min_length']} characters",
    "int_type": lambda _: "a whole number",
    "int_parsing": lambda _: "a whole number",
    "int_from_float": lambda _: "a whole number",
    "greater_than_equal": lambda ctx: f"{ctx['ge']} or more",
    "less_than_equal": lambda ctx: f"{ctx['le']} or less",
    "bool_type": lambda _: "true or false",
    "bool_parsing": lambda _: "true or false",
    "finite_number": lambda _: "a finite number",
    "timezone_aware": lambda _: _INSTANT,
    "datetime_type": lambda _: _INSTANT,
    "datetime_parsing": lambda _: _INSTANT,
    "datetime_from_date_parsing": lambda _: _INSTANT,
    "dict_type": lambda _: "an object",
    "model_attributes_type": lambda _: "an object",
    "model_type": lambda _: "an object",
    "missing": lambda _: "a value",
    "too_long": lambda ctx: f"at most {ctx['max_length']} entries",
}
_INSTANT = "a date and time with time zone, for example 2026-03-09T15:00:00-05:00"
_FORMS = {
    "email": "one email address, for example ana@northbeam.example",
    "country": "a two-letter country code (ISO 3166-1 alpha-2), for example US",
    "page": "a path that begins with /, or a web address, for example /pricing",
}


def _expected(problem: Mapping[str, Any]) -> str | None:
    if problem["type"] == "string_pattern_mismatch":
        return _FORMS.get(str(problem["loc"][-1]), f"text that matches {problem['ctx']['pattern']}")
    expectation = _EXPECTATIONS.get(problem["type"])
    return expectation(problem.get("ctx") or {}) if expectation else None


def _plain_list(choices: str) -> str:
    return choices.replace("'", "").replace(" or ", ", ")
