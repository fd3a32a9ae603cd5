"""The form for missing information as HTML: labels, hints and errors by the field, readable by anything."""

from collections.abc import Mapping, Sequence
from html import escape
from http import HTTPStatus
from typing import Final, NamedTuple

from fastapi.responses import HTMLResponse

from api.pages.form_questions import POSTAL_ADDRESS, Question
from api.pages.page import page
from domain.lead.form import FunnelStage, Intent, Need
from domain.text import plain
from domain.triage.triage import in_plain_words


class _Input(NamedTuple):
    """How a field is typed: the kind of keyboard it gets on a phone, and what browsers may fill it in with."""

    kind: str = "text"
    autocomplete: str = "off"
    hint: str = ""
    most: int = 300


_INPUTS: Final[Mapping[str, _Input]] = {
    "first_name": _Input(autocomplete="given-name"),
    "last_name": _Input(autocomplete="family-name"),
    "title": _Input(autocomplete="organization-title"),
    "email": _Input("email", "email", "as in ana@northbeam.example", 254),
    "phone": _Input("tel", "tel", "with + and the country code, as in +1 415 555 0123", 40),
    "social_url": _Input("url", "url", "as in https://www.linkedin.com/in/ana"),
    "company": _Input(autocomplete="organization"),
    "company_domain": _Input("text", "off", "as in northbeam.example"),
    "company_size": _Input("number", "off", "a whole number; an estimate will do"),
    "country": _Input("text", "country", "two letters, as in US", 2),
    "region": _Input("text", "address-level1", "its code, as in CA", 10),
}
_LONG: Final = {"message": 10_000, POSTAL_ADDRESS: 1_000}
_CHOICES: Final = {"intent": tuple(Intent), "funnel_stage": tuple(FunnelStage), "need": tuple(Need)}

NO_VALUES: Final[Mapping[str, str]] = {}


def form_page(
    questions: Sequence[Question],
    company: str,
    values: Mapping[str, str] = NO_VALUES,
    errors: Mapping[str, str] = NO_VALUES,
) -> HTMLResponse:
    """The page; what was typed is shown again beside what is wrong with it, what is known already never is."""
    asked = "".join(_question(question, values, errors) for question in questions)
    title = "Please look at this once more" if errors else "A few details, and the right person answers"
    body = (
        f"{_summary(errors)}<p>{escape(company)} needs {_count(len(questions))} to give your request to the right "
        f'person. Nothing else is asked for.</p><form method="post" novalidate>{asked}<button>Send</button></form>'
    )
    return page(title, body, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK)


def _count(number: int) -> str:
    return "one more thing" if number == 1 else f"{number} more things"


def _summary(errors: Mapping[str, str]) -> str:
    if not errors:
        return ""
    lines = "".join(
        f'<li><a href="#{escape(name)}">{escape(_label(name))}</a>: {escape(said)}</li>'
        for name, said in errors.items()
    )
    return f'<div role="alert"><p class="error">Nothing was kept yet.</p><ul>{lines}</ul></div>'


def _question(question: Question, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    if len(question.fields) == 1:
        return _field(question.fields[0], values, errors, is_needed=True)
    inside = "".join(_field(name, values, errors, is_needed=False) for name in question.fields)
    legend = _capital(in_plain_words(("|".join(question.fields),))[0])
    return f'<fieldset><legend>{escape(legend)}</legend><p class="hint">One is enough.</p>{inside}</fieldset>'


def _field(name: str, values: Mapping[str, str], errors: Mapping[str, str], *, is_needed: bool) -> str:
    hint, error = _INPUTS.get(name, _Input()).hint, errors.get(name, "")
    described = [f"{name}-{what}" for what, said in (("hint", hint), ("error", error)) if said]
    attributes = "".join(
        (
            f' id="{escape(name)}" name="{escape(name)}"',
            f' aria-describedby="{escape(" ".join(described))}"' if described else "",
            ' aria-invalid="true"' if error else "",
            ' required aria-required="true"' if is_needed else "",
        )
    )
    return (
        f'<div class="field"><label for="{escape(name)}">{escape(_label(name))}</label>'
        + (f'<span class="hint" id="{escape(name)}-hint">{escape(hint)}</span>' if hint else "")
        + (f'<span class="error" id="{escape(name)}-error">{escape(error)}</span>' if error else "")
        + _control(name, values.get(name, ""), attributes)
        + "</div>"
    )


def _control(name: str, value: str, attributes: str) -> str:
    if name in _LONG:
        return f'<textarea rows="4" maxlength="{_LONG[name]}"{attributes}>\n{escape(value)}</textarea>'
    if name in _CHOICES:
        options = "".join(_option(choice.value, is_chosen=choice.value == value) for choice in _CHOICES[name])
        return f'<select{attributes}><option value="">please choose</option>{options}</select>'
    put = _INPUTS.get(name, _Input())
    return (
        f'<input type="{put.kind}" value="{escape(value)}" maxlength="{put.most}" '
        f'autocomplete="{put.autocomplete}"{attributes}>'
    )


def _option(value: str, *, is_chosen: bool) -> str:
    return f'<option value="{value}"{" selected" if is_chosen else ""}>{plain(value)}</option>'


def _label(name: str) -> str:
    return _capital(in_plain_words((name,))[0])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
