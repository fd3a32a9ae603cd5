"""What the form for missing information shows: labels, hints and errors at each field, also for screen readers."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final, NamedTuple

from fastapi.responses import HTMLResponse

from api.pages.form_questions import POSTAL_ADDRESS, Question
from api.pages.page import page
from domain.lead.form import FunnelStage, Intent, Need
from domain.text import plain
from domain.triage.triage import in_plain_words


class _Input(NamedTuple):
    """How a field is entered: the input type (which decides a phone's keyboard) and the browser's autocomplete."""

    kind: str = "text"
    autocomplete: str = "off"
    hint: str = ""
    most: int = 300


_INPUTS: Final[Mapping[str, _Input]] = {
    "first_name": _Input(autocomplete="given-name"),
    "last_name": _Input(autocomplete="family-name"),
    "title": _Input(autocomplete="organization-title"),
    "email": _Input("email", "email", "for example ana@northbeam.example", 254),
    "phone": _Input("tel", "tel", "with + and the country code, for example +1 415 555 0123", 40),
    "social_url": _Input("url", "url", "for example https://www.linkedin.com/in/ana"),
    "company": _Input(autocomplete="organization"),
    "company_domain": _Input("text", "off", "for example northbeam.example"),
    "company_size": _Input("number", "off", "a whole number; an estimate is fine"),
    "country": _Input("text", "country", "two letters, for example US", 2),
    "region": _Input("text", "address-level1", "state or province code, for example CA", 10),
}
_LONG: Final = {"message": 10_000, POSTAL_ADDRESS: 1_000}
_CHOICES: Final = {"intent": tuple(Intent), "funnel_stage": tuple(FunnelStage), "need": tuple(Need)}

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
    put = _INPUTS.get(name, _Input())
    return Field(
        name=name,
        label=_label(name),
        hint=put.hint,
        error=error,
        value=value,
        kind=put.kind,
        autocomplete=put.autocomplete,
        most=_LONG.get(name, put.most),
        is_long=name in _LONG,
        choices=tuple((choice.value, plain(choice.value)) for choice in _CHOICES.get(name, ())),
        is_needed=is_needed,
    )


def _label(need: str) -> str:
    words = in_plain_words((need,))[0]
    return words[:1].upper() + words[1:]
