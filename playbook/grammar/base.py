"""What every grammar shares: models with exactly the shape of the YAML, which refuse what they do not know."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, WithJsonSchema
from pydantic_core import PydanticKnownError

from domain.errors import InvalidInputError
from domain.hours.spans import SPAN_PATTERN, Span, parse_span
from domain.terms.cadence import Again

NAME_PATTERN = r"^[a-z0-9][a-z0-9-]*$"

Name = Annotated[str, Field(pattern=NAME_PATTERN, max_length=60)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Flag = StrictBool
Count = Annotated[StrictInt, Field(gt=0, le=100_000)]


def one_of(words: Iterable[str]) -> tuple[Any, ...]:
    """Restrict a text to the words of a domain table, as ``Literal`` would."""
    known = list(words)

    def read(value: object) -> object:
        if value not in known:
            raise PydanticKnownError("literal_error", {"expected": " or ".join(map(repr, known))})
        return value

    return BeforeValidator(read), WithJsonSchema({"type": "string", "enum": known})


class Written(BaseModel):
    """Base of the grammars: frozen, and an undeclared key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _again(value: object) -> object:
    """``once``, ``always``, or ``after`` and a duration."""
    match value:
        case "once":
            return Again(mode="once")
        case "always":
            return Again(mode="always")
        case str() if value.startswith("after "):
            return Again(mode="after", after=_span(value.removeprefix("after ")))
        case _:
            raise ValueError(f"{value!r} is none of 'once', 'always' and 'after <duration>', such as 'after 90 days'")


def _span(text: str) -> Span:
    try:
        return parse_span(text)
    except InvalidInputError as error:
        raise ValueError(str(error)) from None


AgainText = Annotated[
    Again,
    BeforeValidator(_again),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^(once|always|after {SPAN_PATTERN.removeprefix('^').removesuffix('$')})$",
            "examples": ["once", "after 90 days", "always"],
        }
    ),
]
