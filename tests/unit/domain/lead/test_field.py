"""What a field of a form says of itself."""

from enum import StrEnum
from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from domain.lead.field import LeadField, Of, described, longest, type_of


class Colour(StrEnum):
    RED = "red"


class Paint(BaseModel):
    colour: Annotated[Colour | None, LeadField("what it looks like", Of.REQUEST)] = None
    layers: Annotated[Annotated[int, Field(ge=0)] | None, LeadField("how often", Of.REQUEST)] = None
    maker: Annotated[str, Field(max_length=9), LeadField("who made it", Of.COMPANY)] = ""
    tags: Annotated[dict[str, str], LeadField("anything else", Of.OWN_RULE)] = {}


def test_a_field_that_does_not_describe_itself_is_refused() -> None:
    """Where it is written: nobody would ask for it, quote it or merge it."""

    class Careless(BaseModel):
        colour: str = ""

    with pytest.raises(TypeError, match=r"Careless.colour does not describe itself: give it a LeadField"):
        described(Careless)


def test_every_field_is_found_with_its_description_in_the_order_of_the_form() -> None:
    """Readers show fields in that order."""
    assert [(name, field.of) for name, field in described(Paint).items()] == [
        ("colour", Of.REQUEST),
        ("layers", Of.REQUEST),
        ("maker", Of.COMPANY),
        ("tags", Of.OWN_RULE),
    ]


@pytest.mark.parametrize(("name", "kind"), [("colour", Colour), ("layers", int), ("maker", str), ("tags", dict)])
def test_the_type_of_a_field_is_that_of_its_values(name: str, kind: type) -> None:
    """Without ``None`` and without constraints."""
    assert type_of(Paint, name) is kind


def test_a_field_knows_how_long_it_may_be() -> None:
    """Inputs of the form page stop there."""
    assert (longest(Paint, "maker"), longest(Paint, "colour")) == (9, None)


def test_the_api_describes_a_field_in_its_own_words() -> None:
    """The documentation of the API needs no second description."""
    assert Paint.model_json_schema()["properties"]["maker"]["description"] == "who made it"
