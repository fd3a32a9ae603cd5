"""The grammar of ``team.yaml``; keys and defaults are those of :mod:`domain.team`."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from domain.lead.company import MAILBOX_PROVIDERS, domain_in
from domain.owners.languages import LANGUAGES
from domain.places import is_territory
from domain.terms.team import Absence, AfterHours, Person, SenderDetails, Skills
from playbook.findings import did_you_mean
from playbook.grammar.base import Count, Line, Name, Written


def _address(text: str) -> str:
    if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+", text):
        raise ValueError(f"{text!r} is not an email address; write it like ana@northbeam.example")
    return text


def _territory(text: str) -> str:
    if is_territory(text):
        return text
    near = _MISNAMED.get(text.upper(), text.upper().replace("_", "-"))
    hint = f" — did you mean {near!r}?" if is_territory(near) else ""
    raise ValueError(
        f"{text!r} is not a territory{hint or '; write the ISO 3166 code of a country (DE) or a region (US-CA)'}"
    )


def _language(text: str) -> str:
    if text in LANGUAGES:
        return text
    near = next((code for code, name in LANGUAGES.items() if name.casefold() == text.casefold()), "")
    near = near or text.replace("_", "-").partition("-")[0].lower()
    hint = f" — did you mean {near!r}?" if near in LANGUAGES else did_you_mean(near, LANGUAGES)
    raise ValueError(f"{text!r} is not a language; write its ISO 639-1 code, such as en or de{hint}")


def _account(text: str) -> str:
    domain = domain_in(text)
    if domain in MAILBOX_PROVIDERS:
        raise ValueError(f"{domain} is a public mail provider, not a company's domain; write the company's own domain")
    if text == domain:
        return text
    hint = f" — did you mean {domain!r}?" if domain else "; write it like acme.example"
    raise ValueError(f"{text!r} is not a company's domain{hint}")


_MISNAMED = {"UK": "GB", "EN": "GB", "EL": "GR", "USA": "US", "GER": "DE", "FRA": "FR"}
"""Common abbreviations of countries, with their ISO codes."""

Territory = Annotated[
    str, AfterValidator(_territory), Field(json_schema_extra={"pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"})
]
Language = Annotated[str, AfterValidator(_language), Field(json_schema_extra={"pattern": "^[a-z]{2}$"})]
Account = Annotated[str, AfterValidator(_account), Field(max_length=253, json_schema_extra={"format": "hostname"})]
Address = Annotated[str, AfterValidator(_address), Field(max_length=254, json_schema_extra={"format": "email"})]


class AbsenceWritten(Absence, Written):
    """First and last day away."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(
                f"the last day away ({self.last}) is before the first ({self.first}): swap or correct them"
            )
        return self


class SkillsWritten(Skills, Written):
    """A person's skills: free text, matched as whole words against the form."""

    industries: tuple[Line, ...] = ()
    products: tuple[Line, ...] = ()


class PersonWritten(Person, Written):
    """One member of the team."""

    id: Name
    name: Line
    email: Address
    roles: Annotated[tuple[Name, ...], Field(min_length=1)]
    capacity: Count = Person.model_fields["capacity"].default
    absent: tuple[AbsenceWritten, ...] = ()
    skills: SkillsWritten = SkillsWritten()
    territories: tuple[Territory, ...] = ()
    languages: tuple[Language, ...] = ()
    accounts: tuple[Account, ...] = ()
    sources: tuple[Line, ...] = ()


class SenderWritten(SenderDetails, Written):
    """The sender of emails. Every commercial email must show a postal address (CAN-SPAM)."""

    company: Line
    name: Line
    address: Address
    postal_address: Line


class TeamFile(Written):
    """The team: its people, its sender, and who takes leads that nobody else can."""

    sender: SenderWritten
    fallback: Name
    after_hours: AfterHours = AfterHours.FIRST_THING
    people: Annotated[tuple[PersonWritten, ...], Field(min_length=1)]
