"""What the form for missing information shows: labels, hints and errors at each field, also for screen readers."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from http import HTTPStatus
from typing import Final, NamedTuple

from fastapi.responses import HTMLResponse

from api.pages.form_questions import Question
from api.pages.page import page
from domain.lead.field import FieldQuestion as Asked
from domain.lead.field import longest, type_of
from domain.lead.form import FIELDS, LeadForm
from domain.text import plain
from domain.triage.triage import in_plain_words

LONG: Final = 1_000
"""Characters from which on a field is typed into a box of several lines."""

NO_VALUES: Final[Mapping[str, str]] = {}


class Field(NamedTuple):
    """What is shown of one field.

    Attributes:
        kind, autocomplete, most: for an input of one line: its type, autocomplete and maximal length.
        is_long: whether the input has several lines.
        choices: value and label of each choice; empty if the value is typed.
        is_needed: whether the form needs a value.
    """

    name: str
    label: str
    hint: str
    error: str
    value: str
    kind: str
    autocomplete: str
    most: int
    is_long: bool
    choices: tuple[tuple[str, str], ...]
    is_needed: bool

    @property
    def described_by(self) -> str:
        """The ids of the hint and the error, for screen readers."""
        return " ".join(f"{self.name}-{what}" for what, said in (("hint", self.hint), ("error", self.error)) if said)


class Group(NamedTuple):
    """Fields of which one is enough, with a legend; or a single field without one."""

    legend: str
    fields: tuple[Field, ...]


class Fault(NamedTuple):
    """The error of a field, for the summary above the form."""

    name: str
    label: str
    said: str


def form_page(
    questions: Sequence[Question],
    company: str,
    values: Mapping[str, str] = NO_VALUES,
    errors: Mapping[str, str] = NO_VALUES,
) -> HTMLResponse:
    """The page. Entered values are shown again with their errors; what is known about the lead is never shown."""
    return page(
        "pages/form.html",
        "Please check your answers" if errors else "A few details, please",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        company=company,
        how_many="one more detail" if len(questions) == 1 else f"{len(questions)} more details",
        groups=[_group(question, values, errors) for question in questions],
        errors=[Fault(name, _label(name), said) for name, said in errors.items()],
    )


def _group(question: Question, values: Mapping[str, str], errors: Mapping[str, str]) -> Group:
    is_alone = len(question.fields) == 1
    fields = tuple(
        _field(name, values.get(name, ""), errors.get(name, ""), is_needed=is_alone) for name in question.fields
    )
    return Group("" if is_alone else _label("|".join(question.fields)), fields)


def _field(name: str, value: str, error: str, *, is_needed: bool) -> Field:
    asked = FIELDS[name].question or Asked(plain(name))
    most = _longest(name, asked)
    return Field(
        name=name,
        label=_label(name),
        hint=asked.hint,
        error=error,
        value=value,
        kind=asked.keyboard,
        autocomplete=asked.autofill,
        most=most,
        is_long=most >= LONG,
        choices=tuple((choice.value, plain(choice.value)) for choice in _choices(name)),
        is_needed=is_needed,
    )


def _choices(name: str) -> tuple[StrEnum, ...]:
    kind = type_of(LeadForm, name) if name in LeadForm.model_fields else str
    return tuple(kind) if issubclass(kind, StrEnum) else ()


def _longest(name: str, asked: Asked) -> int:
    own = longest(LeadForm, name) if name in LeadForm.model_fields else None
    return own or asked.longest


def _label(need: str) -> str:
    words = in_plain_words((need,))[0]
    return words[:1].upper() + words[1:]
