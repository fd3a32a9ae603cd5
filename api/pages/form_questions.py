"""The form that asks a lead for missing information: which fields it shows, and what was filled in."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl

from pydantic import ValidationError

from api.reports.requests import Information
from domain.errors import InvalidInputError
from domain.lead.form import FIELDS
from ledger.database.keepable import refuse_unkeepable

POSTAL_ADDRESS: Final = "postal_address"
MOST_FIELDS: Final = 100

FILL_IN: Final = "Please fill this in."
ONE_OF: Final = "Please fill in one of these."


class Question(NamedTuple):
    """One missing detail: a need such as ``email|phone``, and its fields, of which one is enough."""

    need: str
    fields: tuple[str, ...]


class Filled(NamedTuple):
    """A form that was sent.

    Attributes:
        values: the entered values by field, to be shown again.
        errors: the errors by field.
        information: the form's content; None if there are errors.
    """

    values: Mapping[str, str]
    errors: Mapping[str, str] = {}
    information: Information | None = None


def questions_for(missing: Sequence[str]) -> tuple[Question, ...]:
    """The questions for these needs, without fields that a person cannot be asked for."""
    asked = (Question(need, tuple(name for name in need.split("|") if FIELDS[name].question)) for need in missing)
    return tuple(question for question in asked if question.fields)


def fields_in(body: bytes) -> dict[str, str]:
    """The fields of a form's body; bytes that are not UTF-8 become replacement characters.

    Raises:
        InvalidInputError: the body has more fields than any form of ours.
    """
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), errors="replace", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise InvalidInputError(f"a form has at most {MOST_FIELDS} fields") from None
    return {name: value.strip() for name, value in pairs}


def fill(questions: Sequence[Question], sent: Mapping[str, str]) -> Filled:
    """The answers to our questions; all other fields are ignored, so that the link cannot change what is known."""
    values = {name: sent.get(name, "") for question in questions for name in question.fields}
    errors = {
        question.fields[0]: ONE_OF if len(question.fields) > 1 else FILL_IN
        for question in questions
        if not any(values[name] for name in question.fields)
    }
    told = {name: value for name, value in values.items() if value}
    information, faults = _read(told)
    errors |= faults
    in_order = {name: errors[name] for name in (*values, *errors) if name in errors}
    return Filled(values, in_order, None if errors else information)


def remedy_for(field: str, otherwise: str = "") -> str:
    """What the lead can do about an invalid value of this field."""
    question = FIELDS[field].question if field in FIELDS else None
    return (question and question.remedy) or f"This is not valid: {otherwise or 'please change it'}."


def _read(told: Mapping[str, str]) -> tuple[Information | None, dict[str, str]]:
    form: dict[str, Any] = {name: value for name, value in told.items() if name != POSTAL_ADDRESS}
    if POSTAL_ADDRESS in told:
        form["attributes"] = {POSTAL_ADDRESS: told[POSTAL_ADDRESS]}
    if not form:
        return None, {}
    try:
        information = Information.model_validate(form)
        refuse_unkeepable(information)
    except ValidationError as error:
        return None, {_field(str(fault["loc"][0])): _said_of(fault) for fault in error.errors() if fault["loc"]}
    except InvalidInputError as error:
        field = _field(error.field)
        return None, {field: "This has a character that cannot be saved. Please type it again."}
    return information, {}


def _field(path: str) -> str:
    return POSTAL_ADDRESS if path.startswith("attributes") else path


def _said_of(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "string_too_long":
        return f"Please use at most {fault['ctx']['max_length']} characters."
    said = str(fault["msg"])
    return remedy_for(str(fault["loc"][0]), said[:1].lower() + said[1:])
