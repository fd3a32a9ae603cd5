"""The description of a form's field, given once, at the field, for everything that reads the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import MaxLen
from pydantic import BaseModel, GetJsonSchemaHandler


class Of(StrEnum):
    """Whom or what a field describes. It decides how a further form of the same person changes the field."""

    PERSON = "person"
    """Filled in if it was empty."""
    PLACE = "place"
    """Filled in if it was empty, unless the further form names another country."""
    COMPANY = "company"
    """Filled in if it was empty, unless the further form names another company."""
    REQUEST = "request"
    """Replaced by the later form's value."""
    OWN_RULE = "own rule"
    """``domain/intake/merging.py`` has a rule for this field alone."""


@dataclass(frozen=True)
class FieldQuestion:
    """How a person is asked for a field.

    Attributes:
        words: the thing asked for, such as "your job title".
        keyboard: the input type, which decides the keyboard that a phone shows.
        autofill: what a browser may fill in (the HTML attribute ``autocomplete``).
        hint: how to write the value.
        remedy: what to do about a value that cannot be used.
        longest: the limit in characters, if the field itself sets none.
    """

    words: str
    keyboard: str = "text"
    autofill: str = "off"
    hint: str = ""
    remedy: str = ""
    longest: int = 300


@dataclass(frozen=True)
class LeadField:
    """One field of the form.

    Attributes:
        holds: what the field contains, for people who write messages, conditions, forms or programs.
        of: whom or what it describes.
        question: how a person is asked for it; None if nobody can be asked.
        label: its label in alerts and in the package; empty if these leave it out.
        sample: a value with which every message is tested; without one, messages cannot quote the field.
        is_fixed: no later form may change it (where the lead came from, what it agreed to).
    """

    holds: str
    of: Of
    question: FieldQuestion | None = None
    label: str = ""
    sample: str = ""
    is_fixed: bool = False

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe the field in the API's own documentation as well."""
        return {**handler(core_schema), "description": self.holds}


def described(model: type[BaseModel]) -> Mapping[str, LeadField]:
    """Every field of a model, with its description.

    Raises:
        TypeError: a field has no description.
    """
    found: dict[str, LeadField] = {}
    for name, field in model.model_fields.items():
        description = next((each for each in field.metadata if isinstance(each, LeadField)), None)
        if description is None:
            raise TypeError(f"{model.__name__}.{name} does not describe itself: give it a LeadField")
        found[name] = description
    return found


def type_of(model: type[BaseModel], name: str) -> type:
    """The type of a field's values, without ``None`` and without constraints."""
    annotation: Any = model.model_fields[name].annotation
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(each for each in get_args(annotation) if each is not NoneType)
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    found: type = get_origin(annotation) or annotation
    return found


def longest(model: type[BaseModel], name: str) -> int | None:
    """The most characters that a field takes; None if it sets no limit."""
    limits = (each.max_length for each in model.model_fields[name].metadata if isinstance(each, MaxLen))
    return next(limits, None)
