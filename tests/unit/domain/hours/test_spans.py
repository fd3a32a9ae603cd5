"""Durations as marketing ops write them."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from domain.errors import InvalidInputError
from domain.hours.spans import SPAN_EXAMPLES, SPAN_PATTERN, Span, parse_span


class Touch(BaseModel):
    after: Span


spans = st.one_of(
    st.builds(lambda minutes: Span(wall=timedelta(minutes=minutes)), st.integers(0, 5 * 366 * 24 * 60)),
    st.builds(
        lambda days, hours: Span(business_days=days, business_time=timedelta(hours=hours), is_business=True),
        st.integers(0, 1305),
        st.integers(0, 10440),
    ),
)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("0 minutes", Span()),
        ("5 minutes", Span(wall=timedelta(minutes=5))),
        ("1 hour", Span(wall=timedelta(hours=1))),
        ("1 day 4 hours", Span(wall=timedelta(days=1, hours=4))),
        ("4 hours 1 day", Span(wall=timedelta(days=1, hours=4))),
        ("2 weeks", Span(wall=timedelta(weeks=2))),
        ("2 business days", Span(business_days=2)),
        ("4 business hours", Span(business_time=timedelta(hours=4))),
        ("1 business day 2 business hours", Span(business_days=1, business_time=timedelta(hours=2))),
        ("0 business hours", Span(is_business=True)),
    ],
)
def test_written_spans_are_read(text: str, span: Span) -> None:
    """Each form of the grammar gives its span."""
    assert parse_span(text) == span


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("60 minutes", "1 hour"),
        ("90 minutes", "1 hour 30 minutes"),
        ("24 hours", "1 day"),
        ("7 days", "1 week"),
        ("90 days", "90 days"),
        ("1 week 1 day", "8 days"),
        ("01  hours ", "1 hour"),
        ("2 business hour 1 business days", "1 business day 2 business hours"),
        ("0 business days", "0 business hours"),
        ("0 days", "0 minutes"),
    ],
)
def test_equal_lengths_have_one_text(text: str, canonical: str) -> None:
    """A span prints in its canonical form, however it was written."""
    assert str(parse_span(text)) == canonical


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("5", "the unit is missing"),
        ("minutes", "'minutes' is not a whole number"),
        ("5m", "a space is missing"),
        ("1.5 hours", "is a fraction"),
        ("1,5 hours", "is a fraction"),
        ("-1 day", "cannot be negative"),
        ("1 month", "no fixed length"),
        ("3 mins", "did you mean 'minute'?"),
        ("1 Day", "did you mean 'day'?"),
        ("1 fortnight", "units are week, day"),
        ("1 business week", "'business week' is not a unit"),
        ("30 business minutes", "'business minutes' is not a unit"),
        ("1 business", "'business' is not a unit"),
        ("2 days 3 business hours", "cannot be mixed"),
        ("0 minutes 1 business day", "cannot be mixed"),
        ("1 day 2 days", "'day' is given twice"),
        ("٣ days", "is not a whole number"),
        ("6 years", "no fixed length"),
        ("1831 days", "longer than five years"),
        ("1306 business days", "longer than five years"),
        ("10441 business hours", "longer than five years"),
        ("9" * 5000 + " days", "longer than five years"),
    ],
)
def test_anything_else_is_refused_with_its_reason_and_an_example(text: str, reason: str) -> None:
    """A refusal says what was wrong and shows how to write it."""
    with pytest.raises(InvalidInputError) as refusal:
        parse_span(text)

    assert reason in str(refusal.value)
    assert "write it like '2 business days'" in str(refusal.value)
    assert len(str(refusal.value)) < 6000


@pytest.mark.parametrize(
    "fields",
    [
        {"wall": timedelta(seconds=30)},
        {"wall": timedelta(minutes=-1)},
        {"business_days": -1},
        {"business_time": timedelta(minutes=30)},
        {"wall": timedelta(days=1), "business_days": 1},
    ],
)
def test_a_span_that_no_text_can_say_cannot_be_built(fields: dict[str, object]) -> None:
    """Code cannot make a span that would not survive being written down."""
    with pytest.raises(InvalidInputError):
        Span(**fields)  # type: ignore[arg-type]


@settings(deadline=None)
@given(spans)
def test_every_span_survives_being_written_down(span: Span) -> None:
    """Reading the canonical text gives the same span, and editors accept that text."""
    assert parse_span(str(span)) == span
    assert re.match(SPAN_PATTERN, str(span))


@settings(deadline=None, max_examples=50)
@given(st.from_regex(SPAN_PATTERN, fullmatch=True))
def test_what_editors_accept_is_refused_only_for_a_repeated_unit_or_its_length(text: str) -> None:
    """The pattern of the JSON Schema and the parser describe the same grammar."""
    assert refusal_of(text) in {"", "given twice", "longer than five years"}


def refusal_of(text: str) -> str:
    """Empty when it is read; else which of the two limits of the parser refused it, or the whole error."""
    try:
        parse_span(text)
    except InvalidInputError as refusal:
        return next(
            (limit for limit in ("given twice", "longer than five years") if limit in str(refusal)),
            str(refusal),
        )
    return ""


@settings(deadline=None)
@given(spans)
def test_a_field_travels_as_its_text(span: Span) -> None:
    """In python and in JSON mode a field is its canonical text, and both come back."""
    touch = Touch(after=span)

    assert touch.model_dump() == {"after": str(span)}
    assert Touch.model_validate(touch.model_dump()) == touch
    assert Touch.model_validate_json(touch.model_dump_json()) == touch


@pytest.mark.parametrize("value", ["5m", 5, None, timedelta(1)])
def test_a_bad_field_is_reported_by_pydantic(value: object) -> None:
    """The model's error names the field and carries the reason and the example."""
    with pytest.raises(ValidationError) as refusal:
        Touch.model_validate({"after": value})

    (error,) = refusal.value.errors()
    assert error["loc"] == ("after",)
    assert "write it like '2 business days'" in error["msg"]


def test_the_schema_lets_editors_help() -> None:
    """A field is a string with the grammar's pattern and valid examples, read or written."""
    for mode in ("validation", "serialization"):
        field = Touch.model_json_schema(mode=mode)["properties"]["after"]

        assert field["type"] == "string"
        assert field["pattern"] == SPAN_PATTERN
        assert [str(parse_span(example)) for example in field["examples"]] == list(SPAN_EXAMPLES)
