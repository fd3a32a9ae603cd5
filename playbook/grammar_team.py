"""The grammar of ``team.yaml``; keys and defaults are those of :mod:`domain.team`."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from domain.team import Absence, Person, Sender
from playbook.grammar_base import Count, Line, Name, Written


def _address(text: str) -> str:
    if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+", text):
        raise ValueError(f"{text!r} is not an email address; write it like ana@northbeam.example")
    return text


Address = Annotated[str, AfterValidator(_address), Field(max_length=254, json_schema_extra={"format": "email"})]


class AbsenceWritten(Absence, Written):
    """First and last day away."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"the last day away ({self.last}) is before the first ({self.first})")
        return self


class PersonWritten(Person, Written):
    """One member of the team."""

    id: Name
    name: Line
    email: Address
    roles: Annotated[tuple[Name, ...], Field(min_length=1)]
    capacity: Count = Person.model_fields["capacity"].default
    absent: tuple[AbsenceWritten, ...] = ()


class SenderWritten(Sender, Written):
    """Who mails come from; the law wants a postal address in every commercial one (CAN-SPAM)."""

    company: Line
    name: Line
    address: Address
    postal_address: Line


class TeamFile(Written):
    """Who answers for what."""

    sender: SenderWritten
    fallback: Name
    people: Annotated[tuple[PersonWritten, ...], Field(min_length=1)]
